import type { View } from './features/view.ts';
import type { ServerFacts } from './model/entities.ts';
import type { Rule } from './rules/rule.ts';
import type { Settings, SettingsLayer } from './settings.ts';
import { combineSettings, readSettings } from './settings.ts';
import type { ConfigFile } from './workspace/config.ts';
import { ConfigFiles, ignores } from './workspace/config.ts';
import type { Problem, RuleFailed } from './workspace/lint-file.ts';
import { Linter } from './workspace/linter.ts';
import { Workspace } from './workspace/workspace.ts';

/** What a session is made of. */
export interface SessionOptions {
  readonly roots: readonly string[];
  readonly rules: readonly Rule[];
  readonly cacheFolder?: string | undefined;
  /** Settings of the editor or the command line, as they come. */
  readonly settings?: unknown;
  /** Layers that have the last word, over configuration files. */
  readonly overrides?: SettingsLayer;
  /** A configuration to use for all files, instead of looking for one beside each. */
  readonly config?: ConfigFile;
  /** Whether nothing is to be said about a file, whatever its configuration says. */
  readonly leavesOut?: (path: string) => boolean;
  readonly failed: RuleFailed;
  /** Told when the cache cannot be written. */
  readonly cacheFailed?: (error: unknown) => void;
}

/**
 * A workspace with its settings and rules: what the language server and `millrace lint` have in common. `revision`
 * grows with every change, so that answers made before can be told apart.
 */
export class Session {
  readonly workspace: Workspace;
  readonly linter: Linter;
  readonly configs: ConfigFiles;
  /** What could not be understood in the editor's settings. */
  readonly settingsProblems: string[] = [];
  readonly #options: SessionOptions;
  readonly #cache = new Map<string, { readonly stamp: string; readonly problems: readonly Problem[] }>();
  readonly #settings = new Map<SettingsLayer | undefined, Settings>();
  #editor: SettingsLayer = {};
  revision = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.linter = new Linter(options.rules, options.failed);
    this.configs = new ConfigFiles(options.rules);
    this.configure(options.settings);
    const { roots, cacheFolder, cacheFailed } = options;
    this.workspace = new Workspace({
      roots,
      cacheFailed,
      cap: () => this.settingsOf(undefined).maximumFiles,
      ...(cacheFolder === undefined ? {} : { cacheFolder }),
    });
  }

  /** Takes the editor's settings. */
  configure(section: unknown): void {
    this.settingsProblems.length = 0;
    this.#editor = readSettings(section, this.#options.rules, this.settingsProblems);
    this.#settings.clear();
    this.revision++;
  }

  setServerFacts(facts: ServerFacts | undefined): void {
    this.workspace.setServerFacts(facts);
    this.revision++;
  }

  /** Something outside the open documents has changed: all answers are made anew. */
  touch(): void {
    this.revision++;
  }

  /** Reads configuration files again. */
  reconfigure(): void {
    this.configs.reset();
    this.#settings.clear();
    this.revision++;
  }

  /** The settings for a file: the editor's, then those of the nearest configuration file, then overrides. */
  settingsOf(path: string | undefined): Settings {
    if (path === undefined || path.includes('://')) return this.#settingsWith(undefined);
    const config = this.#configOf(path);
    const isLeftOut = (config !== undefined && ignores(config, path)) || this.#options.leavesOut?.(path) === true;
    return this.#settingsWith(isLeftOut ? ignored : config?.layer);
  }

  #settingsWith(layer: SettingsLayer | undefined): Settings {
    const known = this.#settings.get(layer);
    if (known !== undefined) return known;
    const settings = combineSettings([this.#editor, layer ?? {}, this.#options.overrides ?? {}]);
    this.#settings.set(layer, settings);
    return settings;
  }

  /** What is wrong in the configuration files that were used so far. */
  configMistakes(): { path: string; problem: string }[] {
    const used = this.#options.config === undefined ? this.configs.found() : [this.#options.config];
    return used.flatMap(({ path, problems }) => problems.map((problem) => ({ path, problem })));
  }

  /** A file as features look at it; undefined when it is not read here. */
  view(path: string): View | undefined {
    const file = this.workspace.project.file(path);
    const text = file === undefined ? undefined : this.workspace.textOf(path);
    return file === undefined || text === undefined ? undefined : { project: this.workspace.project, file, text };
  }

  /** The problems of a file as it is now. */
  problems(path: string): readonly Problem[] {
    const known = this.#cache.get(path);
    const stamp = this.stampOf(path);
    if (known?.stamp === stamp) return known.problems;
    const problems = this.linter.problems(this.workspace.project, path, this.settingsOf(path));
    this.#cache.set(path, { stamp, problems });
    return problems;
  }

  /** Lets go of what is known of files, when it is of many. Problems go too: their fixes hold the files, and all that these import. */
  trim(): void {
    if (this.workspace.trim()) this.#cache.clear();
  }

  /** Stays the same as long as the problems of a file do. */
  stampOf(path: string): string {
    return `${this.revision}.${this.workspace.project.stampOf(path)}`;
  }

  #configOf(path: string): ConfigFile | undefined {
    return this.#options.config ?? this.configs.of(path);
  }
}

/** What a configuration file comes to for the files that it leaves out. */
const ignored: SettingsLayer = { lint: { enabled: false } };

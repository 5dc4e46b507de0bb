import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { linkFile } from '../linker/linked-file.ts';
import type { Rule } from '../rules/rule.ts';
import { jsonOf } from '../model/json-value.ts';
import type { SettingsLayer } from '../settings.ts';
import { isRecord } from '../model/records.ts';
import { meant, readSettings } from '../settings.ts';
import { frontEndOf, loadFrontEnds } from './languages.ts';
import { expressionOf } from './patterns.ts';
import { readText, statOf } from './text-files.ts';

/** The files that may hold a project's settings, the first found in a folder counts; in `package.json` under `millrace`. */
export const configNames: readonly string[] = [
  'millrace.config.json',
  'millrace.config.ts',
  'millrace.config.mjs',
  'millrace.config.js',
  'package.json',
];

/** What a configuration file may say; "preset" and "rules" are told where they belong. */
const known: readonly string[] = ['lint', 'inlayHints', 'maximumFiles', '$schema', 'preset', 'rules'];

/** A configuration file, with what is wrong in it. */
export interface ConfigFile {
  readonly path: string;
  readonly layer: SettingsLayer;
  /** The patterns of `lint.ignore`. */
  readonly ignored: readonly RegExp[];
  readonly problems: readonly string[];
}

/** Loads what reads configuration in TypeScript; until then such files count as absent. */
export const prepareConfigFiles = (): Promise<void> => loadFrontEnds(['millrace.config.ts']);

/** The same, unless there is surely no such file in the folders of some files or above them. */
export async function prepareConfigFilesFor(paths: Iterable<string>): Promise<void> {
  const looked = new Set<string>();
  for (const path of paths) {
    for (let folder = dirname(path); !looked.has(folder); folder = dirname(folder)) {
      looked.add(folder);
      if (configNames.some((name) => !name.endsWith('.json') && existsSync(join(folder, name)))) return prepareConfigFiles();
    }
  }
}

/**
 * Finds and reads configuration files. Those in TypeScript are read as data, never executed: opening a folder runs
 * nothing of it, and the editor and the command line see the same.
 */
export class ConfigFiles {
  readonly #rules: readonly Rule[];
  readonly #byFolder = new Map<string, ConfigFile | undefined>();

  constructor(rules: readonly Rule[]) {
    this.#rules = rules;
  }

  /** Forgets all: configuration files have changed. */
  reset(): void {
    this.#byFolder.clear();
  }

  /** The nearest configuration file of a file: in its folder, else in one further up. */
  of(path: string): ConfigFile | undefined {
    const folder = dirname(path);
    if (this.#byFolder.has(folder)) return this.#byFolder.get(folder);
    const found = this.#in(folder) ?? (dirname(folder) === folder ? undefined : this.of(folder));
    this.#byFolder.set(folder, found);
    return found;
  }

  /** The configuration files that were found so far, each once. */
  found(): ConfigFile[] {
    return [...new Set([...this.#byFolder.values()].filter((file) => file !== undefined))];
  }

  /** One file, read as configuration; undefined when it holds none. */
  read(path: string): ConfigFile | undefined {
    if (statOf(path)?.isFile() !== true) return undefined;
    const text = readText(path);
    if (text === undefined) return isManifest(path) ? undefined : { path, layer: {}, ignored: [], problems: ['It cannot be read.'] };
    const problems: string[] = [];
    const section = path.endsWith('.json') ? sectionOfJson(path, text, problems) : sectionOfCode(path, text, problems);
    if (section === undefined && problems.length === 0) return undefined;
    const layer = readSettings(section, this.#rules, problems);
    // In the editor's settings stand those of the extension, too; here there are no others.
    for (const name of Object.keys(isRecord(section) ? section : {}).filter((key) => !known.includes(key)))
      problems.push(`There is no setting "${name}".${meant(name, known)}`);
    return { path, layer, ignored: (layer.lint?.ignore ?? []).map(expressionOf), problems };
  }

  #in(folder: string): ConfigFile | undefined {
    for (const name of configNames) {
      const found = this.read(join(folder, name));
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** Whether a configuration leaves a file out, by its path or that of a folder around it. */
export function ignores({ path, ignored }: ConfigFile, file: string): boolean {
  if (ignored.length === 0) return false;
  const names = relative(dirname(path), file).split(sep);
  const places = names.map((_, index) => names.slice(0, index + 1).join('/'));
  return ignored.some((pattern) => places.some((place) => pattern.test(place)));
}

/** Whether it is a package.json: what is wrong with one is npm's to report. */
const isManifest = (path: string): boolean => path.endsWith('package.json');

function sectionOfJson(path: string, text: string, problems: string[]): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return isManifest(path) ? (isRecord(json) ? json['millrace'] : undefined) : json;
  } catch (error) {
    if (!isManifest(path)) problems.push(`It is no JSON: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function sectionOfCode(path: string, text: string, problems: string[]): unknown {
  const model = frontEndOf(path)?.parse(path, text);
  if (model === undefined) return undefined;
  const file = linkFile(path, model, {
    resolve: () => undefined,
    file: () => undefined,
    reachesSdk: () => false,
    effectsOf: () => [],
  });
  const exported = file.exported('default');
  const section = exported.kind === 'object' ? jsonOf(exported.object.file, exported.object.value) : undefined;
  if (section === undefined || model.broken)
    problems.push(
      model.broken ? 'It has syntax errors.' : 'Its default export must be an object of plain values: it is read, not executed.',
    );
  return section;
}

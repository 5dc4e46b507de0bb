import { basename } from 'node:path';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { ClientPort } from './client-port.ts';
import { detailsOf } from './error-details.ts';
import { Documents } from './documents.ts';
import type { PageOf } from './features/diagnostics.ts';
import { diagnosticsOf } from './features/diagnostics.ts';
import type { View } from './features/view.ts';
import type { InitializationOptions } from './protocol.ts';
import { flowsChanged, indexStatus, protocolVersion, serverFactsRequest } from './protocol.ts';
import { Publisher } from './publisher.ts';
import type { ServerFacts } from './model/entities.ts';
import { sparingMemory } from './memory.ts';
import { Questions } from './patience.ts';
import type { Rule } from './rules/rule.ts';
import { rulePages } from './rule-pages.ts';
import { Session } from './session.ts';
import { configNames, prepareConfigFiles } from './workspace/config.ts';
import { isReached, leadsImports } from './workspace/discover.ts';
import type { Workspace } from './workspace/workspace.ts';

/** How a language server is started. */
export interface LanguageServerOptions extends InitializationOptions {
  readonly roots: readonly string[];
  readonly rules: readonly Rule[];
  /** The folder of this program, beside which the rules' pages are looked for. */
  readonly programFolder: string;
  /** Whether the client asks for diagnostics; else they are pushed. */
  readonly pulls: boolean;
  /** A diagnostic as the client takes it. */
  shown(diagnostic: Diagnostic): Diagnostic;
}

/** The server of one client, without the protocol: what it knows, and what happens when something changes. */
export class LanguageServer {
  readonly documents: Documents;
  readonly pageOf: PageOf;
  session: Session;
  roots: readonly string[];
  readonly #client: ClientPort;
  readonly #options: LanguageServerOptions;
  readonly #publisher: Publisher;
  readonly #waiting = new Set<() => void>();
  readonly #toldMistakes = new Set<string>();
  readonly #questions: Questions;
  readonly #diagnostics = new Map<string, { readonly stamp: string; readonly diagnostics: Diagnostic[] }>();
  #indexed = Promise.withResolvers<undefined>();
  #isIndexed = false;
  #isLooking = false;
  #indexing: Workspace | undefined;
  #settings: unknown;
  #lastTyped = -Infinity;

  constructor(client: ClientPort, options: LanguageServerOptions) {
    this.#client = client;
    this.#questions = new Questions((text) => client.log(text));
    this.#options = options;
    this.#settings = options.settings;
    this.roots = options.roots;
    this.pageOf = rulePages(options.docsFolder, options.programFolder);
    this.session = this.#newSession();
    this.documents = new Documents(this.session.workspace, (error) => this.#client.log(detailsOf(error)));
    this.#publisher = new Publisher({
      paths: () => this.paths(),
      diagnostics: (path) => this.diagnostics(path),
      publish: options.pulls ? undefined : (path, diagnostics) => client.publish(path, this.documents.versions.get(path), diagnostics),
      settled: () => this.#settled(),
    });
  }

  /** Resolves when every file has been read: before that, answers about the whole workspace are not complete. */
  get indexed(): Promise<undefined> {
    return this.#indexed.promise;
  }

  get isIndexed(): boolean {
    return this.#isIndexed;
  }

  /** When a document has last changed, by `performance.now()`. */
  get lastTyped(): number {
    return this.#lastTyped;
  }

  /** Reads settings and all files. Work that fails is logged; documents that are open are served all the same. */
  async start(): Promise<void> {
    const spoken = this.#options.protocolVersion ?? protocolVersion;
    if (spoken !== protocolVersion) {
      this.#client.warn(
        `Millrace: the editor's part (requests of version ${spoken}) and the server's (${protocolVersion}) do not fit: update the older one.`,
      );
    }
    this.#client.subscribe();
    const asked = this.#questions.answer(this.#client.settings(), {
      ...{ what: 'for its settings', otherwise: undefined },
      late: (section) => {
        if ((section ?? undefined) === undefined) return;
        this.#configure(section);
        this.changed();
      },
    });
    const [section] = await Promise.all([asked, this.factsChanged(), prepareConfigFiles()]);
    this.#configure(section);
    await this.#index();
  }

  /** A file as features look at it, with all changes that were told before. */
  async view(path: string): Promise<View | undefined> {
    await this.documents.settled;
    return this.session.view(path);
  }

  /** The diagnostics of a file as it is now; none before all files are known: what depends on others would be wrong. */
  diagnostics(path: string): Diagnostic[] {
    if (!this.#isIndexed) return [];
    const { session } = this;
    const stamp = session.stampOf(path);
    const known = this.#diagnostics.get(path);
    if (known?.stamp === stamp) return known.diagnostics;
    const diagnostics = this.#diagnosticsOf(path);
    this.#diagnostics.set(path, { stamp, diagnostics });
    // What an open document depends on is asked for again with the next keystroke.
    if (!this.documents.versions.has(path)) session.trim();
    return diagnostics;
  }

  /** The files that can have diagnostics, in pieces. */
  *paths(): Iterable<string> {
    yield* this.session.workspace.project.paths();
  }

  /** Resolves at the next time when all files have been looked at after a change. */
  nextChange(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  /** A document or, without a path, something else has changed. */
  changed(path?: string): void {
    if (path === undefined) this.session.touch();
    else this.#lastTyped = performance.now();
    this.#publisher.changed(path);
  }

  /** A document has been opened: clients that keep nothing for files that are not open, such as Vim and Emacs, are told again. */
  opened(path: string): void {
    this.#publisher.forget(path);
    this.changed(path);
  }

  /** What the orchestration server knows may be different now. */
  async factsChanged(): Promise<void> {
    if (this.#options.serverFacts !== true) return;
    const take = (facts: ServerFacts | null): void => {
      this.session.setServerFacts(facts ?? undefined);
      this.#publisher.changed();
    };
    const asked = this.#client.request(serverFactsRequest, null, null);
    take(await this.#questions.answer(asked, { what: 'what the orchestration server knows', otherwise: null, late: take }));
  }

  /** Settings have changed; clients that cannot be asked send them along. */
  async settingsChanged(sent: unknown): Promise<void> {
    this.#configure((await this.#client.settings()) ?? sent);
    this.changed();
  }

  /** Begins anew: other folders, or another way to resolve imports. */
  async restart(roots = this.roots): Promise<void> {
    this.roots = roots;
    this.#publisher.stop();
    if (this.#isIndexed) this.#indexed = Promise.withResolvers<undefined>();
    this.#isIndexed = false;
    const facts = this.session.workspace.project.server;
    this.session = this.#newSession();
    this.#diagnostics.clear();
    this.session.setServerFacts(facts);
    await this.documents.moveTo(this.session.workspace);
    await prepareConfigFiles();
    await this.#index();
  }

  async filesChanged(paths: readonly string[]): Promise<void> {
    if (paths.some((path) => configNames.includes(basename(path)))) this.session.reconfigure();
    if (paths.some((path) => leadsImports(path) && isReached(this.roots, path))) return this.restart();
    this.session.workspace.filesChanged(paths);
    return this.changed();
  }

  /** Finds what has changed on disk, for clients that tell nothing of it; one look stands for all that are asked for meanwhile. */
  async lookAtDisk(): Promise<void> {
    if (this.#isLooking || !this.#isIndexed) return;
    this.#isLooking = true;
    try {
      const changed = await this.session.workspace.changedOnDisk();
      if (changed.length > 0) await this.filesChanged(changed);
    } finally {
      this.#isLooking = false;
    }
  }

  stop(): void {
    this.#publisher.stop();
  }

  /** One file that fails is logged, and does not keep the others from being looked at. */
  #diagnosticsOf(path: string): Diagnostic[] {
    const { project } = this.session.workspace;
    try {
      const file = project.file(path);
      const all = file === undefined ? [] : diagnosticsOf(project, file, this.session.problems(path), this.pageOf);
      return all.map((one) => this.#options.shown(one));
    } catch (error) {
      this.#client.log(`${path} cannot be checked: ${detailsOf(error)}`);
      return [];
    }
  }

  async #index(): Promise<void> {
    const { workspace } = this.session;
    // Of several starts one after the other, the first that comes here reads the folders of the last.
    if (this.#indexing === workspace) return;
    this.#indexing = workspace;
    const started = performance.now();
    await sparingMemory(() => this.#read(workspace));
    // Other folders have come meanwhile: another run reads them.
    if (workspace !== this.session.workspace) return;
    this.#isIndexed = true;
    this.#indexed.resolve(undefined);
    this.#tellIndexed(performance.now() - started);
    this.session.touch();
    this.#publisher.start();
  }

  async #read(workspace: Workspace): Promise<void> {
    const progress = this.#client.progress('Millrace: reading flows');
    try {
      for await (const { done, total } of workspace.index()) {
        if (workspace !== this.session.workspace) break;
        progress.report(total === 0 ? 100 : (100 * done) / total);
        await new Promise((resolve) => setImmediate(resolve));
      }
    } catch (error) {
      // What has been read is served, and nobody waits for the rest.
      this.#client.log(`Reading the workspace failed: ${detailsOf(error)}`);
    } finally {
      progress.done();
    }
  }

  #tellIndexed(milliseconds: number): void {
    const { workspace } = this.session;
    const files = workspace.paths().length;
    const flows = workspace.project.namedFlows;
    this.#client.notify(indexStatus, { state: 'ready', files, flows, capped: workspace.capped, milliseconds: Math.round(milliseconds) });
    if (workspace.capped)
      this.#client.warn(`Millrace reads the first ${files} files of this workspace; the setting "millrace.maximumFiles" allows more.`);
  }

  /** Takes a section of settings; without one, those of before stay. */
  #configure(section: unknown): void {
    this.#settings = section ?? this.#settings;
    this.session.configure(this.#settings);
    const [problem] = this.session.settingsProblems;
    if (problem !== undefined) this.#client.warn(`Millrace settings: ${problem}`);
  }

  #newSession(): Session {
    return new Session({
      roots: this.roots,
      rules: this.#options.rules,
      cacheFolder: this.#options.cacheFolder,
      settings: this.#settings,
      cacheFailed: (error) =>
        this.#client.log(`The cache cannot be written, so that the next start will read every file again: ${detailsOf(error)}`),
      failed: (ruleId, path, error) => {
        this.#client.log(`Rule ${ruleId} failed on ${path}: ${detailsOf(error)}`);
        this.#client.fail(`Millrace: the rule "${ruleId}" failed, and says nothing about some files. The log has the reason.`);
      },
    });
  }

  /** Once for each thing that is wrong: a file that is still written is read again with each change. */
  #tellConfigMistakes(): void {
    for (const { path, problem } of this.session.configMistakes()) {
      const text = `Millrace: ${path}: ${problem}`;
      if (this.#toldMistakes.has(text)) continue;
      this.#toldMistakes.add(text);
      this.#client.warn(text);
    }
  }

  #settled(): void {
    this.#tellConfigMistakes();
    this.#client.notify(flowsChanged, null);
    this.#client.refresh();
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createHash } from 'node:crypto';
import type { ServerFacts } from '../model/entities.ts';
import type { FileModel } from '../model/file.ts';
import type { OpenDocument, TextChange } from '../parsers/front-end.ts';
import type { FileEntry } from './cache.ts';
import { hashOf, readCache, writeCache } from './cache.ts';
import type { Discovered } from './discover.ts';
import { discover } from './discover.ts';
import { ImportGraph, importsSdk } from './import-graph.ts';
import { frontEndOf, isReadable, loadFrontEnds, specifiersIn } from './languages.ts';
import type { PackageFacts } from './packages.ts';
import { packageAt } from './packages.ts';
import { Project } from './project.ts';
import { Resolver } from './resolver.ts';
import { TimeSlice } from './time-slice.ts';
import { PathMappings } from './tsconfig.ts';

export interface WorkspaceOptions {
  /** Absolute paths of folders. */
  readonly roots: readonly string[];
  /** Where the cache is kept; without one, every start reads all. */
  readonly cacheFolder?: string;
  /** How many files are looked at; 50,000 unless told. */
  readonly cap?: number;
}

/** Looks at files as they are read, while all that is known of them is in memory; names of others may not be known yet. */
export interface Visitor {
  /** Told before the first one: these will be read. */
  begin(paths: readonly string[]): Promise<void>;
  /** Whether it looks at a file; the bodies of others are not read. */
  wants(path: string): boolean;
  look(path: string): void;
}

/** How many files stay in memory, with all that is known of them, about 80 kB each. */
const kept = 100;

/** How far the indexing has come, in files. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** Larger files are only read when they are opened: nobody writes them by hand. Characters. */
const largest = 1_000_000;

/**
 * The files of some folders and the documents that are open, with their models. Paths are absolute; a document that is
 * no file goes by its URI. After each call `project` is current for the documents that are open.
 */
export class Workspace {
  readonly project: Project;
  readonly #options: WorkspaceOptions;
  readonly #files = new Map<string, FileEntry>();
  readonly #models = new Map<string, FileModel>();
  /** While indexing: the texts that will be parsed anyway, so that nothing is read twice. */
  readonly #texts = new Map<string, string>();
  readonly #open = new Map<string, OpenDocument>();
  readonly #graph = new ImportGraph();
  /** What the cache on disk holds. */
  #cached: ReadonlyMap<string, FileEntry> = new Map();
  #resolver: Resolver;
  #packages: ReadonlyMap<string, PackageFacts> = new Map();
  /** The files that can have to do with flows. */
  #related: Set<string> = new Set<string>();
  /** Whether files are read only for the names in them. */
  #outlines = false;
  /** Whether there were more files than the cap allows. */
  capped = false;

  constructor(options: WorkspaceOptions) {
    this.#options = options;
    this.#resolver = new Resolver(
      (path) => this.#has(path),
      () => [],
      new Map(),
    );
    this.project = new Project({
      paths: () => this.#related,
      model: (path) => this.#model(path),
      resolve: (from, specifier) => this.#resolver.resolve(from, specifier),
      reachesSdk: (path) => this.#related.has(path),
      importersOf: (path) => this.#graph.importersOf(path),
      sdkVersions: () =>
        [...this.#packages.values()].flatMap(({ path, sdkVersion }) => (sdkVersion === undefined ? [] : [{ path, version: sdkVersion }])),
    });
  }

  /** All files that are looked at, sorted. */
  paths(): string[] {
    return [...new Set([...this.#files.keys(), ...this.#open.keys()])].toSorted();
  }

  /** The text of an open document, else of the file; undefined when there is none. */
  textOf(path: string): string | undefined {
    return this.#open.get(path)?.text ?? read(path);
  }

  /** Where the lines of an open document begin. */
  lineStartsOf(path: string): readonly number[] {
    return this.#open.get(path)?.lineStarts ?? [0];
  }

  /** Reads the folders, in slices: between two of them others may work. Can be run again when much has changed. */
  async *index(visitor?: Visitor): AsyncGenerator<Progress> {
    const found = discover(this.#options.roots, this.#options.cap ?? 50_000);
    this.capped = found.capped;
    this.#settle(found);
    const path = this.#cachePath();
    const cached = path === undefined ? new Map<string, FileEntry>() : readCache(path);
    this.#cached = cached;
    const total = found.sources.length;
    this.#files.clear();
    this.#models.clear();
    yield* sliced(found.sources, 0, total, (source) => this.#take(source, cached.get(source)));
    this.#connect();
    this.project.reset();
    yield* this.#name(cached, total, visitor);
    this.#texts.clear();
    this.save();
    yield { done: total, total };
    // All names are known without it when nothing has changed; whatever is asked next needs it.
    await this.load();
  }

  /** Loads what reads the files that can have to do with flows; `index` ends with it. */
  async load(): Promise<void> {
    await loadFrontEnds(this.#related);
  }

  /** Stays the same as long as the same files are there, are resolved in the same way, and have the same names. */
  stamp(): string {
    const hash = createHash('sha1');
    const paths = this.paths();
    const mappings = new Set(paths.map((path) => this.#mappings.of(dirname(path))));
    hash.update(JSON.stringify([paths, [...mappings], [...this.#packages]]));
    for (const path of this.project.paths()) hash.update(JSON.stringify([path, this.project.namesOf(path)]));
    return hash.digest('base64url');
  }

  /** What was kept of a file, unless it, something that it imports, or what the key stands for has changed. */
  resultOf(path: string, key: string): string | undefined {
    const result = this.#files.get(path)?.result;
    return result?.key === key ? result.text : undefined;
  }

  keepResult(path: string, key: string, text: string): void {
    const entry = this.#files.get(path);
    if (entry !== undefined) this.#files.set(path, { ...entry, result: { key, text } });
  }

  /** Writes the cache when it would say something new. */
  save(): void {
    const path = this.#cachePath();
    if (path === undefined) return;
    const entries = new Map([...this.#files].map(([file, entry]) => [file, this.#withNames(file, entry)]));
    const isSame = this.#cached.size === entries.size && [...entries].every(([file, entry]) => this.#cached.get(file) === entry);
    this.#cached = entries;
    if (!isSame) writeCache(path, entries);
  }

  /** Lets go of what is known of files, when it is of many, and says whether it did. To be called between two pieces of work. */
  trim(most = kept): boolean {
    if (this.project.size <= most) return false;
    for (const path of this.#models.keys()) this.#models.delete(path);
    this.project.forget();
    return true;
  }

  async open(path: string, text: string): Promise<void> {
    await loadFrontEnds([path]);
    const frontEnd = frontEndOf(path);
    if (frontEnd === undefined) return;
    this.#open.set(path, frontEnd.open(path, text));
    this.#textChanged(path, true);
  }

  /** Takes changes of an open document, or its whole text. */
  change(path: string, changes: readonly TextChange[] | string): void {
    const document = this.#open.get(path);
    if (document === undefined) return;
    if (typeof changes === 'string') document.replace(changes);
    else document.change(changes);
    this.#textChanged(path, false);
  }

  close(path: string): void {
    if (this.#open.delete(path)) this.filesChanged([path]);
  }

  /** Looks again at files that have changed, come or gone. */
  filesChanged(paths: readonly string[]): void {
    const readable = paths.filter((path) => isReadable(path) && !this.#open.has(path));
    let others = false;
    for (const path of readable) {
      // Also those that import it now, and will not find it any more.
      this.project.changed(path);
      const known = this.#files.get(path);
      this.#files.delete(path);
      this.#models.delete(path);
      this.#take(path, known);
      others ||= (known === undefined) !== (this.#files.get(path) === undefined);
    }
    this.#texts.clear();
    if (others) this.#reconnect();
    for (const path of readable) this.#note(path);
  }

  setServerFacts(facts: ServerFacts | undefined): void {
    this.project.server = facts;
  }

  #has(path: string): boolean {
    return this.#files.has(path) || this.#open.has(path);
  }

  #textChanged(path: string, isNew: boolean): void {
    if (isNew && !this.#files.has(path)) this.#reconnect();
    this.#note(path);
  }

  /** Notes what a file imports now, and drops what was linked with what it was before. */
  #note(path: string): void {
    const specifiers = this.#specifiers(path);
    const imported = this.#resolved(path, specifiers);
    this.#graph.set(path, imported);
    if (importsSdk(specifiers) || imported.some((other) => this.#related.has(other)))
      for (const related of this.#graph.reach([path])) this.#related.add(related);
    this.project.changed(path);
  }

  #specifiers(path: string): readonly string[] {
    const document = this.#open.get(path);
    return document === undefined ? (this.#files.get(path)?.specifiers ?? []) : specifiersIn(path, document.text);
  }

  #resolved(path: string, specifiers: readonly string[]): string[] {
    return specifiers.flatMap((specifier) => this.#resolver.resolve(path, specifier) ?? []);
  }

  #settle(found: Discovered): void {
    const packages = found.packages.flatMap((path) => packageAt(path, read(path) ?? '') ?? []);
    this.#packages = new Map(packages.map((facts) => [facts.name, facts]));
    this.#mappings = new PathMappings(found.configs, read);
    this.#settleResolver();
  }

  #mappings = new PathMappings([], read);

  /** Files have come or gone: specifiers may name others from now on. */
  #reconnect(): void {
    this.#settleResolver();
    this.#connect();
  }

  #settleResolver(): void {
    this.#resolver = new Resolver(
      (path) => this.#has(path),
      (folder) => this.#mappings.of(folder),
      this.#packages,
    );
  }

  /** Takes a file from the cache when it is still the same, else reads it. */
  #take(path: string, cached: FileEntry | undefined): void {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined || !stat.isFile()) return;
    const { mtimeMs: modified, size } = stat;
    if (cached?.modified === modified && cached.size === size) {
      this.#files.set(path, cached);
      return;
    }
    const text = size > largest ? '' : (read(path) ?? '');
    const hash = hashOf(text);
    const entry = cached?.hash === hash ? { ...cached, modified } : { modified, size, hash, specifiers: specifiersIn(path, text) };
    this.#files.set(path, entry);
    if (importsSdk(entry.specifiers)) this.#texts.set(path, text);
  }

  #connect(): void {
    const beginnings: string[] = [];
    for (const path of this.paths()) {
      const specifiers = this.#specifiers(path);
      this.#graph.set(path, this.#resolved(path, specifiers));
      if (importsSdk(specifiers)) beginnings.push(path);
    }
    this.#related = this.#graph.reach(beginnings);
  }

  /** Finds the names of the files that can have to do with flows; those of files that have not changed are known. */
  async *#name(cached: ReadonlyMap<string, FileEntry>, total: number, visitor: Visitor | undefined): AsyncGenerator<Progress> {
    const gone = [...cached.keys()].some((path) => !this.#has(path));
    const changed = [...this.#related].filter(
      (path) => cached.get(path)?.hash !== this.#files.get(path)?.hash || this.#open.has(path) || (gone && this.#lacksImport(path)),
    );
    const affected = this.#graph.reach(changed);
    for (const path of affected) this.#dropResult(path);
    for (const path of this.#related) if (!affected.has(path)) this.project.name(path, cached.get(path)?.names);
    const waiting = [...this.#related].filter((path) => affected.has(path));
    await loadFrontEnds(waiting);
    await visitor?.begin(waiting);
    yield* sliced(waiting, total - waiting.length, total, (path) => {
      const wanted = visitor?.wants(path) === true;
      // An outline is of no use to who wants to know more, nor is it kept: what is let go at once costs next to nothing.
      if (this.#outlines) this.trim(0);
      this.#outlines = !wanted;
      this.project.name(path);
      if (!wanted) return;
      if (this.project.namesOf(path) !== undefined) visitor?.look(path);
      this.trim();
    });
    if (this.#outlines) this.trim(0);
    this.#outlines = false;
  }

  #model(path: string): FileModel | undefined {
    const document = this.#open.get(path);
    if (document !== undefined) return document.model;
    const known = this.#models.get(path);
    const entry = this.#files.get(path);
    if (known !== undefined || entry === undefined || entry.size > largest) return known;
    const text = this.#texts.get(path) ?? read(path);
    this.#texts.delete(path);
    const frontEnd = text === undefined ? undefined : frontEndOf(path);
    const model = text === undefined ? undefined : this.#outlines ? frontEnd?.outline(path, text) : frontEnd?.parse(path, text);
    if (model !== undefined) this.#models.set(path, model);
    return model;
  }

  #cachePath(): string | undefined {
    const { cacheFolder, roots } = this.#options;
    const name = createHash('sha1').update(roots.toSorted().join('\n')).digest('base64url');
    return cacheFolder === undefined ? undefined : join(cacheFolder, `${name}.json`);
  }

  #dropResult(path: string): void {
    const entry = this.#files.get(path);
    if (entry?.result === undefined) return;
    const { result: _, ...rest } = entry;
    this.#files.set(path, rest);
  }

  /** Whether a file imports one that is not there. */
  #lacksImport(path: string): boolean {
    return this.#specifiers(path).some((specifier) => specifier.startsWith('.') && this.#resolver.resolve(path, specifier) === undefined);
  }

  #withNames(path: string, entry: FileEntry): FileEntry {
    const names = this.project.namesOf(path);
    return names === undefined || names === entry.names || this.#open.has(path) ? entry : { ...entry, names };
  }
}

/** Works on items one by one and pauses when a slice of time is over. */
async function* sliced<T>(items: readonly T[], before: number, total: number, work: (item: T) => void): AsyncGenerator<Progress> {
  const slice = new TimeSlice();
  for (const [index, item] of items.entries()) {
    work(item);
    if (!slice.isOver) continue;
    yield { done: before + index, total };
    slice.next();
  }
}

/** The text of a file; undefined when it is gone or may not be read: it then is no part of the project. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

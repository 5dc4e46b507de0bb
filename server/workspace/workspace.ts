import { basename, dirname, join } from 'node:path';
import { createHash } from 'node:crypto';
import type { ServerFacts } from '../model/entities.ts';
import type { FileModel } from '../model/file.ts';
import type { TextChange } from '../parsers/front-end.ts';
import type { FileEntry } from './cache.ts';
import { discover, isReached, isSkipped } from './discover.ts';
import { IndexedFiles } from './indexed-files.ts';
import { frontEndOf, isReadable, loadFrontEnds, specifiersIn } from './languages.ts';
import { kept, Models } from './models.ts';
import { Modules } from './modules.ts';
import { OpenDocuments } from './open-documents.ts';
import { Places } from './places.ts';
import { Project } from './project.ts';
import { readIfFile, statOf } from './text-files.ts';
import { TimeSlice } from './time-slice.ts';

export interface WorkspaceOptions {
  /** Absolute paths of folders. */
  readonly roots: readonly string[];
  /** Where the cache is kept; without one, every start reads all. */
  readonly cacheFolder?: string;
  /** How many files are looked at; 50,000 unless told. */
  readonly cap?: () => number;
  /** Told when the cache cannot be written: all is right then, only slower the next time. */
  readonly cacheFailed?: ((error: unknown) => void) | undefined;
}

/** Looks at files as they are read, while all that is known of them is in memory; names of others may not be known yet. */
export interface Visitor {
  /** Told before the first one: these will be read. */
  begin(paths: readonly string[]): Promise<void>;
  /** Whether it looks at a file; the bodies of others are not read. */
  wants(path: string): boolean;
  look(path: string): void;
}

/** How many files are looked at unless told. */
const most = 50_000;

/** How many files are read before a visitor looks at them: one thing done many times over is faster than two in turns. */
const batchSize = 150;

/** How far the indexing has come, in files. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/**
 * The files of some folders and the documents that are open, with their models. Paths are absolute; a document that is
 * no file goes by its URI. After each call `project` is current for the documents that are open.
 */
export class Workspace {
  readonly project: Project;
  readonly #options: WorkspaceOptions;
  readonly #files: IndexedFiles;
  readonly #modules: Modules;
  readonly #models = new Models((path) => this.#files.textToParse(path));
  readonly #open = new OpenDocuments();
  #places: Places;
  /** Whether there were more files than the cap allows. */
  capped = false;

  constructor(options: WorkspaceOptions) {
    this.#options = options;
    this.#places = new Places(options.roots);
    this.#files = new IndexedFiles(cachePathOf(options));
    this.#modules = new Modules({
      paths: () => this.paths(),
      find: (path) => this.#find(path),
      placeOf: (path) => this.#open.placeOf(path),
      specifiers: (path) => this.#specifiers(path),
    });
    this.project = new Project({
      paths: () => this.#modules.related,
      model: (path) => this.#model(path),
      resolve: (from, specifier) => this.#modules.resolve(from, specifier),
      reachesSdk: (path) => this.#modules.related.has(path),
      importersOf: (path) => this.#modules.importersOf(path),
      sdkVersions: () => this.#modules.sdkVersions(),
    });
  }

  /** All files that are looked at, sorted. */
  paths(): string[] {
    return [...new Set([...[...this.#files.paths()].filter((path) => this.#open.counts(path)), ...this.#open.paths()])].toSorted();
  }

  /** The text of an open document, else of the file; undefined when there is none. */
  textOf(path: string): string | undefined {
    return this.#open.get(path)?.text ?? readIfFile(path);
  }

  /** Where the lines of an open document begin. */
  lineStartsOf(path: string): readonly number[] {
    return this.#open.get(path)?.lineStarts ?? [0];
  }

  /** Reads the folders, in slices: between two of them others may work. Can be run again when much has changed. */
  async *index(visitor?: Visitor): AsyncGenerator<Progress> {
    this.#places = new Places(this.#options.roots);
    const found = discover(this.#places.roots, this.#options.cap?.() ?? most, (link) => this.#places.takes(link));
    this.capped = found.capped;
    this.#modules.settle(found, this.#places.roots);
    const all = new Set(found.sources);
    const sources = found.sources.filter((path) => !this.#modules.isBuilt(path, (other) => all.has(other)));
    this.#files.begin();
    this.#models.clear();
    const total = sources.length;
    yield* sliced(sources, 0, total, (source) => this.#files.take(source, this.#files.cached.get(source)));
    this.#modules.connect();
    this.project.reset();
    yield* this.#name(total, visitor);
    this.#files.dropTexts();
    this.save();
    yield { done: total, total };
    // All names are known without it when nothing has changed; whatever is asked next needs it.
    await this.load();
  }

  /** Loads what reads the files that can have to do with flows; `index` ends with it. */
  async load(): Promise<void> {
    await loadFrontEnds(this.#modules.related);
  }

  /** Stays the same as long as the same files are there, are resolved in the same way, and have the same names. */
  stamp(): string {
    const hash = createHash('sha1');
    hash.update(this.#modules.stampOf(this.paths()));
    for (const path of this.project.paths()) hash.update(JSON.stringify([path, this.project.namesOf(path)]));
    return hash.digest('base64url');
  }

  /** What was kept of a file, unless it, something that it imports, or what the key stands for has changed. */
  resultOf(path: string, key: string): string | undefined {
    return this.#files.resultOf(path, key);
  }

  keepResult(path: string, key: string, text: string): void {
    this.#files.keepResult(path, key, text);
  }

  /** Writes the cache when it would say something new. */
  save(): void {
    try {
      this.#files.save((path, entry) => this.#withNames(path, entry));
    } catch (error) {
      this.#options.cacheFailed?.(error);
    }
  }

  /** Lets go of what is known of files, when it is of many, and says whether it did. To be called between two pieces of work. */
  trim(limit = kept): boolean {
    if (this.project.size <= limit) return false;
    this.#models.clear();
    this.project.forget();
    return true;
  }

  async open(path: string, text: string): Promise<void> {
    await loadFrontEnds([path]);
    const frontEnd = frontEndOf(path);
    if (frontEnd === undefined) return;
    const place = this.#places.find(path);
    this.#showing(place, () => this.#open.set(path, place, frontEnd.open(path, text)));
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
    const place = this.#open.placeOf(path);
    if (!this.#open.has(path)) return;
    this.#showing(place, () => this.#open.delete(path));
    this.#lookAgain([path]);
  }

  /** Does what may make another path the one that counts for a file: nothing of the first is left then. */
  #showing(place: string, change: () => void): void {
    const before = this.#open.shownFor(place);
    change();
    const after = this.#open.shownFor(place);
    if (after === before) return;
    this.project.changed(before);
    this.#modules.connect();
    for (const path of [before, after]) this.#note(path);
  }

  /** Looks again at what has changed, come or gone; a folder stands for all that is or was in it. */
  filesChanged(paths: readonly string[]): void {
    const cap = this.#options.cap?.() ?? most;
    const { roots } = this.#places;
    const places = paths.map((path) => this.#places.changed(path));
    const changed = new Set(places.flat().filter((path) => this.#files.has(path) || isReached(roots, path) || roots.includes(path)));
    const others = [...changed].filter((path) => !this.#files.has(path));
    const folders = [...changed].filter((path) => !isSkipped(basename(path)) && statOf(path)?.isDirectory() === true);
    const known = others.length === 0 ? [] : [...this.#files.paths()].filter((path) => isBelowAny(changed, path));
    const found = discover(folders, cap, (link) => this.#places.takes(link)).sources;
    const moved = places.some(([before, now]) => before !== now);
    this.#lookAgain([...new Set([...changed, ...known, ...found])], moved);
  }

  /** `moved`: whether specifiers may name other files now although none has come or gone. */
  #lookAgain(paths: readonly string[], moved = false): void {
    const readable = paths.filter((path) => isReadable(path) && !this.#open.has(path));
    let others = moved;
    for (const path of readable) {
      // Also those that import it now, and will not find it any more.
      this.project.changed(path);
      const known = this.#files.get(path);
      this.#files.delete(path);
      this.#models.delete(path);
      if (this.#isSource(path)) this.#files.take(path, known);
      others ||= (known === undefined) !== (this.#files.get(path) === undefined);
    }
    this.#files.dropTexts();
    if (others) this.#modules.connect();
    for (const path of readable) this.#note(path);
  }

  #isSource(path: string): boolean {
    const isWalked = isReached(this.#places.roots, path) && this.#places.of(path) === path;
    return isWalked && !this.#modules.isBuilt(path, (other) => this.#files.has(other));
  }

  setServerFacts(facts: ServerFacts | undefined): void {
    this.project.server = facts;
  }

  #textChanged(path: string, isNew: boolean): void {
    if (isNew && !this.#files.has(path)) this.#modules.connect();
    this.#note(path);
  }

  /** Notes what a file imports now, and drops what was linked with what it was before. */
  #note(path: string): void {
    this.#modules.note(path);
    this.project.changed(path);
  }

  #find(path: string): string | undefined {
    const found = this.#open.shownFor(this.#places.of(path));
    return this.#files.has(found) || this.#open.has(found) ? found : undefined;
  }

  #specifiers(path: string): readonly string[] {
    if (!this.#open.counts(path)) return [];
    const document = this.#open.get(path);
    return document === undefined ? (this.#files.get(path)?.specifiers ?? []) : specifiersIn(path, document.text);
  }

  /** Finds the names of the files that can have to do with flows; those of files that have not changed are known. */
  async *#name(total: number, visitor: Visitor | undefined): AsyncGenerator<Progress> {
    const { cached } = this.#files;
    const related = [...this.#modules.related];
    const gone = [...cached.keys()].some((path) => !this.#files.has(path) && !this.#open.has(path));
    const changed = related.filter(
      (path) => cached.get(path)?.hash !== this.#files.get(path)?.hash || this.#open.has(path) || (gone && this.#modules.lacksImport(path)),
    );
    const affected = this.#modules.reach(changed);
    for (const path of affected) this.#files.dropResult(path);
    for (const path of related) if (!affected.has(path)) this.project.name(path, cached.get(path)?.names);
    // Those that are open stay in memory from then on: they come when most of what was read is let go.
    const waiting = related.filter((path) => affected.has(path)).toSorted((a, b) => Number(this.#open.has(a)) - Number(this.#open.has(b)));
    await loadFrontEnds(waiting);
    await visitor?.begin(waiting);
    const batch: string[] = [];
    yield* sliced(waiting, total - waiting.length, total, (path) => {
      const wanted = visitor?.wants(path) === true;
      if (this.#models.outlines) this.#dropOutlines(wanted);
      else if (!wanted) this.#show(visitor, batch);
      this.#models.outlines = !wanted;
      this.project.name(path);
      if (wanted && batch.push(path) === batchSize) this.#show(visitor, batch);
    });
    this.#show(visitor, batch);
    if (this.#models.outlines) this.#dropOutlines(true);
  }

  /** Lets go of outlines: all, as they are of no use to who wants to know more, or those that hardly anybody asks for. */
  #dropOutlines(all: boolean): void {
    if (all) this.#models.endOutlines();
    else this.#models.trimOutlines();
    this.project.forget();
  }

  /** Shows files that have been named to a visitor, and lets go of them when they are many. */
  #show(visitor: Visitor | undefined, batch: string[]): void {
    for (const path of batch.splice(0)) if (this.project.namesOf(path) !== undefined) visitor?.look(path);
    this.trim();
  }

  #model(path: string): FileModel | undefined {
    if (!this.#open.counts(path)) return undefined;
    const document = this.#open.get(path);
    if (document !== undefined) return document.model;
    return this.#models.get(path);
  }

  #withNames(path: string, entry: FileEntry): FileEntry {
    const names = this.project.namesOf(path);
    return names === undefined || names === entry.names || this.#open.has(path) ? entry : { ...entry, names };
  }
}

function cachePathOf({ cacheFolder, roots }: WorkspaceOptions): string | undefined {
  const name = createHash('sha1').update(roots.toSorted().join('\n')).digest('base64url');
  return cacheFolder === undefined ? undefined : join(cacheFolder, `${name}.json`);
}

/** Whether a path is in one of some folders, however deep. */
function isBelowAny(folders: ReadonlySet<string>, path: string): boolean {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) if (folders.has(folder)) return true;
  return false;
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

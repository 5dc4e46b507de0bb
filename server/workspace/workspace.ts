import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ServerFacts } from '../model/entities.ts';
import type { TextChange } from '../parsers/front-end.ts';
import type { FileEntry } from './cache.ts';
import { cachePath } from './cache.ts';
import { changedFiles } from './changed-files.ts';
import { Contents } from './contents.ts';
import { discover, isReached } from './discover.ts';
import { IndexedFiles } from './indexed-files.ts';
import { frontEndOf, isReadable, loadFrontEnds } from './languages.ts';
import { Models } from './models.ts';
import { Modules } from './modules.ts';
import type { Visitor } from './naming.ts';
import { Naming, trim } from './naming.ts';
import { OpenDocuments } from './open-documents.ts';
import { Project } from './project.ts';
import { builtOf } from './resolver.ts';
import { inSlices, TimeSlice } from './time-slice.ts';

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

/** How many files are looked at unless told. */
const most = 50_000;

/** How far the indexing has come, in files. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** How many characters a document has at most: a larger one would keep everybody waiting for seconds at each key. */
const largestDocument = 4_000_000;

/**
 * The files of some folders and the documents that are open, with their models. Paths are absolute; a document that is
 * no file goes by its URI. After each call `project` is current for the documents that are open.
 */
export class Workspace {
  readonly project: Project;
  readonly #options: WorkspaceOptions;
  readonly #files: IndexedFiles;
  readonly #open = new OpenDocuments();
  readonly #models = new Models((path) => this.#files.textToParse(path));
  readonly #contents: Contents;
  readonly #modules: Modules;
  /** Whether there were more files than the cap allows. */
  capped = false;
  #lockedFolders: readonly string[] = [];

  constructor(options: WorkspaceOptions) {
    this.#options = options;
    this.#files = new IndexedFiles(options.cacheFolder === undefined ? undefined : cachePath(options.cacheFolder, options.roots));
    this.#contents = new Contents(options.roots, this.#files, this.#open, this.#models);
    this.#modules = new Modules(this.#contents);
    this.project = new Project({
      paths: () => this.#modules.related,
      model: (path) => this.#contents.model(path),
      changesSince: (path, model) => this.#contents.changesSince(path, model),
      resolve: (from, specifier) => this.#modules.resolve(from, specifier),
      reachesSdk: (path) => this.#modules.related.has(path),
      effectsOf: (path) => this.#modules.effectsOf(path),
      importersOf: (path) => this.#modules.importersOf(path),
      sdkVersions: () => this.#modules.sdkVersions,
    });
  }

  /** All files that are looked at, sorted. */
  paths(): string[] {
    return this.#contents.paths();
  }

  /** Files that are there and may not be read; a folder as `locked/*`. */
  unreadable(): string[] {
    return [...this.#files.unreadable, ...this.#lockedFolders.map((folder) => join(folder, '*'))];
  }

  /** The text of an open document, else of the file; undefined when there is none. */
  textOf(path: string): string | undefined {
    return this.#contents.textOf(path);
  }

  /** Whether a file, which is not open, had a text when it was read last: what is known of it then fits the text. */
  isAsRead(path: string, text: string): boolean {
    return this.#files.isAsRead(path, text);
  }

  /** Where the lines of an open document begin. */
  lineStartsOf(path: string): readonly number[] {
    return this.#open.get(path)?.lineStarts ?? [0];
  }

  /** Reads the folders, in slices: between two of them others may work. Can be run again when much has changed. */
  async *index(visitor?: Visitor): AsyncGenerator<Progress> {
    const places = this.#contents.lookUp(this.#options.roots);
    const found = discover(places.roots, this.#cap, (link) => places.takes(link));
    this.capped = found.capped;
    this.#lockedFolders = found.unreadable;
    await this.#modules.settle(found, places.roots);
    const all = new Set(found.sources);
    const sources = found.sources.filter((path) => !this.#modules.isBuilt(path, (other) => all.has(other)));
    this.#files.begin();
    this.#models.clear();
    const total = sources.length;
    for await (const done of inSlices(sources, (source) => this.#files.take(source, this.#files.cached.get(source)))) yield { done, total };
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
  trim(limit?: number): boolean {
    return trim(this.project, this.#models, limit);
  }

  async open(path: string, text: string): Promise<void> {
    await loadFrontEnds([path]);
    const frontEnd = frontEndOf(path);
    if (frontEnd === undefined) return;
    if (text.length > largestDocument) return this.close(path);
    const place = this.#contents.places.find(path);
    this.#showing(place, () => this.#open.set(path, place, frontEnd.open(path, text)));
    if (!this.#files.has(path)) this.#modules.connect();
    this.#note(path);
  }

  /** Takes changes of an open document, or its whole text. */
  change(path: string, changes: readonly TextChange[] | string): void {
    const document = this.#open.get(path);
    if (document === undefined) return;
    if (typeof changes === 'string') document.replace(changes);
    else document.change(changes);
    this.#modules.note(path);
    this.project.edited(path);
  }

  close(path: string): void {
    const place = this.#open.placeOf(path);
    if (!this.#open.has(path)) return;
    this.#showing(place, () => this.#open.delete(path));
    this.#lookAgain([path]);
  }

  /** The files that have changed, come or gone on disk since they were read, found by looking at each of them, in slices. */
  async changedOnDisk(): Promise<string[]> {
    const { places } = this.#contents;
    const { sources } = discover(places.roots, this.#cap, (link) => places.takes(link));
    const changed: string[] = [];
    const slice = new TimeSlice();
    for (const path of new Set([...this.#files.paths(), ...sources])) {
      if (!this.#open.has(path) && !this.#files.isCurrent(path) && (this.#files.has(path) || this.#isSource(path))) changed.push(path);
      if (slice.isOver) await slice.pause();
    }
    return changed;
  }

  /** Looks again at what has changed, come or gone; a folder stands for all that is or was in it. */
  filesChanged(paths: readonly string[]): void {
    const changed = changedFiles(paths, this.#files, this.#contents.places, this.#cap);
    this.#lookAgain([...changed.paths, ...changed.paths.flatMap(builtOf)], changed.moved);
  }

  setServerFacts(facts: ServerFacts | undefined): void {
    this.project.server = facts;
  }

  /** Finds the names of the files that can have to do with flows; those of files that have not changed are known. */
  async *#name(total: number, visitor: Visitor | undefined): AsyncGenerator<Progress> {
    const { cached } = this.#files;
    const related = [...this.#modules.related];
    const gone = [...cached.keys()].some((path) => !this.#contents.has(path));
    // Also what only constants or types come from.
    const changed = [...new Set([...related, ...this.#files.paths()])].filter(
      (path) =>
        cached.get(path)?.hash !== this.#files.get(path)?.hash ||
        this.#open.has(path) ||
        (gone && this.#modules.related.has(path) && this.#modules.lacksImport(path)),
    );
    const affected = this.#modules.reach(changed);
    for (const path of affected) this.#files.dropResult(path);
    for (const path of related) if (!affected.has(path)) this.project.name(path, cached.get(path)?.names);
    // Those that are open stay in memory from then on: they come when most of what was read is let go.
    const waiting = related.filter((path) => affected.has(path)).toSorted((a, b) => Number(this.#open.has(a)) - Number(this.#open.has(b)));
    // Those that wait may lead to files in other languages: configuration names flows.
    if (waiting.length > 0) await this.load();
    await visitor?.begin(waiting);
    const naming = new Naming(this.project, this.#models, visitor);
    const before = total - waiting.length;
    for await (const done of inSlices(waiting, (path) => naming.name(path))) yield { done: before + done, total };
    naming.end();
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
    const isWalked = isReached(this.#contents.places.roots, path) && this.#contents.places.of(path) === path;
    return isWalked && !this.#modules.isBuilt(path, (other) => this.#files.has(other));
  }

  /** Notes what a file imports now, and drops what was linked with what it was before. */
  #note(path: string): void {
    this.#modules.note(path);
    this.project.changed(path);
  }

  get #cap(): number {
    return this.#options.cap?.() ?? most;
  }

  #withNames(path: string, entry: FileEntry): FileEntry {
    const names = this.project.namesOf(path);
    return names === undefined || names === entry.names || this.#open.has(path) ? entry : { ...entry, names };
  }
}

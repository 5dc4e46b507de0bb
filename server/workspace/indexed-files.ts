import type { FileEntry } from './cache.ts';
import { hashOf, readCache, writeCache } from './cache.ts';
import { importsSdk } from './import-graph.ts';
import { specifiersIn } from './languages.ts';
import { readText, statOf } from './text-files.ts';

/** Larger files are only read when they are opened: nobody writes them by hand. Characters. */
const largest = 1_000_000;

/** What is known of the files on disk, kept in a cache between two starts. */
export class IndexedFiles {
  readonly #cachePath: string | undefined;
  readonly #entries = new Map<string, FileEntry>();
  /** While indexing: the texts that will be parsed anyway, so that nothing is read twice. */
  readonly #texts = new Map<string, string>();
  #cached: ReadonlyMap<string, FileEntry> = new Map();
  /** Files that are there and may not be read: they are no part of the project, and nothing is kept of them. */
  readonly #unreadable = new Set<string>();

  /** Without a path nothing is kept. */
  constructor(cachePath: string | undefined) {
    this.#cachePath = cachePath;
  }

  /** What the last start knew. */
  get cached(): ReadonlyMap<string, FileEntry> {
    return this.#cached;
  }

  /** Forgets all, and reads what the last start knew. */
  begin(): void {
    this.#entries.clear();
    this.#unreadable.clear();
    this.#cached = this.#cachePath === undefined ? new Map<string, FileEntry>() : readCache(this.#cachePath);
  }

  has(path: string): boolean {
    return this.#entries.has(path);
  }

  get(path: string): FileEntry | undefined {
    return this.#entries.get(path);
  }

  paths(): Iterable<string> {
    return this.#entries.keys();
  }

  get unreadable(): Iterable<string> {
    return this.#unreadable;
  }

  delete(path: string): void {
    this.#entries.delete(path);
    this.#unreadable.delete(path);
  }

  /** Takes a file as it is known when it is still the same, else reads it. */
  take(path: string, known: FileEntry | undefined): void {
    const stat = statOf(path);
    if (stat === undefined || !stat.isFile()) return;
    const { mtimeMs: modified, size } = stat;
    if (known?.modified === modified && known.size === size) {
      this.#entries.set(path, known);
      return;
    }
    const text = size > largest ? '' : readText(path);
    if (text === undefined) {
      this.#unreadable.add(path);
      return;
    }
    const hash = hashOf(text);
    const entry = known?.hash === hash ? { ...known, modified } : { modified, size, hash, specifiers: specifiersIn(path, text) };
    this.#entries.set(path, entry);
    if (importsSdk(entry.specifiers)) this.#texts.set(path, text);
  }

  /** Whether a file is on disk as it was when it was read last. */
  isCurrent(path: string): boolean {
    const entry = this.#entries.get(path);
    const stat = statOf(path);
    return stat?.mtimeMs === entry?.modified && stat?.size === entry?.size;
  }

  /** The text of a file that is to be parsed; undefined when it is too large, or not there. */
  textToParse(path: string): string | undefined {
    const entry = this.#entries.get(path);
    if (entry === undefined || entry.size > largest) return undefined;
    const text = this.#texts.get(path) ?? readText(path);
    this.#texts.delete(path);
    return text;
  }

  /** Whether a file had a text when it was read last. */
  isAsRead(path: string, text: string): boolean {
    return this.#entries.get(path)?.hash === hashOf(text);
  }

  /** Forgets the texts that nobody has asked for. */
  dropTexts(): void {
    this.#texts.clear();
  }

  /** What was kept of a file, unless it, something that it imports, or what the key stands for has changed. */
  resultOf(path: string, key: string): string | undefined {
    const result = this.#entries.get(path)?.result;
    return result?.key === key ? result.text : undefined;
  }

  keepResult(path: string, key: string, text: string): void {
    const entry = this.#entries.get(path);
    if (entry !== undefined) this.#entries.set(path, { ...entry, result: { key, text } });
  }

  dropResult(path: string): void {
    const entry = this.#entries.get(path);
    if (entry?.result === undefined) return;
    const { result: _, ...rest } = entry;
    this.#entries.set(path, rest);
  }

  /** Writes the cache when it would say something new; `complete` adds what is found out after reading. */
  save(complete: (path: string, entry: FileEntry) => FileEntry): void {
    if (this.#cachePath === undefined) return;
    const entries = new Map([...this.#entries].map(([file, entry]) => [file, complete(file, entry)]));
    const isSame = this.#cached.size === entries.size && [...entries].every(([file, entry]) => this.#cached.get(file) === entry);
    this.#cached = entries;
    if (!isSame) writeCache(this.#cachePath, entries);
  }
}

import type { FileModel } from '../model/file.ts';
import { frontEndOf } from './languages.ts';

/** How many files stay in memory, with all that is known of them, about 80 kB each. */
export const kept = 200;

/** How often a file is read until it stays: for itself, for another file, and once more. */
const asked = 3;

/** The models of files that are in memory. While names are looked for, they may be outlines, without the bodies in which nothing is made. */
export class Models {
  readonly #textOf: (path: string) => string | undefined;
  #known = new Map<string, FileModel>();
  /** How often each file has been read since the last time that all were let go of. */
  readonly #reads = new Map<string, number>();
  /** Whether files are read only for their outlines. */
  outlines = false;

  constructor(textOf: (path: string) => string | undefined) {
    this.#textOf = textOf;
  }

  /** The model of a file, read when it is asked for; undefined when there is no text, or nobody reads its language. */
  get(path: string): FileModel | undefined {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    this.#reads.set(path, (this.#reads.get(path) ?? 0) + 1);
    const text = this.#textOf(path);
    if (text === undefined) return undefined;
    const frontEnd = frontEndOf(path);
    const model = this.outlines ? frontEnd?.outline(path, text) : frontEnd?.parse(path, text);
    if (model !== undefined) this.#known.set(path, model);
    return model;
  }

  /** Whether a model is in memory. */
  has(path: string): boolean {
    return this.#known.has(path);
  }

  delete(path: string): void {
    this.#known.delete(path);
  }

  /** Lets go of all. A map that is only emptied keeps tables in which young objects stay alive until the next full collection. */
  clear(): void {
    this.#known = new Map();
    this.#reads.clear();
  }

  /** Lets go of most: what goes at once costs next to nothing. Only what many files ask for stays, and of that what is asked for most. */
  trim(): void {
    const reads = ([path]: readonly [string, FileModel]): number => this.#reads.get(path) ?? 0;
    const often = [...this.#known].filter((entry) => reads(entry) >= asked);
    this.#known = new Map(often.toSorted((a, b) => reads(b) - reads(a)).slice(0, kept));
  }
}

import type { FileModel } from '../model/file.ts';
import { frontEndOf } from './languages.ts';

/** How many files stay in memory, with all that is known of them, about 80 kB each. */
export const kept = 300;

/** How often a file is read for its outline until that stays: for itself, for another file, and once more. */
const asked = 3;

/** The models of files that are in memory. While names are looked for, they are outlines, without the bodies in which nothing is made. */
export class Models {
  readonly #textOf: (path: string) => string | undefined;
  readonly #known = new Map<string, FileModel>();
  /** How often each file has been read for its outline. */
  readonly #outlined = new Map<string, number>();
  /** Whether files are read only for their outlines. */
  outlines = false;

  constructor(textOf: (path: string) => string | undefined) {
    this.#textOf = textOf;
  }

  /** The model of a file, read when it is asked for; undefined when there is no text, or nobody reads its language. */
  get(path: string): FileModel | undefined {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    if (this.outlines) this.#outlined.set(path, (this.#outlined.get(path) ?? 0) + 1);
    const text = this.#textOf(path);
    if (text === undefined) return undefined;
    const frontEnd = frontEndOf(path);
    const model = this.outlines ? frontEnd?.outline(path, text) : frontEnd?.parse(path, text);
    if (model !== undefined) this.#known.set(path, model);
    return model;
  }

  delete(path: string): void {
    this.#known.delete(path);
  }

  /** Lets go of all, one by one: the old table of a cleared map keeps young objects alive until the next full collection. */
  clear(): void {
    for (const path of this.#known.keys()) this.#known.delete(path);
  }

  /** Lets go of outlines: what goes at once costs next to nothing. Only those that many files ask for stay, unless they are too many. */
  trimOutlines(): void {
    const drops = this.#known.size > kept;
    for (const path of this.#known.keys()) if (drops || (this.#outlined.get(path) ?? 0) < asked) this.#known.delete(path);
  }

  /** Goes on with whole models, without any outline. */
  endOutlines(): void {
    this.clear();
    this.outlines = false;
    this.#outlined.clear();
  }
}

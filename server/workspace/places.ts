import { lstatSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { isFolderReached, isReached } from './discover.ts';
import { isReadable } from './languages.ts';

/**
 * The one path that counts for each file, where links, or folders that are given twice, lead to it in several ways. Only
 * what is given and links are looked up; all else follows from the text of a path.
 */
export class Places {
  /** The folders to walk: none of them is reached from another one. */
  readonly roots: readonly string[];
  /** By its other path, the path of a folder or file that counts; by itself that of a root. */
  readonly #places = new Map<string, string>();
  readonly #plain: boolean;
  #links = 0;

  constructor(folders: readonly string[]) {
    const given = folders.map((folder) => ({ folder: resolve(folder), real: realOf(folder) }));
    const [inner, outer] = [given.filter(isInAnother), given.filter((one, index) => !isInAnother(one, index, given))];
    this.roots = outer.map(({ folder }) => folder);
    for (const { folder, real } of outer) this.#places.set(real, folder);
    for (const folder of this.roots) this.#places.set(folder, folder);
    for (const { folder, real } of inner) this.#set(folder, this.of(real));
    this.#plain = given.every(({ folder, real }) => folder === real);
  }

  /** The path that counts for one that may lead over links that are known. */
  of(path: string): string {
    if (this.#plain && this.#links === 0) return path;
    for (let folder = path; ; folder = dirname(folder)) {
      const place = this.#places.get(folder);
      if (place === folder || dirname(folder) === folder) return path;
      if (place !== undefined) return this.of(join(place, path.slice(folder.length)));
    }
  }

  /** The path that counts for what is at a path now, looked up on disk. */
  find(path: string): string {
    return isAbsolute(path) ? this.of(realOf(path)) : path;
  }

  /** Learns where a link leads, and says whether it is the path of a file: of one that no walk comes to, and no other link. */
  takes(link: string): boolean {
    const place = this.find(link);
    if (place !== link && !isReached(this.roots, place)) {
      if (isReadable(link)) this.#set(realOf(link), link);
      return isReadable(link);
    }
    this.#set(link, place);
    return place === link && isReadable(link);
  }

  /** Looks again at what is at a path: the path that counted for it before, and the one that does now. */
  changed(path: string): readonly [string, string] {
    const before = this.of(path);
    if (!this.roots.includes(path)) this.#forget(path);
    if (isLink(path)) this.takes(path);
    return [before, this.of(path)];
  }

  #forget(link: string): void {
    for (const [path, place] of this.#places) {
      if (path === place || (path !== link && place !== link)) continue;
      this.#places.delete(path);
      this.#links -= 1;
    }
  }

  #set(path: string, place: string): void {
    if (path === place || this.#places.has(path)) return;
    this.#places.set(path, place);
    this.#links += 1;
  }
}

interface Given {
  readonly folder: string;
  readonly real: string;
}

/** Whether a walk from another folder comes to one; of two that are the same, to the second. */
const isInAnother = ({ real }: Given, index: number, given: readonly Given[]): boolean =>
  given.some((other, at) => (other.real === real ? at < index : isFolderReached([other.real], real)));

/** The path without links; as it is when nothing is there. */
function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/** Whether a path is that of a link, wherever this leads. */
export function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  } catch {
    // What may not be looked at leads nowhere.
    return false;
  }
}

import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Ignore } from 'ignore';
import ignore from 'ignore';
import { readIfFile } from '../workspace/text-files.ts';

/** A `.gitignore`; its patterns tell paths from its folder. */
interface IgnoreFile {
  readonly folder: string;
  readonly patterns: Ignore;
}

/** What the `.gitignore` files of a repository leave out; nothing where there is no repository. */
export class GitIgnore {
  readonly #files = new Map<string, readonly IgnoreFile[] | undefined>();
  readonly #out = new Map<string, boolean>();

  /** Whether a file is left out, by itself or with a folder around it, unless it or such a folder is meant by name. */
  ignores(file: string, named: string): boolean {
    if (file === named || this.#isOut(named, '/')) return false;
    for (let folder = dirname(file); folder.length > named.length; folder = dirname(folder)) if (this.#isOut(folder, '/')) return true;
    return this.#isOut(file, '');
  }

  /** The same of a file or, with a slash at its end, of a folder. */
  #isOut(path: string, end: '' | '/'): boolean {
    const known = this.#out.get(path);
    if (known !== undefined) return known;
    const isOut = this.#lastWord(path, end);
    this.#out.set(path, isOut);
    return isOut;
  }

  #lastWord(path: string, end: '' | '/'): boolean {
    for (const { folder, patterns } of this.#filesFor(dirname(path)) ?? []) {
      const { ignored, unignored } = patterns.checkIgnore(relative(folder, path).replaceAll(sep, '/') + end);
      if (ignored || unignored) return ignored;
    }
    return false;
  }

  /** The files that count for what is in a folder, the nearest first; undefined outside of repositories. */
  #filesFor(folder: string): readonly IgnoreFile[] | undefined {
    if (this.#files.has(folder)) return this.#files.get(folder);
    const isTop = existsSync(join(folder, '.git'));
    const above = isTop ? [] : dirname(folder) === folder ? undefined : this.#filesFor(dirname(folder));
    const text = above && readIfFile(join(folder, '.gitignore'));
    const files = text === undefined ? above : [{ folder, patterns: ignore({ ignorecase: false }).add(text) }, ...(above ?? [])];
    this.#files.set(folder, files);
    return files;
  }
}

import { dirname, join } from 'node:path';
import type { PackageFacts } from './packages.ts';
import type { PathMapping } from './tsconfig.ts';

const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];
const written = new Map([
  ['.js', ['.ts', '.tsx']],
  ['.jsx', ['.tsx']],
  ['.mjs', ['.mts']],
  ['.cjs', ['.cts']],
]);

/** Finds the file behind a specifier among the project's own files, without looking at the disk and without `npm install`. */
export class Resolver {
  readonly #exists: (path: string) => boolean;
  readonly #mappingsOf: (folder: string) => readonly PathMapping[];
  readonly #packages: ReadonlyMap<string, PackageFacts>;
  readonly #known = new Map<string, string | undefined>();

  constructor(
    exists: (path: string) => boolean,
    mappingsOf: (folder: string) => readonly PathMapping[],
    packages: ReadonlyMap<string, PackageFacts>,
  ) {
    this.#exists = exists;
    this.#mappingsOf = mappingsOf;
    this.#packages = packages;
  }

  resolve(from: string, specifier: string): string | undefined {
    const folder = dirname(from);
    const key = `${folder}\n${specifier}`;
    if (this.#known.has(key)) return this.#known.get(key);
    const found =
      specifier.startsWith('.') || specifier.startsWith('/') ? this.#file(join(folder, specifier)) : this.#bare(folder, specifier);
    this.#known.set(key, found);
    return found;
  }

  #bare(folder: string, specifier: string): string | undefined {
    for (const { prefix, suffix, exact, targets } of this.#mappingsOf(folder)) {
      const fits = exact
        ? specifier === prefix
        : specifier.startsWith(prefix) && specifier.endsWith(suffix) && specifier.length >= prefix.length + suffix.length;
      if (!fits) continue;
      const star = exact ? '' : specifier.slice(prefix.length, specifier.length - suffix.length);
      for (const target of targets) {
        const found = this.#file(target.replace('*', () => star));
        if (found !== undefined) return found;
      }
    }
    return specifier.startsWith('#') ? this.#own(folder, specifier) : this.#package(specifier);
  }

  /** `#name` is what the nearest package says that it is. */
  #own(folder: string, specifier: string): string | undefined {
    const around = [...this.#packages.values()].filter((facts) => folder === facts.folder || folder.startsWith(join(facts.folder, '/')));
    const nearest = around.toSorted((a, b) => b.folder.length - a.folder.length)[0];
    for (const { pattern, targets } of nearest?.imports ?? []) {
      const [prefix = '', suffix] = pattern.split('*');
      const fits = suffix === undefined ? specifier === pattern : specifier.startsWith(prefix) && specifier.endsWith(suffix);
      if (!fits || nearest === undefined) continue;
      const star = suffix === undefined ? '' : specifier.slice(prefix.length, specifier.length - suffix.length);
      for (const target of targets) {
        const found = this.#file(
          join(
            nearest.folder,
            target.replace('*', () => star),
          ),
        );
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  #package(specifier: string): string | undefined {
    const parts = specifier.split('/');
    const name = parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
    const facts = this.#packages.get(name);
    if (facts === undefined) return undefined;
    const below = specifier.slice(name.length + 1);
    const entries = below === '' ? facts.entries : [below, join('src', below)];
    for (const entry of entries) {
      const found = this.#file(join(facts.folder, entry));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The file at a path that may lack its ending, name a folder, or have the ending of what it is compiled to. */
  #file(base: string): string | undefined {
    if (this.#exists(base)) return base;
    const ending = /\.[cm]?jsx?$/.exec(base)?.[0];
    for (const source of written.get(ending ?? '') ?? []) {
      const candidate = base.slice(0, base.length - (ending?.length ?? 0)) + source;
      if (this.#exists(candidate)) return candidate;
    }
    for (const extension of extensions) if (this.#exists(base + extension)) return base + extension;
    for (const extension of extensions) {
      const index = join(base, `index${extension}`);
      if (this.#exists(index)) return index;
    }
    return undefined;
  }
}

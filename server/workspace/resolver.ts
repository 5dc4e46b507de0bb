import { dirname, join } from 'node:path';
import type { PackageFacts, TargetRow } from './packages.ts';
import { targetsFor } from './packages.ts';
import type { Mappings } from './tsconfig.ts';

const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];
const written = new Map([
  ['.js', ['.ts', '.tsx']],
  ['.jsx', ['.tsx']],
  ['.mjs', ['.mts']],
  ['.cjs', ['.cts']],
]);

/** Finds the file behind a specifier among the project's own files, without looking at the disk and without `npm install`. */
export class Resolver {
  readonly #find: (path: string) => string | undefined;
  readonly #mappingsOf: (folder: string) => Mappings;
  readonly #packages: ReadonlyMap<string, PackageFacts>;
  readonly #known = new Map<string, string | undefined>();

  /** `find` gives the path that counts for one that may lead over links; undefined when nothing of the project is there. */
  constructor(
    find: (path: string) => string | undefined,
    mappingsOf: (folder: string) => Mappings,
    packages: ReadonlyMap<string, PackageFacts>,
  ) {
    this.#find = find;
    this.#mappingsOf = mappingsOf;
    this.#packages = packages;
  }

  resolve(from: string, specifier: string): string | undefined {
    const folder = dirname(from);
    const key = `${folder}\n${specifier}`;
    if (this.#known.has(key)) return this.#known.get(key);
    const found = specifier.startsWith('.') || specifier.startsWith('/') ? this.#near(folder, specifier) : this.#bare(folder, specifier);
    this.#known.set(key, found);
    return found;
  }

  /** A file by its place, also in the folders that `rootDirs` says are one with this. */
  #near(folder: string, specifier: string): string | undefined {
    const found = this.#file(join(folder, specifier));
    if (found !== undefined) return found;
    const { roots } = this.#mappingsOf(folder);
    const own = roots.find((root) => folder === root || folder.startsWith(join(root, '/')));
    if (own === undefined) return undefined;
    return first(roots, (root) => this.#file(join(root, folder.slice(own.length), specifier)));
  }

  #bare(folder: string, specifier: string): string | undefined {
    for (const { prefix, suffix, exact, targets } of this.#mappingsOf(folder).paths) {
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
    return nearest === undefined ? undefined : this.#target(nearest, nearest.imports, specifier)?.path;
  }

  #package(specifier: string): string | undefined {
    const parts = specifier.split('/');
    const name = parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
    const facts = this.#packages.get(name);
    if (facts === undefined) return undefined;
    const below = specifier.slice(name.length + 1);
    const exported = this.#target(facts, facts.exports, below === '' ? '.' : `./${below}`);
    if (exported !== undefined) return exported.path;
    return first(below === '' ? facts.entries : [below, join('src', below)], (entry) => this.#file(join(facts.folder, entry)));
  }

  /** What a package says that a specifier is: no path where it keeps it to itself; undefined where it says nothing that is there. */
  #target(facts: PackageFacts, rows: readonly TargetRow[], specifier: string): { readonly path: string | undefined } | undefined {
    const targets = first(rows, (row) => targetsFor(row, specifier));
    if (targets === undefined) return undefined;
    const path = first(targets, (target) => (target.startsWith('.') ? this.#file(join(facts.folder, target)) : this.#package(target)));
    return path === undefined && targets.length > 0 ? undefined : { path };
  }

  /** The file at a path that may lack its ending, name a folder, or have the ending of what it is compiled to. */
  #file(base: string): string | undefined {
    const found = this.#find(base);
    if (found !== undefined) return found;
    const ending = /\.[cm]?jsx?$/.exec(base)?.[0] ?? '';
    const stem = base.slice(0, base.length - ending.length);
    return (
      first(written.get(ending) ?? [], (source) => this.#find(stem + source)) ??
      this.#withExtension(base) ??
      this.#withExtension(join(base, 'index'))
    );
  }

  #withExtension(base: string): string | undefined {
    return first(extensions, (extension) => this.#find(base + extension));
  }
}

function first<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

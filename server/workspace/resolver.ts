import { dirname, join, extname } from 'node:path';
import { firstOf } from '../model/lists.ts';
import { isSdkModule } from '../model/sdk.ts';
import { KnownPackages } from './known-packages.ts';
import type { PackageFacts, TargetRow } from './packages.ts';
import { targetsFor } from './packages.ts';
import type { Mappings } from './tsconfig.ts';
import type { WorkspaceList } from './workspace-lists.ts';

const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];
/** What a file may be written as, by the ending of what it is compiled to. */
export const written: ReadonlyMap<string, readonly string[]> = new Map([
  ['.js', ['.ts', '.tsx']],
  ['.jsx', ['.tsx']],
  ['.mjs', ['.mts']],
  ['.cjs', ['.cts']],
]);

/** What a file may be compiled to beside it. */
export function builtOf(path: string): string[] {
  const ending = extname(path);
  return [...written].flatMap(([built, sources]) => (sources.includes(ending) ? [path.slice(0, -ending.length) + built] : []));
}

/** Finds the file behind a specifier among the project's own files, without looking at the disk and without `npm install`. */
export class Resolver {
  readonly #find: (path: string) => string | undefined;
  readonly #mappingsOf: (folder: string) => Mappings;
  readonly #packages: KnownPackages;
  /** By folder and specifier. */
  readonly #known = new Map<string, Map<string, string | undefined>>();

  /** `find` gives the path that counts for one that may lead over links; undefined when nothing of the project is there. */
  constructor(
    find: (path: string) => string | undefined,
    mappingsOf: (folder: string) => Mappings,
    packages: readonly PackageFacts[],
    lists: readonly WorkspaceList[],
  ) {
    this.#find = find;
    this.#mappingsOf = mappingsOf;
    this.#packages = new KnownPackages(packages, lists);
  }

  /** A path of the project, or the module of an SDK that goes by another name there. */
  resolve(from: string, specifier: string): string | undefined {
    const folder = dirname(from);
    const known = this.#known.get(folder) ?? new Map<string, string | undefined>();
    if (known.has(specifier)) return known.get(specifier);
    const found = specifier.startsWith('.') || specifier.startsWith('/') ? this.#near(folder, specifier) : this.#bare(folder, specifier);
    this.#known.set(folder, known.set(specifier, found));
    return found;
  }

  /** A file by its place, also in the folders that `rootDirs` says are one with this. */
  #near(folder: string, specifier: string): string | undefined {
    const found = this.#file(join(folder, specifier));
    if (found !== undefined) return found;
    const { roots } = this.#mappingsOf(folder);
    const own = roots.find((root) => folder === root || folder.startsWith(join(root, '/')));
    if (own === undefined) return undefined;
    return firstOf(roots, (root) => this.#file(join(root, folder.slice(own.length), specifier)));
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
    return specifier.startsWith('#') ? this.#own(folder, specifier) : this.#package(folder, specifier);
  }

  /** `#name` is what the nearest package says that it is. */
  #own(folder: string, specifier: string): string | undefined {
    const nearest = this.#packages.around(folder);
    return nearest === undefined ? undefined : this.#target(nearest, nearest.imports, specifier)?.path;
  }

  #package(folder: string, specifier: string): string | undefined {
    const name = specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/');
    const alias = this.#packages.aliasOf(folder, name);
    if (alias !== undefined) return this.#package(folder, alias + specifier.slice(name.length));
    const facts = this.#packages.named(folder, name);
    // A package of the project that is called as an SDK is a copy of it.
    const called = facts === undefined ? specifier : facts.name + specifier.slice(name.length);
    if (isSdkModule(called)) return called;
    if (facts === undefined) return undefined;
    const below = specifier.slice(name.length + 1);
    const exported = this.#target(facts, facts.exports, below === '' ? '.' : `./${below}`);
    if (exported !== undefined) return exported.path;
    return below === '' ? this.#entry(facts) : firstOf([below, join('src', below)], (entry) => this.#file(join(facts.folder, entry)));
  }

  /** What a package says that a specifier is: no path where it keeps it to itself; undefined where it says nothing that is there. */
  #target(facts: PackageFacts, rows: readonly TargetRow[], specifier: string): { readonly path: string | undefined } | undefined {
    const targets = firstOf(rows, (row) => targetsFor(row, specifier));
    if (targets === undefined) return undefined;
    const path = firstOf(targets, (target) => (target.startsWith('.') ? this.#part(facts, target) : this.#package(facts.folder, target)));
    return path === undefined && targets.length > 0 ? undefined : { path };
  }

  /** Where a package begins by `main` and the like. */
  #entry(facts: PackageFacts): string | undefined {
    return firstOf(facts.entries, (entry) => this.#part(facts, entry));
  }

  /** A file of a package, or the one that it is built of. */
  #part({ folder }: PackageFacts, target: string): string | undefined {
    const path = join(folder, target);
    const source = firstOf(this.#mappingsOf(folder).outputs, (output) => {
      if (!path.startsWith(join(output.folder, '/'))) return undefined;
      const below = path.slice(output.folder.length);
      return firstOf(output.roots, (root) => this.#file(join(root, below)));
    });
    return source ?? this.#file(path);
  }

  /** The file at a path that may lack its ending, name a folder, or have the ending of what it is compiled to; an SDK that is installed there. */
  #file(base: string): string | undefined {
    const found = this.#find(base);
    if (found !== undefined) return found;
    const ending = /\.[cm]?jsx?$/.exec(base)?.[0] ?? '';
    const stem = base.slice(0, base.length - ending.length);
    return (
      firstOf(written.get(ending) ?? [], (source) => this.#find(stem + source)) ??
      this.#withExtension(base) ??
      this.#inFolder(base) ??
      (isSdkModule(base) ? base : undefined)
    );
  }

  #inFolder(folder: string): string | undefined {
    const facts = this.#packages.at(folder);
    return (facts && this.#entry(facts)) ?? this.#withExtension(join(folder, 'index'));
  }

  #withExtension(base: string): string | undefined {
    return firstOf(extensions, (extension) => this.#find(base + extension));
  }
}

import { dirname, extname, join } from 'node:path';
import type { Discovered } from './discover.ts';
import { ImportGraph, importsSdk } from './import-graph.ts';
import type { PackageFacts } from './packages.ts';
import { packageAt } from './packages.ts';
import { Resolver, written } from './resolver.ts';
import { readIfFile } from './text-files.ts';
import { PathMappings } from './tsconfig.ts';

/** The files whose imports are followed. */
export interface ModuleSource {
  paths(): readonly string[];
  /** The path that counts for one that may lead over links; undefined when nothing of the project is there. */
  find(path: string): string | undefined;
  /** Where the file stands that has a path. */
  placeOf(path: string): string;
  specifiers(path: string): readonly string[];
}

/** Which file imports which, by the project's packages and settings, and which of them can have to do with flows. */
export class Modules {
  readonly #source: ModuleSource;
  readonly #graph = new ImportGraph();
  #packages: readonly PackageFacts[] = [];
  #mappings = new PathMappings([], readIfFile, []);
  #resolver: Resolver;
  #outputs: readonly string[] = [];
  #related: Set<string> = new Set<string>();

  constructor(source: ModuleSource) {
    this.#source = source;
    this.#resolver = this.#newResolver();
  }

  /** The files that import an SDK, also through others. */
  get related(): ReadonlySet<string> {
    return this.#related;
  }

  /** Takes the packages and settings of a project; nothing is connected before `connect`. What is in one of the roots is wanted, also if it is built. */
  settle({ packages, configs }: Discovered, roots: readonly string[]): void {
    this.#packages = packages.flatMap((path) => packageAt(path, readIfFile(path) ?? '') ?? []);
    this.#mappings = new PathMappings(configs, readIfFile, this.#packages);
    const outputs = this.#mappings.outputs().map((folder) => join(folder, '/'));
    this.#outputs = outputs.filter((folder) => !roots.some((root) => join(root, '/').startsWith(folder)));
  }

  /** Whether a file is made of another one: JavaScript in a folder that TypeScript writes to, or beside its source. */
  isBuilt(path: string, has: (path: string) => boolean): boolean {
    const ending = extname(path);
    const sources = written.get(ending);
    if (sources === undefined) return false;
    const stem = path.slice(0, -ending.length);
    return sources.some((source) => has(stem + source)) || this.#outputs.some((folder) => path.startsWith(folder));
  }

  /** Follows all imports: files have come or gone, so that specifiers may name others from now on. */
  connect(): void {
    this.#resolver = this.#newResolver();
    const beginnings: string[] = [];
    for (const path of this.#source.paths()) {
      const specifiers = this.#source.specifiers(path);
      const imported = this.#resolved(path, specifiers);
      this.#graph.set(path, imported);
      if (importsSdk(specifiers) || importsSdk(imported)) beginnings.push(path);
    }
    this.#related = this.#graph.reach(beginnings);
  }

  /** Follows what one file imports now. */
  note(path: string): void {
    const specifiers = this.#source.specifiers(path);
    const imported = this.#resolved(path, specifiers);
    this.#graph.set(path, imported);
    if (importsSdk(specifiers) || importsSdk(imported) || imported.some((other) => this.#related.has(other)))
      for (const related of this.reach([path])) this.#related.add(related);
  }

  resolve(from: string, specifier: string): string | undefined {
    return this.#resolver.resolve(this.#source.placeOf(from), specifier);
  }

  importersOf(path: string): Iterable<string> {
    return this.#graph.importersOf(path);
  }

  /** Some files and all that import them, also through others. */
  reach(paths: Iterable<string>): Set<string> {
    return this.#graph.reach(paths);
  }

  /** Whether a file imports one that is not there. */
  lacksImport(path: string): boolean {
    return this.#source.specifiers(path).some((specifier) => specifier.startsWith('.') && this.resolve(path, specifier) === undefined);
  }

  /** The versions of the SDK that packages ask for. */
  sdkVersions(): { readonly path: string; readonly version: string }[] {
    return this.#packages.flatMap(({ path, sdkVersion }) => (sdkVersion === undefined ? [] : [{ path, version: sdkVersion }]));
  }

  /** All that decides how some files resolve what they import, as text. */
  stampOf(paths: readonly string[]): string {
    const mappings = new Set(paths.map((path) => this.#mappings.of(dirname(path))));
    return JSON.stringify([paths, [...mappings], this.#packages.map(({ aliases, ...facts }) => [facts, [...aliases]])]);
  }

  #newResolver(): Resolver {
    return new Resolver(
      (path) => this.#source.find(path),
      (folder) => this.#mappings.of(folder),
      this.#packages,
    );
  }

  #resolved(path: string, specifiers: readonly string[]): string[] {
    return specifiers.flatMap((specifier) => this.resolve(path, specifier) ?? []);
  }
}

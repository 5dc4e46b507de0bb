import { dirname, extname } from 'node:path';
import type { Effect } from '../model/sdk.ts';
import { effectsWith } from '../rules/facts/effects.ts';
import type { Discovered } from './discover.ts';
import { isBelow } from './discover.ts';
import { ImportGraph, importsSdk } from './import-graph.ts';
import type { PackageFacts } from './packages.ts';
import { packageAt } from './packages.ts';
import { Resolver, written } from './resolver.ts';
import { readIfFile } from './text-files.ts';
import { PathMappings } from './tsconfig.ts';
import type { WorkspaceList } from './workspace-lists.ts';
import { pnpmListsAt } from './workspace-lists.ts';

/** The files whose imports are followed. */
export interface ModuleSource {
  paths(): readonly string[];
  /** The path that counts for one that may lead over links; undefined when nothing of the project is there. */
  find(path: string): string | undefined;
  /** Where the file stands that has a path. */
  placeOf(path: string): string;
  specifiers(path: string): readonly string[];
}

/** The version of the SDK that a package asks for, and the path of its package.json. */
interface SdkVersion {
  readonly path: string;
  readonly version: string;
}

/** Which file imports which, by the project's packages and settings, and which of them can have to do with flows. */
export class Modules {
  readonly #source: ModuleSource;
  readonly #graph = new ImportGraph();
  #packages: readonly PackageFacts[] = [];
  #sdkVersions: readonly SdkVersion[] = [];
  #lists: readonly WorkspaceList[] = [];
  #mappings = new PathMappings([], readIfFile, []);
  #resolver: Resolver;
  #outputs: readonly string[] = [];
  #related: Set<string> = new Set<string>();
  readonly #effects = new Map<string, readonly Effect[]>();

  constructor(source: ModuleSource) {
    this.#source = source;
    this.#resolver = this.#newResolver();
  }

  /** The versions of the SDK that packages ask for. */
  get sdkVersions(): readonly SdkVersion[] {
    return this.#sdkVersions;
  }

  /** The files that import an SDK, also through others. */
  get related(): ReadonlySet<string> {
    return this.#related;
  }

  /** Takes the packages and settings of a project; nothing is connected before `connect`. What is in one of the roots is wanted, also if it is built. */
  async settle({ packages, configs, lists }: Discovered, roots: readonly string[]): Promise<void> {
    this.#lists = await pnpmListsAt(lists, readIfFile);
    this.#packages = packages.flatMap((path) => packageAt(path, readIfFile(path) ?? '') ?? []);
    this.#sdkVersions = this.#packages.flatMap(({ path, sdkVersion }) => (sdkVersion === undefined ? [] : [{ path, version: sdkVersion }]));
    this.#mappings = new PathMappings(configs, readIfFile, this.#packages);
    this.#outputs = this.#mappings.outputs().filter((folder) => !roots.some((root) => root === folder || isBelow(folder, root)));
  }

  /** Whether a file is made of another one: JavaScript in a folder that TypeScript writes to, or beside its source. */
  isBuilt(path: string, has: (path: string) => boolean): boolean {
    const ending = extname(path);
    const sources = written.get(ending);
    if (sources === undefined) return false;
    const stem = path.slice(0, -ending.length);
    return sources.some((source) => has(stem + source)) || this.#outputs.some((folder) => isBelow(folder, path));
  }

  /** Follows all imports: files have come or gone, so that specifiers may name others from now on. */
  connect(): void {
    this.#resolver = this.#newResolver();
    this.#effects.clear();
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
    this.#effects.clear();
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

  /** The effects that the functions of a file may have by what it imports, itself or by those that it imports. */
  effectsOf(path: string): readonly Effect[] {
    const known = this.#effects.get(path);
    if (known !== undefined) return known;
    const specifiers = this.#source.specifiers(path);
    const further = this.#resolved(path, specifiers).flatMap((other) => this.#source.specifiers(other));
    const found = effectsWith([...specifiers, ...further]);
    this.#effects.set(path, found);
    return found;
  }

  /** Whether a file imports one that is not there. */
  lacksImport(path: string): boolean {
    return this.#source.specifiers(path).some((specifier) => specifier.startsWith('.') && this.resolve(path, specifier) === undefined);
  }

  /** All that decides how some files resolve what they import, as text. */
  stampOf(paths: readonly string[]): string {
    const mappings = new Set(paths.map((path) => this.#mappings.of(dirname(path))));
    return JSON.stringify([paths, [...mappings], this.#packages.map(({ aliases, ...facts }) => [facts, [...aliases]]), this.#lists]);
  }

  #newResolver(): Resolver {
    return new Resolver(
      (path) => this.#source.find(path),
      (folder) => this.#mappings.of(folder),
      this.#packages,
      this.#lists,
    );
  }

  #resolved(path: string, specifiers: readonly string[]): string[] {
    return specifiers.flatMap((specifier) => this.resolve(path, specifier) ?? []);
  }
}

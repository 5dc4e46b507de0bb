import { isSdkModule } from '../model/sdk.ts';

/** Who imports whom among the files of a project. */
export class ImportGraph {
  readonly #importers = new Map<string, Set<string>>();
  readonly #imported = new Map<string, readonly string[]>();

  /** Notes what a file imports, in place of what was noted before. */
  set(path: string, imported: readonly string[]): void {
    this.remove(path);
    this.#imported.set(path, imported);
    for (const target of imported) {
      const known = this.#importers.get(target);
      if (known === undefined) this.#importers.set(target, new Set([path]));
      else known.add(path);
    }
  }

  remove(path: string): void {
    for (const target of this.#imported.get(path) ?? []) this.#importers.get(target)?.delete(path);
    this.#imported.delete(path);
  }

  importersOf(path: string): Iterable<string> {
    return this.#importers.get(path) ?? [];
  }

  /** Some files and all that import them, also through others. */
  reach(from: Iterable<string>): Set<string> {
    const reached = new Set(from);
    for (const path of reached) for (const importer of this.importersOf(path)) reached.add(importer);
    return reached;
  }
}

/** Whether specifiers name an SDK. */
export const importsSdk = (specifiers: readonly string[]): boolean => specifiers.some((specifier) => isSdkModule(specifier));

import type { ModelChanges } from '../model/changes.ts';
import type { FileModel } from '../model/file.ts';
import type { IndexedFiles } from './indexed-files.ts';
import { specifiersIn } from './languages.ts';
import type { Models } from './models.ts';
import type { ModuleSource } from './modules.ts';
import type { OpenDocuments } from './open-documents.ts';
import { Places } from './places.ts';
import { readIfFile } from './text-files.ts';

/** What is in the files of a project: an open document counts before the file, and of all paths to a file one. */
export class Contents implements ModuleSource {
  readonly #files: IndexedFiles;
  readonly #open: OpenDocuments;
  readonly #models: Models;
  #places: Places;

  constructor(roots: readonly string[], files: IndexedFiles, open: OpenDocuments, models: Models) {
    this.#files = files;
    this.#open = open;
    this.#models = models;
    this.#places = new Places(roots);
  }

  /** Which path counts for each file, as far as it is known by now. */
  get places(): Places {
    return this.#places;
  }

  /** Looks again at where the roots are. */
  lookUp(roots: readonly string[]): Places {
    this.#places = new Places(roots);
    return this.#places;
  }

  /** All files that are looked at, sorted. */
  paths(): string[] {
    return [...new Set([...[...this.#files.paths()].filter((path) => this.#open.counts(path)), ...this.#open.paths()])].toSorted();
  }

  has(path: string): boolean {
    return this.#files.has(path) || this.#open.has(path);
  }

  find(path: string): string | undefined {
    const found = this.#open.shownFor(this.#places.of(path));
    return this.has(found) ? found : undefined;
  }

  placeOf(path: string): string {
    return this.#open.placeOf(path);
  }

  textOf(path: string): string | undefined {
    return this.#open.get(path)?.text ?? readIfFile(path);
  }

  specifiers(path: string): readonly string[] {
    if (!this.#open.counts(path)) return [];
    const document = this.#open.get(path);
    return document === undefined ? (this.#files.get(path)?.specifiers ?? []) : specifiersIn(path, document.text);
  }

  /** Undefined when another path counts, when there is no such file, or when nobody reads its language. */
  model(path: string): FileModel | undefined {
    return this.#open.counts(path) ? (this.#open.get(path)?.model ?? this.#models.get(path)) : undefined;
  }

  /** What may be something else in the model of an open document than in an earlier one; undefined when all may be. */
  changesSince(path: string, model: FileModel): ModelChanges | undefined {
    return this.#open.get(path)?.changesSince?.(model);
  }
}

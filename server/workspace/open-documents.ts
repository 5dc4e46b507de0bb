import type { OpenDocument } from '../parsers/front-end.ts';

/** The open documents by path. Of all that show one file, and the file itself, one counts: what is open, under the file's own path if it can be. */
export class OpenDocuments {
  readonly #documents = new Map<string, OpenDocument>();
  /** The files' paths of documents that are opened under other ones. */
  readonly #places = new Map<string, string>();

  get(path: string): OpenDocument | undefined {
    return this.#documents.get(path);
  }

  has(path: string): boolean {
    return this.#documents.has(path);
  }

  /** The paths of the documents that count. */
  paths(): string[] {
    return [...this.#documents.keys()].filter((path) => this.counts(path));
  }

  /** `place`: the path of the file that it shows. */
  set(path: string, place: string, document: OpenDocument): void {
    this.#documents.set(path, document);
    if (path !== place) this.#places.set(path, place);
  }

  delete(path: string): boolean {
    this.#places.delete(path);
    return this.#documents.delete(path);
  }

  /** The path of the file that a document shows. */
  placeOf(path: string): string {
    return this.#places.get(path) ?? path;
  }

  /** The path that counts for a file. */
  shownFor(place: string): string {
    if (this.#places.size === 0 || this.#documents.has(place)) return place;
    return [...this.#places].find(([, other]) => other === place)?.[0] ?? place;
  }

  /** Whether a path is the one that counts for its file. */
  counts(path: string): boolean {
    return this.shownFor(this.placeOf(path)) === path;
  }
}

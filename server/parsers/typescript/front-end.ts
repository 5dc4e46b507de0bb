import type { ModelChanges } from '../../model/changes.ts';
import type { FileModel } from '../../model/file.ts';
import { lineStartsAfter, lineStartsOf } from '../../model/span.ts';
import type { FrontEnd, OpenDocument, TextChange } from '../front-end.ts';
import { changeText } from '../front-end.ts';
import { Follower } from './follower.ts';
import { modelOf, outlineOf } from './parser.ts';
import type { Pieces } from './pieces.ts';
import { changePieces, readPieces } from './pieces.ts';

/** TypeScript and JavaScript, read by the TypeScript that ts-morph brings along: never by the project's own. */
export const typescriptFrontEnd: FrontEnd = {
  parse: (path, text) =>
    unlessTooDeep(
      () => modelOf(path, text),
      () => emptyModel(path, lineStartsOf(text)),
    ),
  outline: (path, text) =>
    unlessTooDeep(
      () => outlineOf(path, text),
      () => emptyModel(path, lineStartsOf(text)),
    ),
  open: (path, text) => new OpenTypeScript(path, text),
};

/** What is nested too deeply for a parser, which calls itself for each level, is said to be unreadable, and says nothing else. */
function unlessTooDeep<T>(read: () => T, otherwise: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return otherwise();
    throw error;
  }
}

const emptyModel = (path: string, lineStarts: readonly number[]): FileModel => ({
  ...modelOf(path, ''),
  lineStarts,
  broken: true,
  unreadable: true,
});

type PiecesIfReadable = Pieces & Pick<FileModel, 'unreadable'>;

const piecesOf = (path: string, text: string): PiecesIfReadable =>
  unlessTooDeep<PiecesIfReadable>(
    () => readPieces(path, text),
    () => ({ path, text, list: [], brokenEnd: true, unreadable: true }),
  );

/** Read when somebody asks for its model: while a workspace is read, that is its last file. */
class OpenTypeScript implements OpenDocument {
  readonly #path: string;
  #text: string;
  #pieces: PiecesIfReadable | undefined;
  #lineStarts: readonly number[] | undefined;
  #model: FileModel | undefined;
  readonly #follower = new Follower();

  constructor(path: string, text: string) {
    this.#path = path;
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }

  get lineStarts(): readonly number[] {
    this.#lineStarts ??= lineStartsOf(this.#text);
    return this.#lineStarts;
  }

  get model(): FileModel {
    this.#model ??= this.#modelOf((this.#pieces ??= piecesOf(this.#path, this.#text)));
    return this.#model;
  }

  changesSince(model: FileModel): ModelChanges | undefined {
    return this.#model === undefined ? undefined : this.#follower.changesSince(model);
  }

  #modelOf(pieces: PiecesIfReadable): FileModel {
    const empty = (): FileModel => emptyModel(this.#path, this.lineStarts);
    return pieces.unreadable === true ? empty() : unlessTooDeep(() => this.#follower.modelOf(pieces, this.lineStarts), empty);
  }

  change(changes: readonly TextChange[]): void {
    for (const change of changes) {
      const before = this.#pieces;
      const text = changeText(this.#text, change);
      this.#pieces =
        before &&
        unlessTooDeep(
          () => changePieces(before, text, change),
          () => undefined,
        );
      this.#lineStarts &&= lineStartsAfter(this.#lineStarts, change, text);
      this.#text = text;
    }
    this.#model = undefined;
  }

  replace(text: string): void {
    this.#text = text;
    this.#pieces = undefined;
    this.#lineStarts = undefined;
    this.#model = undefined;
  }
}

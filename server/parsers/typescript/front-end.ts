import type { FileModel } from '../../model/file.ts';
import { lineStartsAfter, lineStartsOf } from '../../model/span.ts';
import type { FrontEnd, OpenDocument, TextChange } from '../front-end.ts';
import { changeText } from '../front-end.ts';
import { Follower } from './follower.ts';
import { modelOf } from './parser.ts';
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
      () => modelOf(path, text, true),
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

class OpenTypeScript implements OpenDocument {
  #pieces: PiecesIfReadable;
  #lineStarts: readonly number[] | undefined;
  #model: FileModel | undefined;
  readonly #follower = new Follower();

  constructor(path: string, text: string) {
    this.#pieces = piecesOf(path, text);
  }

  get text(): string {
    return this.#pieces.text;
  }

  get lineStarts(): readonly number[] {
    this.#lineStarts ??= lineStartsOf(this.text);
    return this.#lineStarts;
  }

  get model(): FileModel {
    const empty = (): FileModel => emptyModel(this.#pieces.path, this.lineStarts);
    this.#model ??=
      this.#pieces.unreadable === true ? empty() : unlessTooDeep(() => this.#follower.modelOf(this.#pieces, this.lineStarts), empty);
    return this.#model;
  }

  change(changes: readonly TextChange[]): void {
    for (const change of changes) {
      const before = this.#pieces;
      const text = changeText(before.text, change);
      this.#pieces = unlessTooDeep(
        () => changePieces(before, text, change),
        () => piecesOf(before.path, text),
      );
      this.#lineStarts &&= lineStartsAfter(this.#lineStarts, change, text);
    }
    this.#model = undefined;
  }

  replace(text: string): void {
    this.#pieces = piecesOf(this.#pieces.path, text);
    this.#lineStarts = undefined;
    this.#model = undefined;
  }
}

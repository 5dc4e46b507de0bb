import type { FileModel } from '../../model/file.ts';
import { lineStartsAfter, lineStartsOf } from '../../model/span.ts';
import type { FrontEnd, OpenDocument, TextChange } from '../front-end.ts';
import { changeText } from '../front-end.ts';
import type { Memory } from './parser.ts';
import { followedModelOf, modelOf } from './parser.ts';
import type { Pieces } from './pieces.ts';
import { changePieces, readPieces } from './pieces.ts';

/** TypeScript and JavaScript, read by the TypeScript that ts-morph brings along: never by the project's own. */
export const typescriptFrontEnd: FrontEnd = {
  parse: (path, text) => modelOf(path, text),
  outline: (path, text) => modelOf(path, text, true),
  open: (path, text) => new OpenTypeScript(path, text),
};

class OpenTypeScript implements OpenDocument {
  #pieces: Pieces;
  #lineStarts: readonly number[] | undefined;
  #model: FileModel | undefined;
  #memory: Memory = { list: [], declared: new Set(), irrelevant: new Set() };

  constructor(path: string, text: string) {
    this.#pieces = readPieces(path, text);
  }

  get text(): string {
    return this.#pieces.text;
  }

  get lineStarts(): readonly number[] {
    this.#lineStarts ??= lineStartsOf(this.text);
    return this.#lineStarts;
  }

  get model(): FileModel {
    if (this.#model !== undefined) return this.#model;
    const { model, memory } = followedModelOf(this.#pieces, this.lineStarts, this.#memory);
    this.#memory = memory;
    this.#model = model;
    return model;
  }

  change(changes: readonly TextChange[]): void {
    for (const change of changes) {
      this.#pieces = changePieces(this.#pieces, changeText(this.text, change), change);
      this.#lineStarts &&= lineStartsAfter(this.#lineStarts, change);
    }
    this.#model = undefined;
  }

  replace(text: string): void {
    this.#pieces = readPieces(this.#pieces.path, text);
    this.#lineStarts = undefined;
    this.#model = undefined;
  }
}

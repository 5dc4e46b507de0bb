import type ts from '@ts-morph/common/dist/typescript.js';
import type { FileModel } from '../../model/file.ts';
import type { FrontEnd, OpenDocument, TextChange } from '../front-end.ts';
import { changeText } from '../front-end.ts';
import { modelOf, parseTree, updateTree } from './parser.ts';

/** TypeScript and JavaScript, read by the TypeScript that ts-morph brings along: never by the project's own. */
export const typescriptFrontEnd: FrontEnd = {
  parse: (path, text) => modelOf(parseTree(path, text)),
  open: (path, text) => new OpenTypeScript(path, text),
};

class OpenTypeScript implements OpenDocument {
  #tree: ts.SourceFile;
  #model: FileModel | undefined;

  constructor(path: string, text: string) {
    this.#tree = parseTree(path, text);
  }

  get text(): string {
    return this.#tree.text;
  }

  get model(): FileModel {
    this.#model ??= modelOf(this.#tree);
    return this.#model;
  }

  change(changes: readonly TextChange[]): void {
    for (const change of changes) {
      const span = { start: change.start, length: change.end - change.start };
      this.#tree = updateTree(this.#tree, changeText(this.text, change), { span, newLength: change.text.length });
    }
    this.#model = undefined;
  }

  replace(text: string): void {
    this.#tree = parseTree(this.#tree.fileName, text);
    this.#model = undefined;
  }
}

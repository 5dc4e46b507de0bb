import type { Document } from 'yaml';
import { isScalar, parseDocument, visit } from 'yaml';
import { directivesIn } from '../../model/directives.ts';
import type { FileModel } from '../../model/file.ts';
import { lineStartsOf } from '../../model/span.ts';
import type { FrontEnd, OpenDocument, TextChange } from '../front-end.ts';
import { changeText } from '../front-end.ts';
import { deploymentsIn } from './deployments.ts';
import { Aliases, valueOf } from './values.ts';

/** `prefect.yaml`: the deployments of a project, as Prefect's `deploy` and ours read them. */
export const prefectYamlFrontEnd: FrontEnd = {
  parse: (_, text) => modelOf(text),
  outline: (_, text) => modelOf(text),
  open: (_, text) => new OpenProjectFile(text),
};

function modelOf(text: string): FileModel {
  const document = parseDocument(text, { merge: true, logLevel: 'silent' });
  return {
    language: 'yaml',
    lineStarts: lineStartsOf(text),
    bindings: [],
    functions: [],
    classes: [],
    calls: [],
    accesses: [],
    references: [],
    writes: [],
    loops: [],
    tries: [],
    exports: [],
    types: {},
    directives: directivesIn(text, (offset) => text[offset] === '#' && !isInText(document, offset)),
    deployments: deploymentsIn(valueOf(document.contents, new Aliases(document), { start: 0, end: 0 })),
    broken: document.errors.length > 0,
  };
}

/** Whether a place is in a text, also one of several lines. */
function isInText(document: Document, offset: number): boolean {
  let found = false;
  visit(document, (_, node) => {
    const [start, end] = (isScalar(node) && node.range) || [];
    if (start === undefined || end === undefined || offset < start || offset >= end) return undefined;
    found = true;
    return visit.BREAK;
  });
  return found;
}

/** Small, and seldom changed: it is read as a whole each time. */
class OpenProjectFile implements OpenDocument {
  text: string;
  #model: FileModel | undefined;

  constructor(text: string) {
    this.text = text;
  }

  get lineStarts(): readonly number[] {
    return this.model.lineStarts;
  }

  get model(): FileModel {
    this.#model ??= modelOf(this.text);
    return this.#model;
  }

  change(changes: readonly TextChange[]): void {
    this.replace(changes.reduce(changeText, this.text));
  }

  replace(text: string): void {
    this.text = text;
    this.#model = undefined;
  }
}

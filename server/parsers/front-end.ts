import type { ModelChanges } from '../model/changes.ts';
import type { FileModel } from '../model/file.ts';

/** A change of a text: what stood from `start` to `end` is now `text`. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A document that is open in an editor: its model follows each change at the cost of what has changed. */
export interface OpenDocument {
  readonly text: string;
  /** Where the lines of the text begin; they can be asked for between two changes without a model. */
  readonly lineStarts: readonly number[];
  readonly model: FileModel;
  /** What may be something else in the model than in an earlier one; undefined when all may be, as in a document that is read as a whole. */
  changesSince?(model: FileModel): ModelChanges | undefined;
  change(changes: readonly TextChange[]): void;
  /** Takes another text as a whole. */
  replace(text: string): void;
}

/** How the files of a language are read. None of it throws for anything that a file may hold. */
export interface FrontEnd {
  parse(path: string, text: string): FileModel;
  /** As much of the model as names of flows and deployments follow from: bodies of flows and tasks are left out where they can. */
  outline(path: string, text: string): FileModel;
  open(path: string, text: string): OpenDocument;
}

/** A text after some changes, each in the text that the one before has left. */
export const changeText = (text: string, { start, end, text: inserted }: TextChange): string =>
  text.slice(0, start) + inserted + text.slice(end);

/** Translates a text of people; `{0}`, `{1}` … stand for values. The English text is the key. */
export type Translate = (text: string, ...values: readonly (string | number | boolean)[]) => string;

let translate: Translate = (text, ...values) =>
  text.replaceAll(/\{(\d+)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));

/** What people read, in their language: the editor's once it was given, English before and in tests. */
export const t: Translate = (text, ...values) => translate(text, ...values);

/** Takes the editor's translations (`vscode.l10n.t`). */
export function translateWith(given: Translate): void {
  translate = given;
}

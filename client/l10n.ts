/** Translates a text of people; `{0}`, `{1}` … stand for values. The English text is the key. */
export type Translate = (text: string, ...values: readonly (string | number | boolean)[]) => string;

/** Translations by the English text, as the editor has them for its language. */
export type Texts = Readonly<Record<string, string>>;

/** Translates with these texts; what they lack stays English. */
export const translatedBy =
  (texts: Texts): Translate =>
  (text, ...values) =>
    (texts[text] ?? text).replaceAll(/\{(\d+)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));

let translate: Translate = translatedBy({});

/** What people read, in their language: the editor's once it was given, English before and in tests. */
export const t: Translate = (text, ...values) => translate(text, ...values);

/** Takes the editor's translations: `vscode.l10n.t` in the extension, its texts in a page. */
export function translateWith(given: Translate): void {
  translate = given;
}

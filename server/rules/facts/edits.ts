import type { FlowModel, LinkedFile, TaskModel } from '../../model/entities.ts';
import type { Place } from '../../model/file.ts';
import type { Span } from '../../model/span.ts';
import type { LiteralValue } from '../../model/value.ts';
import type { Edit, Fix } from '../rule.ts';
import { canAwait } from './places.ts';

/** Text put in at an offset. */
export const insert = (at: number, text: string): Edit => ({ span: { start: at, end: at }, text });

/** Text put in the place of a piece. */
export const replace = (span: Span, text: string): Edit => ({ span, text });

/** A fix that replaces one piece. */
export const replacing = (title: string, span: Span, text: string): Fix => ({
  title,
  kind: 'suggestion',
  edits: () => [replace(span, text)],
});

/** One more member behind one of an object, or of what a call is given: on a line of its own where that one has its own. */
export function insertBehind(text: string, { start, end }: Span, written: string): readonly Edit[] {
  const indent = indentAt(text, start);
  const isAlone = /(^|\n)[ \t]*$/.test(text.slice(0, start)) && !text.slice(start, end).includes('\n');
  const [rest = '', comma, comment = ''] = /^(,?)([ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*\*\/)?)[ \t]*(?=\r?\n)/.exec(text.slice(end)) ?? [];
  if (!isAlone || comma === undefined) return [insert(end, `, ${written}`)];
  const line = `${lineEndOf(text)}${indent}${written}${comma}`;
  return comma === '' && comment !== ''
    ? [insert(end, ','), insert(end + rest.length, line)]
    : [insert(end + rest.length, comma === '' ? `,${line}` : line)];
}

/** The piece of text, with its quotes kept when it is a string. */
export function requoted(text: string, span: Span, content: string): string {
  const quote = text[span.start];
  return quote === '"' || quote === "'" || quote === '`' ? `${quote}${content}${quote}` : content;
}

/** A fix that puts another string in the place of one that is written; none for what other files write. */
export const restring = (title: string, { span, elsewhere }: LiteralValue, content: string): readonly Fix[] =>
  elsewhere === true ? [] : [{ title, kind: 'suggestion', edits: (text) => [replace(span, requoted(text, span, content))] }];

/** What has to stand before a parenthesis that begins a line: a semicolon where the line before it has none and would go on. */
export function semicolonBefore(text: string, offset: number): '' | ';' {
  if (!/\n[ \t]*$/.test(text.slice(0, offset))) return '';
  const before = text
    .slice(0, offset)
    .replaceAll(/\/\*[^]*?\*\/|\/\/.*$/gm, '')
    .trimEnd();
  const line = before.slice(before.lastIndexOf('\n') + 1).trimStart();
  return /[\w$)\]'"`]$/.test(line) && !/^(\} *)?(else|if|for|while|do|case)\b/.test(line) ? ';' : '';
}

/** The white space at the beginning of the line of an offset. */
export function indentAt(text: string, offset: number): string {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line))?.[0] ?? '';
}

/** How the lines of a text end. */
export const lineEndOf = (text: string): '\r\n' | '\n' => (text.includes('\r\n') ? '\r\n' : '\n');

/** One step of a text's indentation: as in its first indented line, else two spaces. */
export const indentUnitOf = (text: string): string => /\n(\t| +(?=[^\s*]))/.exec(text)?.[1] ?? '  ';

/** Whether a text is a module of ECMAScript: others can neither export nor await outside of functions. */
export const isModule = (text: string): boolean => /^\s*(import|export)\b/m.test(text);

/** What allows `await` at a place: nothing, or `async` for the function of a flow. Undefined where neither will do. */
export function asyncEdits(text: string, file: LinkedFile, place: Place): readonly Edit[] | undefined {
  if (canAwait(file.model, place)) return place.function >= 0 || isModule(text) ? [] : undefined;
  const around = file.model.functions[place.function];
  const runnable = file.runnableAt(place.function);
  if (around === undefined || runnable?.function?.index !== place.function || runnable.functionFile !== file) return undefined;
  const opening = text.slice(around.span.start, around.span.start + 8);
  return file.model.language === 'python' || !/^(function|\(|\w)/.test(opening) ? undefined : [insert(around.span.start, 'async ')];
}

/** The name by which code calls a flow's deployment: one that the project knows, else a proposal. */
export function deploymentNameFor(
  flow: FlowModel | TaskModel,
  known: Iterable<{ readonly flow: FlowModel | undefined; readonly name: string | undefined }>,
): string {
  for (const { flow: deployed, name } of known) if (deployed === flow && name !== undefined) return `${flow.name}/${name}`;
  return `${flow.name}/${flow.name}`;
}

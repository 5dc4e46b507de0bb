import type { ObjectValue } from '../model/value.ts';
import type { View } from './view.ts';

/** Whether the name of a member may be written there: behind a brace, a comma or a line's end, and in no comment. */
export function isNamePlace({ text }: Pick<View, 'text'>, { members, spreads, span }: ObjectValue, offset: number): boolean {
  const ends = [...members, ...spreads].map(({ span: { end } }) => end).filter((end) => end <= offset);
  const last = Math.max(span.start + 1, ...ends);
  const between = text.slice(last, offset).replaceAll(/\/\*[^]*?\*\/|\/\/[^\n]*\n/g, '\n');
  if (/\/[/*]/.test(between)) return false;
  return ends.length === 0 ? between.trim() === '' : /[,\n]\s*$/.test(between);
}

/** Whether a value may begin there, or has begun as a word: behind a colon, a bracket or a comma, and before none. */
export const isValuePlace = (text: string, offset: number): boolean =>
  /[:[,]\s*[\w$]*$/.test(text.slice(Math.max(0, offset - 200), offset)) &&
  /^[\w$]*[ \t]*(?:[,;)\]}\r\n/]|$)/.test(text.slice(offset, offset + 200));

import type { View } from './view.ts';

/** A text as a literal of JavaScript. */
export const inQuotes = (text: string): string => `'${escaped(text, "'")}'`;

/** Whether the text that starts there stands between quotes. */
export const isQuoted = ({ text }: Pick<View, 'text'>, start: number): boolean => /["'`]/.test(text[start - 1] ?? '');

/** The name of a member as it is written in an object: in quotes where it is no identifier. */
export const memberName = (name: string): string => (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : inQuotes(name));

/**
 * A text as it stands behind the quote at `start - 1`: whatever would end it there is escaped. In YAML, where there may be no
 * quotes, a text gets its own as soon as one of its letters means something there.
 */
export function writtenBetween({ file, text }: Pick<View, 'file' | 'text'>, start: number, written: string): string {
  const quote = /["'`]/.exec(text[start - 1] ?? '')?.[0];
  if (file.model.language !== 'yaml') return quote === undefined ? written : escaped(written, quote);
  if (quote === '"') return escaped(written, quote);
  if (quote === "'") return written.replaceAll("'", "''");
  return isPlainYaml(written) ? written : `'${written.replaceAll("'", "''")}'`;
}

const isPlainYaml = (text: string): boolean =>
  /^[a-z_.](?:[\w .()/+-]|:(?=\S))*$/i.test(text) && text === text.trim() && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);

function escaped(text: string, quote: string): string {
  const inside = text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll(quote, `\\${quote}`)
    .replaceAll('\n', String.raw`\n`);
  return quote === '`' ? inside.replaceAll('${', String.raw`\${`) : inside;
}

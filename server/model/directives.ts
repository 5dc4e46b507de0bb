import type { Directive } from './file.ts';
import { lineAt, lineStartsOf } from './span.ts';

const comment = /(?:\/\/|\/\*|#|<!--)[ \t]*millrace-disable(-next-line|-line)?(?![\w-])[ \t]*([^\n]*?)(?:\*\/|-->|$)/gm;

/** The comments of a text that silence rules: `millrace-disable-next-line a, b: reason`, `…-line`, and `millrace-disable` for the file. */
export function directivesIn(text: string): Directive[] {
  if (!text.includes('millrace-disable')) return [];
  const starts = lineStartsOf(text);
  return [...text.matchAll(comment)].map((match) => {
    const [whole, where = '', rest = ''] = match;
    const colon = rest.indexOf(':');
    const names = colon === -1 ? rest : rest.slice(0, colon);
    const line = lineAt(starts, match.index);
    return {
      kind: where === '-next-line' ? 'next-line' : where === '-line' ? 'line' : 'file',
      rules: names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
      reason: colon === -1 ? '' : rest.slice(colon + 1).trim(),
      span: { start: match.index, end: match.index + whole.trimEnd().length },
      line: where === '-next-line' ? line + 1 : where === '-line' ? line : -1,
    };
  });
}

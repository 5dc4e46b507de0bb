import type { Directive } from './file.ts';
import { lineAt, lineStartsOf } from './span.ts';

const beginning = /(\/\/|\/\*|#|<!--)[ \t]*millrace-disable(-next-line|-line)?(?![\w-])/g;

/** How the comments end that may have several lines. */
const endings: Readonly<Record<string, string>> = { '/*': '*/', '<!--': '-->' };

/**
 * The comments of a text that silence rules: `millrace-disable-next-line a, b: reason`, `…-line`, and `millrace-disable` for the
 * file. The reason stands behind a colon, or behind `--` as in ESLint's comments. `isComment` says whether one begins at an offset.
 */
export function directivesIn(text: string, isComment: (offset: number) => boolean): Directive[] {
  if (!text.includes('millrace-disable')) return [];
  const starts = lineStartsOf(text);
  return [...text.matchAll(beginning)].flatMap((match) => {
    if (!isComment(match.index)) return [];
    const [whole, opening = '', where = ''] = match;
    const { content, end } = restOf(text, match.index + whole.length, endings[opening]);
    const separator = /:|(?:^|\s)--(?=\s)/.exec(content);
    return [
      {
        kind: where === '-next-line' ? 'next-line' : where === '-line' ? 'line' : 'file',
        rules: content
          .slice(0, separator?.index)
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== ''),
        reason: separator === null ? '' : content.slice(separator.index + separator[0].length).trim(),
        span: { start: match.index, end },
        line: where === '-next-line' ? lineAt(starts, end - 1) + 1 : where === '-line' ? lineAt(starts, match.index) : -1,
      },
    ];
  });
}

/** What stands in a comment from an offset on, and where the comment ends: with its line, unless it has an ending. */
function restOf(text: string, from: number, ending: string | undefined): { readonly content: string; readonly end: number } {
  const closed = ending === undefined ? -1 : text.indexOf(ending, from);
  if (ending !== undefined && closed !== -1) return { content: text.slice(from, closed), end: closed + ending.length };
  const [line = ''] = /^[^\r\n]*/.exec(text.slice(from)) ?? [];
  return { content: line, end: from + line.trimEnd().length };
}

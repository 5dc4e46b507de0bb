import type { CompletionItem } from 'vscode-languageserver-types';
import type { Span } from '../model/span.ts';
import type { ObjectValue } from '../model/value.ts';
import type { Choice } from './choices.ts';
import { toItems } from './choices.ts';
import { rangeOf } from './locations.ts';
import type { View } from './view.ts';
import { memberName } from './written-text.ts';

/** Members of an object, to be written in place of a word: the name alone before a colon, else with the commas that are missing around it. */
export function memberItems(view: View, object: ObjectValue, choices: readonly Choice[], word: Span): CompletionItem[] {
  const { file, text } = view;
  const quote = /['"]/.exec(text[word.start] ?? '')?.[0] ?? '';
  const isYaml = file.model.language === 'yaml';
  const behind = text.slice(word.end, word.end + 200);
  if (/^\s*:/.test(behind)) {
    const names = choices.map((choice) => ({
      ...choice,
      snippet: false,
      find: quote + choice.label,
      insert: isYaml ? choice.label : memberName(choice.label),
    }));
    return toItems(view, names, word);
  }
  if (isYaml) return toItems(view, choices, word);
  const comma = startsMember.test(behind) ? ',' : '';
  const items = toItems(
    view,
    choices.map((choice) => ({ ...choice, insert: (choice.insert ?? choice.label) + comma })),
    word,
  );
  const end = endWithoutComma(view, object, word);
  if (end === undefined) return items;
  const additionalTextEdits = [{ range: rangeOf(file, { start: end, end }), newText: ',' }];
  return items.map((item) => ({ ...item, additionalTextEdits }));
}

/** What begins another member, and no statement behind an object that is not closed yet. */
const startsMember = /^\s*(?:[\w$]+\s*[:,}]|'[^'\n]*'\s*:|"[^"\n]*"\s*:|\[|\.{3})/;

/** Where the member before a word ends, if no comma stands between. */
function endWithoutComma({ text }: Pick<View, 'text'>, { members, spreads }: ObjectValue, word: Span): number | undefined {
  const end = Math.max(...[...members, ...spreads].map(({ span }) => span.end).filter((one) => one <= word.start));
  const between = text.slice(Math.max(end, 0), word.start).replaceAll(/\/\*[^]*?\*\/|\/\/[^\n]*/g, '');
  return Number.isFinite(end) && !between.includes(',') ? end : undefined;
}

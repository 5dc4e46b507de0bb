import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CompletionItem } from 'vscode-languageserver-types';
import { withoutSnippets } from '../../../server/features/choices.ts';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const item = (newText: string, insertTextFormat?: 2): CompletionItem => ({
  label: 'x',
  textEdit: { range, newText },
  ...(insertTextFormat === undefined ? {} : { insertTextFormat }),
});

const cases: readonly [string, string][] = [
  ["name: '$1'", "name: ''"],
  ['tags: [$1]', 'tags: []'],
  [String.raw`logPrints: ${'$'}{1|true,false|}`, 'logPrints: '],
  [String.raw`mode: ${'$'}{1|'a\|b','\}c'|}`, 'mode: '],
  [String.raw`\$cost: $1`, '$cost: '],
];

for (const [snippet, plain] of cases) {
  test(`${snippet} is ${JSON.stringify(plain)} for a client without snippets`, () =>
    assert.deepEqual(withoutSnippets([item(snippet, 2)]), [item(plain)]));
}

test('what is no snippet stays as it is', () =>
  assert.deepEqual(withoutSnippets([item("'$1'"), { label: 'y' }]), [item("'$1'"), { label: 'y' }]));

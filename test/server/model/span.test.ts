import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineStartsAfter, lineStartsOf } from '../../../server/model/span.ts';

const text = 'ab\ncd\n\nefg\r\nh\r\ri\n';
const insertions = ['', 'x', '\n', '\r', 'x\ny', '\r\n\n', 'x\r'];

test('lines end as LSP says, and not where only JavaScript sees an end', () => {
  assert.deepEqual(lineStartsOf('a\nb\r\nc\rd\u2028e\u2029f\n\r'), [0, 2, 5, 7, 13, 14]);
});

test('where lines begin after a change is where they begin in the changed text', () => {
  const starts = lineStartsOf(text);
  for (let start = 0; start <= text.length; start += 1) {
    for (let end = start; end <= text.length; end += 1) {
      for (const inserted of insertions) {
        const changed = text.slice(0, start) + inserted + text.slice(end);
        assert.deepEqual(lineStartsAfter(starts, { start, end, text: inserted }, changed), lineStartsOf(changed), JSON.stringify(changed));
      }
    }
  }
});

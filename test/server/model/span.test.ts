import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineStartsAfter, lineStartsOf } from '../../../server/model/span.ts';

const text = 'ab\ncd\n\nefg\r\nh\n';
const insertions = ['', 'x', '\n', 'x\ny', '\r\n\n'];

test('where lines begin after a change is where they begin in the changed text', () => {
  const starts = lineStartsOf(text);
  for (let start = 0; start <= text.length; start += 1) {
    for (let end = start; end <= text.length; end += 1) {
      for (const inserted of insertions) {
        const changed = text.slice(0, start) + inserted + text.slice(end);
        assert.deepEqual(lineStartsAfter(starts, { start, end, text: inserted }), lineStartsOf(changed), JSON.stringify(changed));
      }
    }
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageOf, MillraceError } from '../../../runtime/core/errors.ts';

test('an error is known by its name and code, also across copies of the SDK', () => {
  const error = new MillraceError('not-found', 'gone', { cause: 1, response: { status: 404, body: null } });
  assert.equal(error.cause, 1);
  assert.deepEqual(error.response, { status: 404, body: null });
  assert.deepEqual([MillraceError.is(error), MillraceError.is(error, 'not-found')], [true, true]);
  assert.equal(MillraceError.is(error, 'conflict'), false);
  assert.ok(MillraceError.is(Object.assign(new Error('x'), { name: 'MillraceError', code: 'failed' }), 'failed'));
  assert.ok(!MillraceError.is(new Error('x')));
  assert.ok(!MillraceError.is({ name: 'MillraceError' }));
  assert.ok(!('cause' in new MillraceError('failed', 'no cause')));
});

test('anything that was thrown has a text', () => {
  const cases: [unknown, string][] = [
    [new TypeError('wrong'), 'wrong'],
    ['text', 'text'],
    [undefined, 'undefined'],
    [7, '7'],
  ];
  for (const [thrown, text] of cases) assert.equal(messageOf(thrown), text);
});

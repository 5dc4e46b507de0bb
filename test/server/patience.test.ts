import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { inTime, patience } from '../../server/patience.ts';

function waiting() {
  const { promise, resolve } = Promise.withResolvers<string>();
  const heard: string[] = [];
  const result = inTime(promise, { otherwise: 'none', tooLate: () => heard.push('too late'), late: (answer) => heard.push(answer) });
  return { resolve, result, heard };
}

test('an answer in time is taken, and no timer stays', async (t) => {
  t.after(() => mock.timers.reset());
  mock.timers.enable({ apis: ['setTimeout'] });
  const { resolve, result, heard } = waiting();
  resolve('answer');
  assert.equal(await result, 'answer');
  mock.timers.tick(patience);
  assert.deepEqual(heard, []);
});

test('without one it goes on after a while, and takes the answer when it comes', async (t) => {
  t.after(() => mock.timers.reset());
  mock.timers.enable({ apis: ['setTimeout'] });
  const { resolve, result, heard } = waiting();
  mock.timers.tick(patience - 1);
  mock.timers.tick(1);
  assert.equal(await result, 'none');
  assert.deepEqual(heard, ['too late']);
  resolve('answer');
  await new Promise((settled) => setImmediate(settled));
  assert.deepEqual(heard, ['too late', 'answer']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../runtime/core/clock.ts';

test('sleeping takes the time that it is told', async () => {
  const before = systemClock.now();
  await systemClock.sleep(20);
  assert.ok(systemClock.now() - before >= 15);
});

test('sleeping ends with the reason of its signal, also when that was aborted before', async () => {
  const controller = new AbortController();
  const sleeping = systemClock.sleep(60_000, controller.signal);
  controller.abort(new Error('enough'));
  await assert.rejects(sleeping, { message: 'enough' });
  await assert.rejects(systemClock.sleep(60_000, controller.signal), { message: 'enough' });
});

test('a sleep that is over no longer listens to its signal', async () => {
  const controller = new AbortController();
  await systemClock.sleep(1, controller.signal);
  controller.abort(new Error('too late'));
});

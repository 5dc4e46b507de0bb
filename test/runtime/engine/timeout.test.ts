import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeError, isInterruption, nameOf, runWithin, TimedOut } from '../../../runtime/engine/timeout.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const none = new AbortController().signal;

test('work that is done in time gives its value', async () => {
  const clock = createFakeClock();
  assert.equal(await runWithin(5, clock, none, async () => 7), 7);
  assert.equal(await runWithin(undefined, clock, none, () => 8), 8);
});

test('work that takes too long is told by its signal, and left behind', async () => {
  let reason: unknown;
  const work = (signal: AbortSignal): Promise<never> => {
    signal.addEventListener('abort', () => (reason = signal.reason));
    return new Promise(() => undefined);
  };
  const clock = createFakeClock();
  await assert.rejects(runWithin(2, clock, none, work), { code: 'timed-out', message: 'Scope timed out after 2 second(s).' });
  assert.deepEqual(clock.sleeps, [2000]);
  assert.ok(reason instanceof TimedOut);
});

test('what is stopped from outside ends with that reason, also before it began', async () => {
  const controller = new AbortController();
  const waiting = runWithin(undefined, createFakeClock(), controller.signal, () => new Promise(() => undefined));
  controller.abort(new Error('stop'));
  await assert.rejects(waiting, { message: 'stop' });
  let began = false;
  const work = (): void => void (began = true);
  await assert.rejects(runWithin(undefined, createFakeClock(), controller.signal, work), { message: 'stop' });
  assert.equal(began, false);
});

test('an error is described by its class, its stack without our own frames, and its causes', () => {
  assert.deepEqual([new TypeError('x'), 'x', undefined].map(nameOf), ['TypeError', 'string', 'undefined']);
  const cause = new RangeError('inner');
  const error = new Error('outer', { cause });
  error.stack = `Error: outer\n    at mine (file:///project/flow.ts:3:7)\n    at ours (${new URL('../../../runtime/engine/flow-run.ts', import.meta.url).href}:1:1)`;
  const text = describeError(error);
  assert.ok(text.startsWith('Error: outer\n    at mine (file:///project/flow.ts:3:7)\nCaused by: RangeError: inner'), text);
  const bare = Object.assign(new Error('bare'), { stack: undefined });
  assert.equal(describeError(bare), 'bare');
  assert.equal(describeError('text'), 'text');
});

test('what an interrupted wait throws is told from a fault', () => {
  const signal = AbortSignal.abort(new Error('Ctrl-C'));
  const abort = new DOMException('aborted', 'AbortError');
  const cases: [unknown, boolean][] = [
    [signal.reason, true],
    [new Error('not finished', { cause: signal.reason }), true],
    [abort, true],
    [new Error('the disk is full'), false],
    ['a text', false],
  ];
  for (const [error, expected] of cases) assert.equal(isInterruption(error, signal), expected, String(error));
  assert.equal(isInterruption(abort, none), false, 'nobody asked for an end');
});

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import { Publisher } from '../../server/publisher.ts';

const one: Diagnostic = { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }, message: 'Wrong' };

function publisher(t: TestContext, pushes = true) {
  t.mock.timers.enable({ apis: ['setTimeout', 'setImmediate'] });
  const files = new Map<string, Diagnostic[]>();
  const told: string[] = [];
  const made = new Publisher({
    paths: () => files.keys(),
    diagnostics: (path) => {
      if (!pushes) told.push(`${path} looked at`);
      return files.get(path) ?? [];
    },
    publish: pushes ? (path, diagnostics) => told.push(`${path} ${diagnostics.length}`) : undefined,
    settled: () => told.push('settled'),
  });
  const wait = async (): Promise<void> => {
    t.mock.timers.tick(1000);
    for (let turn = 0; turn < 5; turn++) {
      await Promise.resolve();
      t.mock.timers.runAll();
    }
  };
  /** What was told since the last time. */
  const take = (): string[] => told.splice(0);
  return { made, files, wait, take };
}

test('nothing is told before all files are known', async (t) => {
  const { made, files, wait, take } = publisher(t);
  files.set('a', [one]);
  made.changed('a');
  await wait();
  assert.deepEqual(take(), []);
  made.start();
  await wait();
  assert.deepEqual(take(), ['a 1', 'settled']);
});

test('the file that changed is told at once, the others when nothing changes for a moment, and only what is news', async (t) => {
  const { made, files, wait, take } = publisher(t);
  made.start();
  await wait();
  files.set('a', [one]).set('b', [one]);
  take();
  made.changed('a');
  assert.deepEqual(take(), ['a 1']);
  await wait();
  assert.deepEqual(take(), ['b 1', 'settled']);
  made.changed('a');
  await wait();
  assert.deepEqual(take(), ['settled']);
});

test('what is known of a file is told again when it is opened', async (t) => {
  const { made, files, wait, take } = publisher(t);
  files.set('a', [one]).set('b', [one]);
  made.start();
  await wait();
  take();
  made.forget('a');
  made.changed('a');
  assert.deepEqual(take(), ['a 1']);
  await wait();
  assert.deepEqual(take(), ['settled']);
  files.set('b', []);
  made.forget('b');
  made.changed('b');
  assert.deepEqual(take(), ['b 0'], 'its text is not that of the file');
});

test('for a client that asks, nothing is looked at, and it hears when nothing changes any more', async (t) => {
  const { made, files, wait, take } = publisher(t, false);
  files.set('a', [one]).set('b', [one]);
  made.start();
  made.changed('a');
  assert.deepEqual(take(), []);
  await wait();
  assert.deepEqual(take(), ['settled']);
});

test('what is solved or gone is taken back once', async (t) => {
  const { made, files, wait, take } = publisher(t);
  files.set('a', [one]).set('b', [one]);
  made.start();
  await wait();
  take();
  files.set('a', []);
  files.delete('b');
  made.changed('a');
  assert.deepEqual(take(), ['a 0']);
  await wait();
  assert.deepEqual(take(), ['b 0', 'settled']);
});

test('a stopped publisher tells nothing', async (t) => {
  const { made, files, wait, take } = publisher(t);
  files.set('a', [one]);
  made.start();
  made.stop();
  await wait();
  made.changed('a');
  assert.deepEqual(take(), []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Connection } from 'vscode-languageserver/node';
import { warmUp } from '../../server/warm-up.ts';

/** A server that only counts: the questions it was asked, and whether it was told to stop. */
function counting() {
  const heard = { opened: 0, changes: 0, questions: 0, stopped: false };
  const serve = (connection: Connection): void => {
    connection.onInitialize(() => ({ capabilities: {} }));
    connection.onDidOpenTextDocument(() => void (heard.opened += 1));
    connection.onDidChangeTextDocument(() => void (heard.changes += 1));
    connection.languages.diagnostics.on(() => {
      heard.questions += 1;
      return { kind: 'full', items: [] };
    });
    connection.onShutdown(() => void (heard.stopped = true));
    connection.listen();
  };
  return { heard, serve };
}

test('what a keystroke runs has run many times', async () => {
  const { heard, serve } = counting();
  await warmUp(serve, () => -Infinity);
  assert.ok(heard.questions >= 20, `${heard.questions} keystrokes`);
  assert.deepEqual(heard, { opened: 1, changes: heard.questions, questions: heard.questions, stopped: true });
});

test('it waits for the one who types', async () => {
  const { heard, serve } = counting();
  let typing = true;
  const done = warmUp(serve, () => (typing ? performance.now() : -Infinity));
  await new Promise((resolve) => setTimeout(resolve, 400));
  const { questions } = heard;
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(heard.questions, questions);
  typing = false;
  await done;
  assert.ok(heard.questions > questions);
});

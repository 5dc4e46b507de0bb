import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import type { InputStreams } from '../../../runtime/cli/input.ts';
import { createInput } from '../../../runtime/cli/input.ts';

/** Streams as a terminal or a pipe has them. */
function streams(terminal: boolean): InputStreams & { stdin: PassThrough; shown(): string } {
  let shown = '';
  const stderr = new PassThrough();
  stderr.on('data', (chunk) => (shown += String(chunk)));
  const stdin = Object.assign(new PassThrough(), { isTTY: terminal, setRawMode: () => stdin });
  // Only these are used of a terminal's streams.
  return { stdin, stderr, shown: () => shown } as unknown as InputStreams & { stdin: PassThrough; shown(): string };
}

test('a secret is typed without being shown, and mistakes can be taken back', async () => {
  const terminal = streams(true);
  const secret = createInput(terminal).secret('Key: ');
  terminal.stdin.write('husX');
  terminal.stdin.write('\u007Fh\r');
  assert.equal(await secret, 'hush');
  assert.equal(terminal.shown(), 'Key: \n');
});

test('a secret comes from a pipe, without its line end', async () => {
  const pipe = streams(false);
  pipe.stdin.end('hush\nmore');
  assert.equal(await createInput(pipe).secret('Key: '), 'hush');
});

test('no secret is no answer', async () => {
  const pipe = streams(false);
  pipe.stdin.end('');
  await assert.rejects(createInput(pipe).secret('Key: '), { code: 'invalid' });
});

test('Ctrl-C at a question ends the command', async () => {
  const terminal = streams(true);
  const secret = createInput(terminal).secret('Key: ');
  terminal.stdin.write('\u0003');
  await assert.rejects(secret, { code: 'cancelled' });
});

for (const [typed, expected] of [
  ['y', true],
  ['YES', true],
  ['n', false],
  ['', false],
] as const) {
  test(`"${typed}" to a confirmation is ${expected}`, async () => {
    const terminal = streams(true);
    const confirmed = createInput(terminal).confirm('Delete it?');
    terminal.stdin.write(`${typed}\r`);
    assert.equal(await confirmed, expected);
    assert.match(terminal.shown(), /^Delete it\? \[y\/N\] /);
  });
}

test('where nobody can be asked the answer is yes', async () => {
  assert.equal(await createInput(streams(false)).confirm('Delete it?'), true);
});

test('a line is read from an input that stays open, and is empty when the input ends before', async () => {
  const pipe = streams(false);
  const line = createInput(pipe).line();
  pipe.stdin.write('run-1 flows/');
  pipe.stdin.write('etl.ts:etl\nmore');
  assert.equal(await line, 'run-1 flows/etl.ts:etl');
  const closed = streams(false);
  closed.stdin.end();
  assert.equal(await createInput(closed).line(), '');
});

import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { styleText } from 'node:util';
import { createOutput, flush, isDebug, table } from '../../../runtime/cli/output.ts';
import { createRecorder } from '../../support/cli.ts';

/** A stream that keeps its text, as a terminal or not. */
function stream(terminal = false): NodeJS.WriteStream & { text(): string } {
  let text = '';
  const writable = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  // Only these are used of a terminal's stream.
  return Object.assign(writable, { isTTY: terminal, columns: 20, text: () => text }) as unknown as NodeJS.WriteStream & { text(): string };
}

test('answers go to stdout, everything else to stderr', () => {
  const [stdout, stderr] = [stream(), stream()];
  const output = createOutput({ stdout, stderr });
  output.print('answer');
  output.say('news');
  output.debug('details');
  output.progress('half done');
  assert.deepEqual([stdout.text(), stderr.text()], ['answer\n', 'news\n']);
});

test('faults are explained when they are to be found', () => {
  const stderr = stream();
  createOutput({ stdout: stream(), stderr }, isDebug('debug')).debug('details');
  assert.equal(stderr.text(), 'details\n');
  assert.equal(isDebug('INFO') || isDebug(undefined), false);
});

test('progress is a line that gives way, cut to the terminal', () => {
  const [stdout, stderr] = [stream(true), stream(true)];
  const output = createOutput({ stdout, stderr });
  output.progress('one');
  output.progress('a line that is too long for it');
  output.print('answer');
  assert.equal(stderr.text(), 'one\r\u001B[2Ka line that is too…\r\u001B[2K');
  assert.equal(output.width, 20);
});

test('everything that was said is out after a flush', async () => {
  const [stdout, stderr] = [stream(), stream()];
  createOutput({ stdout, stderr }).print('answer');
  await flush({ stdout, stderr });
  assert.equal(stdout.text(), 'answer\n');
});

const rows = [
  ['a', 'a rather long description'],
  ['longer', 'short'],
];

test('a table has columns as wide as what is in them', () => {
  assert.equal(table(createRecorder(), ['NAME', 'TEXT'], rows), 'NAME    TEXT\na       a rather long description\nlonger  short');
});

test('a table that does not fit has its widest columns cut', () => {
  const output = { ...createRecorder(), width: 20 };
  assert.equal(table(output, ['NAME', 'TEXT'], rows), 'NAME    TEXT\na       a rather lo…\nlonger  short');
});

test('an id is not cut, as half of one is of no use', () => {
  const output = { ...createRecorder(), width: 30 };
  const id = '01a1fd42-dbeb-7000';
  assert.equal(table(output, ['ID', 'TEXT'], [[id, 'a rather long description']]), `ID                  TEXT\n${id}  a rather …`);
  assert.equal(table({ ...output, width: 10 }, ['TEXT', 'ID'], [['a rather long description', id]]), `TEXT      ID\na rathe…  ${id}`);
});

test('styles take no room', () => {
  const red = styleText('red', 'failed', { validateStream: false });
  assert.equal(table(createRecorder(), ['STATE', 'X'], [[red, 'y']]), `STATE   X\n${red}  y`);
  const output = { ...createRecorder(), width: 14 };
  const long = styleText('red', 'a very long state', { validateStream: false });
  assert.ok(table(output, ['STATE', 'X'], [[long, 'y']]).endsWith('\u001B[31ma very lon…\u001B[39m  y'));
});

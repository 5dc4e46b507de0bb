import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { defined, Reader, readYaml } from '../../../runtime/cli/yaml-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'millrace-yaml-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'file.yaml');
const read = (text: string, env: Record<string, string> = {}): Promise<unknown> => {
  writeFileSync(file, text);
  return readYaml(file, env);
};

for (const [what, text, expected] of [
  ['variables stand anywhere in a text', "a: '{{ $REGION }}-{{$REGION}}'", { a: 'eu-eu' }],
  ['in lists and below', "a: [{ b: '{{ $REGION }}' }, 7]", { a: [{ b: 'eu' }, 7] }],
  ['an unknown variable is empty', "a: 'x{{ $NOBODY }}'", { a: 'x' }],
  ["Prefect's own placeholders stay", "a: '{{ get-token.value }}'", { a: '{{ get-token.value }}' }],
  ['names are no values', "'{{ $REGION }}': 1", { '{{ $REGION }}': 1 }],
  ['anchors are merged', 'base: &base { a: 1, b: 2 }\nown: { <<: *base, b: 3 }', { base: { a: 1, b: 2 }, own: { a: 1, b: 3 } }],
  ['an empty file is nothing', '', null],
] as const) {
  test(what, async () => assert.deepEqual(await read(text, { REGION: 'eu' }), expected));
}

test('what cannot be read is refused with the line, a file that is not there by its name', async () => {
  await assert.rejects(read('a: 1\nb: [1,\n'), { code: 'invalid', message: /file\.yaml:[23]: / });
  await assert.rejects(readYaml(join(folder, 'none.yaml'), {}), { code: 'not-found', message: /There is no file .*none\.yaml/ });
  await assert.rejects(readYaml(folder, {}), { code: 'invalid', message: /cannot be read: EISDIR/ });
});

const values = { text: 'a', number: 7, flag: false, list: [1], object: { a: 1 }, objects: [{ a: 1 }], none: null, empty: {} };
const reader = new Reader(values, 'file, entry 1');

for (const [method, key, expected] of [
  ['text', 'text', 'a'],
  ['text', 'number', '7'],
  ['text', 'none', undefined],
  ['text', 'absent', undefined],
  ['text', 'flag', /^file, entry 1: flag is a text\.$/],
  ['number', 'number', 7],
  ['number', 'text', /: text is a number\.$/],
  ['number', 'none', undefined],
  ['flag', 'flag', false],
  ['flag', 'text', /: text is true or false\.$/],
  ['list', 'list', [1]],
  ['list', 'absent', []],
  ['list', 'text', /: text is a list\.$/],
  ['texts', 'text', ['a']],
  ['texts', 'list', ['1']],
  ['texts', 'absent', undefined],
  ['texts', 'object', /: object is a list\.$/],
  ['object', 'object', { a: 1 }],
  ['object', 'absent', undefined],
  ['object', 'list', /: list has names and values\.$/],
  ['objects', 'object', [{ a: 1 }]],
  ['objects', 'objects', [{ a: 1 }]],
  ['objects', 'empty', undefined],
  ['objects', 'absent', undefined],
  ['objects', 'list', /: list is a list of names and values\.$/],
  ['objects', 'text', /: text is a list\.$/],
] as const) {
  test(`${key} read as ${method}`, () => {
    if (expected instanceof RegExp) assert.throws(() => reader[method](key), { code: 'invalid', message: expected });
    else assert.deepEqual(reader[method](key), expected);
  });
}

test('a key that nobody knows is refused with those that there are', () => {
  assert.doesNotThrow(() => reader.only(...Object.keys(values)));
  assert.throws(() => reader.only('text', 'number'), { message: 'file, entry 1: flag is not known here: there are text, number.' });
});

test('what is below knows its place; what is no object is refused', () => {
  assert.throws(() => reader.child('object')?.text('b') ?? reader.child('object')?.flag('a'), {
    message: 'file, entry 1, object: a is true or false.',
  });
  assert.equal(reader.child('none'), undefined);
  assert.throws(() => reader.child('list'), { message: 'file, entry 1, list: names and values are expected here, not [1].' });
  assert.deepEqual([reader.has('flag'), reader.has('none')], [true, false]);
});

test('entries without a value are left out, others are kept whatever they are', () => {
  assert.deepEqual(defined({ a: undefined, b: null, c: false, d: 0, e: '' }), { b: null, c: false, d: 0, e: '' });
});

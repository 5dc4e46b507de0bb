import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { registerTypeScript } from '../../../runtime/worker/loader.ts';

const folder = mkdtempSync(join(tmpdir(), 'millrace-loader-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const warnings: string[] = [];
process.on('warning', ({ message }) => warnings.push(message));
registerTypeScript();
registerTypeScript();

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const load = async (name: string): Promise<Record<string, unknown>> => import(pathToFileURL(join(folder, name)).href);

write('value.ts', 'export const value: number = 7;\n');
mkdirSync(join(folder, 'inner'));
write('inner/index.ts', "export const inner: string = 'inner';\n");

const files: { what: string; file: string; text: string; exports: Record<string, unknown> }[] = [
  { what: 'types', file: 'types.ts', text: 'interface A { a: number }\nexport const a = { a: 1 } satisfies A;', exports: { a: { a: 1 } } },
  {
    what: 'an enum',
    file: 'enum.ts',
    text: 'export enum Colour { Red, Green }',
    exports: { Colour: { 0: 'Red', 1: 'Green', Red: 0, Green: 1 } },
  },
  {
    what: 'parameter properties',
    file: 'properties.ts',
    text: 'class A { constructor(readonly a: number) {} }\nexport const a = new A(3).a;',
    exports: { a: 3 },
  },
  { what: 'an import of ./value.js that is value.ts', file: 'js.ts', text: "export { value } from './value.js';", exports: { value: 7 } },
  { what: 'an import without an extension', file: 'bare.ts', text: "export { value } from './value';", exports: { value: 7 } },
  { what: 'an import of a folder', file: 'folder.ts', text: "export { inner } from './inner';", exports: { inner: 'inner' } },
  { what: 'the extension .mts', file: 'module.mts', text: 'export const a: number = 1;', exports: { a: 1 } },
];

for (const { what, file, text, exports } of files) {
  test(`a file with ${what} can be imported as it is`, async () => {
    write(file, text);
    assert.deepEqual({ ...(await load(file)) }, exports);
  });
}

test('CommonJS in TypeScript can be imported', async () => {
  write('common.cts', 'const a: number = 5;\nmodule.exports = { a };');
  assert.deepEqual((await load('common.cts'))['default'], { a: 5 });
});

test('a flow gets the SDK that runs it', async () => {
  write('sdk.ts', "export { flow } from 'millrace';");
  const { flow } = await import('millrace');
  assert.equal((await load('sdk.ts'))['flow'], flow);
});

test('what does not exist, or is no TypeScript, is an error as ever', async () => {
  write('missing.ts', "import './nowhere.js';");
  await assert.rejects(load('missing.ts'), { code: 'ERR_MODULE_NOT_FOUND' });
  write('package.ts', "import 'no-such-package-anywhere';");
  await assert.rejects(load('package.ts'), { code: 'ERR_MODULE_NOT_FOUND' });
  write('wrong.ts', 'export const = 1;');
  await assert.rejects(load('wrong.ts'), { name: 'SyntaxError' });
});

test('errors name the line in the file as it is written', async () => {
  write(
    'lines.ts',
    'interface A {\n  a: number;\n}\nenum B {\n  C,\n}\nexport function fail(a: A): never {\n  throw new Error(String(a.a + B.C));\n}\n',
  );
  const { fail } = await load('lines.ts');
  assert.ok(typeof fail === 'function');
  assert.throws(
    () => Reflect.apply(fail, undefined, [{ a: 1 }]),
    (error: Error) => /lines\.ts:8:/.test(error.stack ?? ''),
  );
});

test('nobody is told that stripping types is an experiment', () =>
  assert.deepEqual(
    warnings.filter((text) => /strip/i.test(text)),
    [],
  ));

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { noticesOf } from '../../tools/notices.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-notices-'));
after(() => rmSync(root, { recursive: true, force: true }));

for (const [file, text] of Object.entries({
  'client/extension.ts': '',
  'node_modules/plain/package.json': '{"name":"plain","version":"1.2.3","license":"MIT"}',
  'node_modules/plain/LICENSE.md': 'Copyright of plain',
  'node_modules/plain/node_modules/@scope/inner/package.json': '{"name":"@scope/inner","version":"4.0.0","license":"ISC"}',
  'node_modules/silent/package.json': '{"name":"silent","version":"0.0.1"}',
  'node_modules/@ts-morph/common/package.json': '{"name":"@ts-morph/common","version":"0.29.0","license":"MIT"}',
  'node_modules/typescript/package.json': '{"name":"typescript","version":"7.0.0","license":"Apache-2.0"}',
  'node_modules/typescript/NOTICE.txt': 'What TypeScript asks to be said',
})) {
  mkdirSync(join(root, dirname(file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

const bundleOf = (...files: string[]) => ({
  inputs: {},
  outputs: {
    'out.js': { inputs: Object.fromEntries(files.map((file) => [file, { bytesInOutput: 10 }])), bytes: 10, imports: [], exports: [] },
  },
});

test('each package in a bundle is named once, with its version and the text of its licence', () => {
  const bundles = [
    bundleOf('client/extension.ts', 'node_modules/plain/a.js'),
    bundleOf('node_modules/plain/b.js', 'node_modules/plain/node_modules/@scope/inner/index.js'),
  ];
  const [, ...sections] = noticesOf(root, bundles).split('\n\n');
  assert.deepEqual(sections, [
    '@scope/inner 4.0.0 (ISC)\n========================',
    'plain 1.2.3 (MIT)\n=================',
    'Copyright of plain\n',
  ]);
});

test('what was read and left out of the bundle needs no notice', () => {
  const unused = bundleOf('node_modules/plain/a.js');
  unused.outputs['out.js'].inputs = { 'node_modules/plain/a.js': { bytesInOutput: 0 } };
  assert.doesNotMatch(noticesOf(root, [unused]), /plain/);
});

test('a package within another package is named, too', () => {
  const text = noticesOf(root, [bundleOf('node_modules/@ts-morph/common/dist/typescript.js')]);
  assert.match(text, /typescript as part of @ts-morph\/common \(Apache-2\.0\)\n=+\n\nWhat TypeScript asks to be said/);
});

test('a package without a licence stops the build', () => {
  assert.throws(() => noticesOf(root, [bundleOf('node_modules/silent/index.js')]), /silent says nothing of its licence/);
});

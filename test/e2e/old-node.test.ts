import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

/** The launchers as another Node would read them: what it calls its version is written into a copy. */
const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'millrace-old-node-'));
after(() => rmSync(folder, { recursive: true }));

const versions: [version: string, runs: boolean][] = [
  ['20.20.2', false],
  ['22.14.1', false],
  ['22.15.0', true],
  ['24.0.0', true],
];

for (const launcher of ['runtime/bin/millrace.mjs', 'server/bin/millrace-language-server.mjs']) {
  const text = readFileSync(join(root, launcher), 'utf8');
  for (const [version, runs] of versions) {
    test(`${launcher} ${runs ? 'accepts' : 'refuses'} Node ${version}`, () => {
      const file = join(folder, 'launcher.mjs');
      writeFileSync(file, text.replaceAll('process.versions.node', `'${version}'`));
      const { stderr, status } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
      // What it loads when it goes on is not there.
      if (runs) assert.match(stderr, /ERR_MODULE_NOT_FOUND/);
      else assert.match(stderr, new RegExp(`^[^\\n]* needs Node 22\\.15 or newer, and this is ${version}\\b[^\\n]*\\n$`));
      assert.equal(status, 1);
    });
  }
}

test('the packages say the same to npm', () => {
  const engines = ['package.json', 'runtime/package.json', 'server/package.json'].map((file) => {
    const manifest: { engines: { node: string } } = JSON.parse(readFileSync(join(root, file), 'utf8'));
    return manifest.engines.node;
  });
  assert.deepEqual(
    engines,
    Array.from({ length: 3 }, () => '>=22.15'),
  );
});

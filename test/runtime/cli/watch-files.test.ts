import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, test } from 'node:test';
import { filesIn, watchFiles } from '../../../runtime/cli/watch-files.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-watch-'));
after(() => rmSync(root, { recursive: true, force: true }));
const isSource = (name: string): boolean => name.endsWith('.ts');

for (const folder of ['flows/deep', 'node_modules/x', '.hidden', 'dist']) {
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, 'a.ts'), '');
}
writeFileSync(join(root, 'flows/readme.md'), '');

test('sources are found, and not what is installed, built or hidden', () => {
  assert.deepEqual(
    filesIn(root, isSource).map((file) => relative(root, file)),
    [join('flows', 'deep', 'a.ts')],
  );
});

test('what is saved together is told once, also in a new folder, and nothing after the end', async () => {
  const told: string[][] = [];
  let heard = (): void => undefined;
  const next = (): Promise<void> => new Promise((resolve) => (heard = resolve));
  const watching = watchFiles(root, isSource, (files) => {
    told.push(files.map((file) => relative(root, file)).toSorted());
    heard();
  });
  const first = next();
  writeFileSync(join(root, 'flows/deep/a.ts'), '1');
  writeFileSync(join(root, 'flows/b.ts'), '1');
  writeFileSync(join(root, 'flows/readme.md'), '1');
  writeFileSync(join(root, 'node_modules/x/a.ts'), '1');
  await first;
  assert.deepEqual(told, [['flows/b.ts', 'flows/deep/a.ts']]);
  mkdirSync(join(root, 'flows/new'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  const second = next();
  writeFileSync(join(root, 'flows/new/c.ts'), '1');
  await second;
  assert.deepEqual(told[1], ['flows/new/c.ts']);
  watching.close();
  writeFileSync(join(root, 'flows/b.ts'), '2');
  await new Promise((resolve) => setTimeout(resolve, 250));
  assert.equal(told.length, 2);
});

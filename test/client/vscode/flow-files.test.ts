import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { folderOf } from '../../support/folder.ts';
import { settle } from '../../support/fake-session.ts';
import { done, Uri } from '../../support/fake-vscode.ts';
import { withVscode } from '../../support/with-vscode.ts';

const { FlowFiles } = await withVscode(() => import('../../../client/vscode/flow-files.ts'));

const source = (name: string): string =>
  `import { flow } from 'millrace';\nexport const ${name} = flow({ name: '${name}' }, async () => 1);\n`;

function open(t: TestContext, files: Record<string, string>) {
  const folder = folderOf(t, files);
  const write = (path: string, text: string): Uri => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return Uri.file(file);
  };
  done.folder = folder;
  done.found = Object.keys(files).map((path) => Uri.file(join(folder, path)));
  const flows = new FlowFiles();
  let told = 0;
  flows.onDidChange(() => (told += 1));
  const names = (): string[] => flows.flows().map(({ name, file, place }) => `${name} ${file}:${place.line}`);
  return { flows, names, write, folder, told: () => told };
}

/** Files are read by the pool of threads, so turns of the event loop are counted generously. */
async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 5000 && !holds(); turn += 1) await settle();
}

test('the flows of all dialects are found, each with its place', async (t) => {
  const { flows, names } = open(t, {
    'flows/etl.ts': source('etl'),
    'page.tsx': source('page'),
    'old.cjs': source('old'),
    'other.ts': 'export const other = 1;\n',
  });
  await flows.scan();
  assert.deepEqual(names().toSorted(), ['etl flows/etl.ts:1', 'old old.cjs:1', 'page page.tsx:1']);
  assert.ok(done.executed.includes('setContext millrace.scanned true'));
});

test('files that are written, changed and deleted later are followed', async (t) => {
  const { flows, names, write, folder, told } = open(t, { 'etl.ts': source('etl') });
  await flows.scan();
  done.watcher.created.fire(write('new.ts', source('fresh')));
  await until(() => told() === 2);
  assert.deepEqual(names(), ['etl etl.ts:1', 'fresh new.ts:1']);
  done.watcher.changed.fire(write('etl.ts', `\n\n${source('renamed')}`));
  await until(() => told() === 3);
  assert.deepEqual(names(), ['renamed etl.ts:3', 'fresh new.ts:1']);
  rmSync(join(folder, 'new.ts'));
  done.watcher.deleted.fire(Uri.file(join(folder, 'new.ts')));
  assert.deepEqual([names(), told()], [['renamed etl.ts:3'], 4]);
  flows.dispose();
});

test('packages, builds, and what lies outside of the folders are left alone', async (t) => {
  const { flows, names, write } = open(t, {});
  await flows.scan();
  done.watcher.changed.fire(write('node_modules/x/etl.ts', source('hidden')));
  done.watcher.changed.fire(write('dist/etl.ts', source('built')));
  done.watcher.changed.fire(Uri.file('/elsewhere/etl.ts'));
  done.watcher.changed.fire(new Uri('git', join('/', 'etl.ts')));
  for (let turn = 0; turn < 50; turn += 1) await settle();
  assert.deepEqual(names(), []);
});

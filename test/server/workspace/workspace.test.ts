import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { typescriptFrontEnd } from '../../../server/parsers/typescript/front-end.ts';
import { cacheVersion } from '../../../server/workspace/cache.ts';
import type { Progress } from '../../../server/workspace/workspace.ts';
import { Workspace } from '../../../server/workspace/workspace.ts';
import { folderOf } from '../../support/folder.ts';

const etl = `import { flow } from 'millrace';\nexport const etl = flow({ name: 'etl' }, async () => 1);\n`;
const run = `import { etl } from './etl.ts';\netl.submit({});\nawait etl.deploy({ name: 'nightly' });\n`;

function write(folder: string, path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

async function indexed(options: ConstructorParameters<typeof Workspace>[0]): Promise<{ workspace: Workspace; steps: Progress[] }> {
  const workspace = new Workspace(options);
  const steps: Progress[] = [];
  for await (const step of workspace.index()) steps.push(step);
  return { workspace, steps };
}

const flowNames = (workspace: Workspace): string[] => [...workspace.project.flows()].map(({ name }) => name ?? '?').toSorted();

test('finds flows and deployments across files and leaves out what is not the project’s', async (context) => {
  const folder = folderOf(context, {
    'src/etl.ts': etl,
    'src/run.ts': run,
    'src/other.ts': 'export const x = 1;',
    'node_modules/pkg/flow.ts': etl.replaceAll('etl', 'foreign'),
    'dist/etl.js': etl.replaceAll('etl', 'built'),
    'types.d.ts': etl,
    'notes.txt': 'flow',
  });
  symlinkSync(folder, join(folder, 'src', 'circle'));
  const { workspace, steps } = await indexed({ roots: [folder] });
  assert.deepEqual(flowNames(workspace), ['etl']);
  assert.deepEqual(workspace.project.deploymentNames(), ['etl/nightly']);
  assert.equal(workspace.project.deploymentsNamed('etl/nightly').length, 1);
  assert.deepEqual(
    workspace.paths().map((path) => path.slice(folder.length + 1)),
    ['src/etl.ts', 'src/other.ts', 'src/run.ts'],
  );
  assert.deepEqual(steps.at(-1), { done: 3, total: 3 });
});

test('prefect.yaml declares deployments of the flows that its entrypoints name, and follows them', async (context) => {
  const project = 'deployments:\n  - name: weekly\n    entrypoint: src/etl.ts:etl\n';
  const folder = folderOf(context, { 'src/etl.ts': etl, 'prefect.yaml': project, 'other.yaml': project });
  const { workspace } = await indexed({ roots: [folder] });
  assert.deepEqual(
    workspace.paths().map((path) => path.slice(folder.length + 1)),
    ['prefect.yaml', 'src/etl.ts'],
  );
  assert.deepEqual(workspace.project.deploymentNames(), ['etl/weekly']);
  workspace.filesChanged([write(folder, 'src/etl.ts', etl.replace("'etl'", "'load'"))]);
  assert.deepEqual(workspace.project.deploymentNames(), ['load/weekly']);
  const path = join(folder, 'prefect.yaml');
  await workspace.open(path, project);
  workspace.change(path, project.replace('weekly', 'daily'));
  assert.deepEqual(workspace.project.deploymentNames(), ['load/daily']);
});

test('an open document counts instead of its file, and its edits reach the files that import it', async (context) => {
  const folder = folderOf(context, { 'etl.ts': etl, 'run.ts': run });
  const { workspace } = await indexed({ roots: [folder] });
  const path = join(folder, 'etl.ts');
  await workspace.open(path, etl);
  const start = etl.indexOf("'etl'") + 1;
  workspace.change(path, [{ start, end: start + 3, text: 'load' }]);
  assert.deepEqual(flowNames(workspace), ['load']);
  assert.deepEqual(workspace.project.deploymentNames(), ['load/nightly']);
  workspace.change(path, etl.replace("'etl'", "'whole'"));
  assert.deepEqual(workspace.project.deploymentNames(), ['whole/nightly']);
  workspace.close(path);
  assert.deepEqual(workspace.project.deploymentNames(), ['etl/nightly']);
  assert.equal(workspace.textOf(path), etl);
});

test('an open document of more than 4 MB is left alone, also where a smaller one has been opened before', async (context) => {
  const { workspace } = await indexed({ roots: [folderOf(context, {})] });
  const path = '/elsewhere/etl.ts';
  await workspace.open(path, etl);
  assert.deepEqual(flowNames(workspace), ['etl']);
  await workspace.open(path, `${etl}// ${'x'.repeat(4_000_000)}`);
  assert.deepEqual(flowNames(workspace), []);
  workspace.change(path, [{ start: 0, end: 0, text: '// typed' }]);
  workspace.close(path);
  await workspace.open(path, etl);
  assert.deepEqual(flowNames(workspace), ['etl']);
});

test('edits one by one give the same model as a fresh start', async (context) => {
  const folder = folderOf(context, { 'etl.ts': '' });
  const path = join(folder, 'etl.ts');
  const { workspace } = await indexed({ roots: [folder] });
  await workspace.open(path, '');
  for (const [index, text] of [...etl].entries()) workspace.change(path, [{ start: index, end: index, text }]);
  const fresh = await indexed({ roots: [folderOf(context, { 'etl.ts': etl })] });
  const [freshFile] = [...fresh.workspace.project.files()];
  assert.equal(JSON.stringify(workspace.project.file(path)?.model), JSON.stringify(freshFile?.model));
});

test('a flow whose name another file says is known again when that file is back', async (context) => {
  const names = "export const NAME = 'etl';\n";
  const flow =
    "import { flow } from 'millrace';\nimport { NAME } from './names.ts';\nexport const etl = flow({ name: NAME }, async () => 1);\n";
  const folder = folderOf(context, { 'names.ts': names, 'etl.ts': flow });
  const { workspace } = await indexed({ roots: [folder] });
  assert.equal(workspace.project.flowsNamed('etl').length, 1);
  rmSync(join(folder, 'names.ts'));
  workspace.filesChanged([join(folder, 'names.ts')]);
  assert.equal(workspace.project.flowsNamed('etl').length, 0);
  workspace.filesChanged([write(folder, 'names.ts', names)]);
  assert.equal(workspace.project.flowsNamed('etl').length, 1);
});

test('a link to a folder that comes later is not followed either', async (context) => {
  const folder = folderOf(context, { 'src/etl.ts': etl });
  const { workspace } = await indexed({ roots: [folder] });
  for (const [link, target] of [
    ['src/circle', folder],
    ['outside', folderOf(context, { 'other.ts': etl })],
  ] as const) {
    symlinkSync(target, join(folder, link));
    workspace.filesChanged([join(folder, link)]);
    assert.deepEqual(workspace.paths(), [join(folder, 'src/etl.ts')]);
  }
});

test('JavaScript counts as soon as the TypeScript beside it is gone, and no longer when that comes', async (context) => {
  const folder = folderOf(context, { 'etl.ts': etl, 'etl.js': etl.replace("'etl'", "'old'") });
  const { workspace } = await indexed({ roots: [folder] });
  assert.deepEqual(flowNames(workspace), ['etl']);
  rmSync(join(folder, 'etl.ts'));
  workspace.filesChanged([join(folder, 'etl.ts')]);
  assert.deepEqual(flowNames(workspace), ['old']);
  workspace.filesChanged([write(folder, 'etl.ts', etl)]);
  assert.deepEqual(flowNames(workspace), ['etl']);
});

test('files that come, change, move and go are followed', async (context) => {
  const folder = folderOf(context, { 'run.ts': run });
  const { workspace } = await indexed({ roots: [folder] });
  assert.deepEqual(workspace.project.deploymentNames(), []);
  const path = write(folder, 'etl.ts', etl);
  workspace.filesChanged([path]);
  assert.deepEqual(workspace.project.deploymentNames(), ['etl/nightly']);
  write(folder, 'etl.ts', etl.replace("'etl'", "'changed'"));
  workspace.filesChanged([path]);
  assert.deepEqual(workspace.project.deploymentNames(), ['changed/nightly']);
  rmSync(path);
  const moved = write(folder, 'flows/etl.ts', etl);
  workspace.filesChanged([path, moved]);
  assert.deepEqual(workspace.project.deploymentNames(), []);
  assert.deepEqual(flowNames(workspace), ['etl']);
});

test('a start with the cache of an earlier one finds the same, also when files have changed meanwhile', async (context) => {
  const folder = folderOf(context, { 'etl.ts': etl, 'run.ts': run });
  const cacheFolder = folderOf(context, {});
  await indexed({ roots: [folder], cacheFolder });
  const warm = await indexed({ roots: [folder], cacheFolder });
  assert.equal(warm.workspace.project.size, 0, 'nothing was parsed');
  assert.deepEqual(warm.workspace.project.deploymentNames(), ['etl/nightly']);
  const path = write(folder, 'etl.ts', etl.replace("'etl'", "'other'"));
  utimesSync(path, new Date(), new Date(Date.now() + 5000));
  const changed = await indexed({ roots: [folder], cacheFolder });
  assert.deepEqual(changed.workspace.project.deploymentNames(), ['other/nightly']);
});

test('a name that another file writes follows it: on disk between two starts, and while it is typed', async (context) => {
  const names = `export const names = { etl: 'etl' };`;
  const flows = `import { flow } from 'millrace';\nimport { names } from './names.ts';\nexport const etl = flow({ name: names.etl }, async () => 1);\n`;
  const folder = folderOf(context, { 'names.ts': names, 'flows.ts': flows });
  const cacheFolder = folderOf(context, {});
  const first = await indexed({ roots: [folder], cacheFolder });
  assert.deepEqual(flowNames(first.workspace), ['etl']);
  const path = write(folder, 'names.ts', names.replace("'etl'", "'other'"));
  utimesSync(path, new Date(), new Date(Date.now() + 5000));
  const { workspace } = await indexed({ roots: [folder], cacheFolder });
  assert.deepEqual(flowNames(workspace), ['other']);
  await workspace.open(path, names);
  assert.equal(workspace.project.flowsNamed('etl').length, 1);
  workspace.change(path, names.replace("'etl'", "'third'"));
  assert.equal(workspace.project.flowsNamed('third').length, 1);
  assert.equal(workspace.project.flowsNamed('etl').length, 0);
});

test('a broken cache is as good as none', async (context) => {
  const folder = folderOf(context, { 'etl.ts': etl });
  const cacheFolder = folderOf(context, {});
  const first = await indexed({ roots: [folder], cacheFolder });
  for (const name of readdirSync(cacheFolder)) writeFileSync(join(cacheFolder, name), '{"version":');
  const second = await indexed({ roots: [folder], cacheFolder });
  assert.deepEqual(flowNames(second.workspace), flowNames(first.workspace));
});

test('files that cannot be read, binary, broken and huge ones do not stop the others', async (context) => {
  const folder = folderOf(context, {
    'etl.ts': etl,
    'broken.ts': `import { flow } from 'millrace'; flow({ name: 'br`,
    'binary.ts': `import 'millrace';\0\u{1}\u{FFFF}${'\0'.repeat(1000)}`,
    'huge.ts': `import { flow } from 'millrace';\n${'// long\n'.repeat(200_000)}`,
    'locked/secret.ts': etl,
    'package.json': '{ not json',
    'tsconfig.json': '{ "compilerOptions": { "paths": 7 } }',
  });
  chmodSync(join(folder, 'locked'), 0o000);
  const { workspace } = await indexed({ roots: [folder, join(folder, 'vanished')] });
  chmodSync(join(folder, 'locked'), 0o700);
  assert.ok(flowNames(workspace).includes('etl'));
  assert.equal(workspace.project.file(join(folder, 'broken.ts'))?.model.broken, true);
});

test('links that lead in a circle or nowhere do not stop the others', async (context) => {
  const folder = folderOf(context, { 'etl.ts': etl });
  symlinkSync('self.ts', join(folder, 'self.ts'));
  symlinkSync('gone.ts', join(folder, 'nowhere.ts'));
  symlinkSync('circle', join(folder, 'circle'));
  const { workspace } = await indexed({ roots: [folder, join(folder, 'circle')] });
  assert.deepEqual(flowNames(workspace), ['etl']);
});

test('a folder stands for all that is and was in it, and what a walk leaves out is left out', async (context) => {
  const folder = folderOf(context, { 'a.ts': etl, 'x/y/b.ts': etl.replaceAll('etl', 'b') });
  const { workspace } = await indexed({ roots: [folder] });
  const changed = (...paths: string[]): string[] => {
    workspace.filesChanged(paths.map((path) => join(folder, path)));
    return flowNames(workspace);
  };
  renameSync(join(folder, 'x'), join(folder, 'z'));
  assert.deepEqual(changed('x', 'z'), ['b', 'etl']);
  rmSync(join(folder, 'z'), { recursive: true });
  assert.deepEqual(changed('z'), ['etl']);
  rmSync(join(folder, 'a.ts'));
  write(folder, 'a.ts/inner.ts', etl.replaceAll('etl', 'inner'));
  assert.deepEqual(changed('a.ts'), ['inner']);
  rmSync(join(folder, 'a.ts'), { recursive: true });
  write(folder, 'a.ts', etl);
  assert.deepEqual(changed('a.ts'), ['etl']);
  write(folder, 'dist/a.js', etl);
  write(folder, 'node_modules/p/index.js', etl);
  assert.deepEqual(changed('dist/a.js', 'dist', 'node_modules', 'node_modules/p/index.js'), ['etl']);
  await workspace.open(join(folder, 'dist/a.js'), etl.replaceAll('etl', 'built'));
  assert.deepEqual(flowNames(workspace), ['built', 'etl']);
  workspace.close(join(folder, 'dist/a.js'));
  assert.deepEqual(flowNames(workspace), ['etl']);
  rmSync(folder, { recursive: true });
  assert.deepEqual(changed(''), []);
});

const entry = { modified: 1, size: 1, hash: '', specifiers: ['millrace'] };
const damages: readonly unknown[] = [null, 5, {}, { ...entry, specifiers: 'x' }, { ...entry, names: {} }, { ...entry, result: 1 }];

for (const damaged of damages) {
  test(`a cache with ${JSON.stringify(damaged)} in it is used without that`, async (context) => {
    const [folder, cacheFolder] = [folderOf(context, { 'etl.ts': etl }), folderOf(context, {})];
    await indexed({ roots: [folder], cacheFolder });
    const cache = join(cacheFolder, readdirSync(cacheFolder)[0] ?? '');
    const { mtimeMs, size } = statSync(join(folder, 'etl.ts'));
    const known = typeof damaged === 'object' && damaged !== null ? { ...damaged, modified: mtimeMs, size } : damaged;
    writeFileSync(cache, JSON.stringify({ version: cacheVersion, files: { [join(folder, 'etl.ts')]: known } }));
    assert.deepEqual(flowNames((await indexed({ roots: [folder], cacheFolder })).workspace), ['etl']);
  });
}

test('a cache that cannot be written is said, and all is read', async (context) => {
  const folder = folderOf(context, { 'etl.ts': etl, cache: 'a file' });
  const said: unknown[] = [];
  const { workspace } = await indexed({ roots: [folder], cacheFolder: join(folder, 'cache'), cacheFailed: (error) => said.push(error) });
  assert.deepEqual(flowNames(workspace), ['etl']);
  assert.match(String(said[0]), /EEXIST|ENOTDIR/);
});

test('no more files than the cap are looked at, and it is said', async (context) => {
  const files = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`f${index}.ts`, etl.replaceAll('etl', `etl${index}`)]));
  const { workspace } = await indexed({ roots: [folderOf(context, files)], cap: () => 10 });
  assert.equal(workspace.capped, true);
  assert.equal(workspace.paths().length, 10);
});

test('what is let go to save memory is found again', async (context) => {
  const files = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`f${index}.ts`, etl.replaceAll('etl', `etl${index}`)]));
  const { workspace } = await indexed({ roots: [folderOf(context, files)] });
  for (let round = 0; round < 2; round += 1) {
    assert.equal(flowNames(workspace).length, 20);
    workspace.trim(5);
    assert.equal(workspace.project.size, 0);
  }
});

test('a file that many others import is read a few times for their names, not for each of them', async (t) => {
  const outline = t.mock.method(typescriptFrontEnd, 'outline');
  const importers = Array.from({ length: 12 }, (_, index) => [`run-${index}.ts`, run.replaceAll('nightly', `nightly-${index}`)]);
  const { workspace } = await indexed({ roots: [folderOf(t, { 'etl.ts': etl, ...Object.fromEntries(importers) })] });
  assert.equal(workspace.project.deploymentNames().length, 12);
  const reads = outline.mock.calls.filter(({ arguments: [path] }) => path.endsWith('etl.ts')).length;
  assert.ok(reads <= 3, `read ${reads} times`);
});

test('what has changed on disk is found by looking: files that are open, built, linked or left out are not meant', async (context) => {
  const folder = folderOf(context, {
    'a.ts': etl,
    'b.ts': run,
    'gone.ts': etl,
    'open.ts': etl,
    'made.js': etl,
    'made.ts': etl,
    'dist/x.ts': etl,
    'node_modules/x/index.ts': etl,
  });
  symlinkSync(join(folder, 'a.ts'), join(folder, 'link.ts'));
  const { workspace } = await indexed({ roots: [folder] });
  await workspace.open(join(folder, 'open.ts'), run);
  assert.deepEqual(await workspace.changedOnDisk(), []);
  rmSync(join(folder, 'gone.ts'));
  for (const path of ['b.ts', 'new/c.ts', 'open.ts', 'made.js', 'dist/x.ts', 'node_modules/x/index.ts']) write(folder, path, `${etl}//`);
  const changed = await workspace.changedOnDisk();
  assert.deepEqual(
    changed.toSorted(),
    ['b.ts', 'gone.ts', 'new/c.ts'].map((path) => join(folder, path)),
  );
  workspace.filesChanged(changed);
  assert.deepEqual(await workspace.changedOnDisk(), []);
});

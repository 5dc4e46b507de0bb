import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { duplicateFlowName } from '../../../server/rules/duplicate-flow-name.ts';
import { lintFile } from '../../../server/workspace/lint-file.ts';
import { Workspace } from '../../../server/workspace/workspace.ts';
import { folderOf } from '../../support/folder.ts';

const etl = `import { flow } from 'millrace';\nexport const etl = flow({ name: 'etl' }, async () => 1);\n`;
const run = (from: string): string =>
  `import { flow } from 'millrace';\nimport { etl } from '${from}';\nexport const top = flow({ name: 'top' }, () => etl());\n`;

/** A folder with files and, by their paths, links. */
function linked(t: TestContext, files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>>): string {
  const folder = folderOf(t, files);
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(target.startsWith('/') ? join(folder, target) : target, join(folder, path));
  }
  return folder;
}

async function indexed(folder: string, roots: readonly string[]): Promise<Workspace> {
  const workspace = new Workspace({ roots: roots.map((root) => join(folder, root)) });
  for await (const _ of workspace.index());
  return workspace;
}

/** The files with flows, and those of them with a problem. */
function seen({ project }: Workspace, folder: string): string[] {
  return project.paths().map((path) => {
    const problems = lintFile(project, path, [{ rule: duplicateFlowName, severity: 'error', options: {} }]);
    return path.slice(folder.length + 1) + (problems.length > 0 ? ' is a duplicate' : '');
  });
}

const projects: Readonly<
  Record<string, { files: Readonly<Record<string, string>>; links?: Readonly<Record<string, string>>; roots?: string[]; seen: string[] }>
> = {
  'a file with a link to it, before and after it': {
    files: { 'm.ts': etl },
    links: { 'a.ts': 'm.ts', 'z.ts': 'm.ts' },
    seen: ['m.ts'],
  },
  'a folder with a link to it, through which it is imported': {
    files: { 'common/etl.ts': etl, 'app/src/top.ts': run('./common/etl.ts') },
    links: { 'app/src/common': '../../common' },
    seen: ['app/src/top.ts', 'common/etl.ts'],
  },
  'packages of a workspace that are linked into each other': {
    files: {
      'packages/jobs/package.json': '{"name":"@acme/jobs","main":"src/etl.ts"}',
      'packages/jobs/src/etl.ts': etl,
      'packages/app/package.json': '{"name":"app"}',
      'packages/app/top.ts': run('@acme/jobs'),
    },
    links: { 'packages/app/node_modules/@acme/jobs': '../../../jobs', 'node_modules/@acme/jobs': '../../packages/jobs' },
    seen: ['packages/app/top.ts', 'packages/jobs/src/etl.ts'],
  },
  'a root that is a link': { files: { 'w/etl.ts': etl }, links: { l: 'w' }, roots: ['l'], seen: ['l/etl.ts'] },
  'a folder and a link to it as two roots': { files: { 'w/etl.ts': etl }, links: { l: 'w' }, roots: ['l', 'w'], seen: ['l/etl.ts'] },
  'a root inside of another': { files: { 'w/sub/etl.ts': etl }, roots: ['w/sub', 'w', 'w/'], seen: ['w/sub/etl.ts'] },
  'a root that is a link into another': {
    files: { 'w/sub/etl.ts': etl, 'w/a.ts': run('./sub/etl.ts') },
    links: { l: 'w/sub' },
    roots: ['l', 'w'],
    seen: ['w/a.ts', 'w/sub/etl.ts'],
  },
  'a root to which another one has a link': {
    files: { 'w/a.ts': run('./jobs/etl.ts'), 'other/etl.ts': etl },
    links: { 'w/jobs': '/other' },
    roots: ['w', 'other'],
    seen: ['other/etl.ts', 'w/a.ts'],
  },
  'a root that is left out of another': {
    files: { 'w/dist/etl.js': etl, 'w/a.ts': etl },
    roots: ['w', 'w/dist'],
    seen: ['w/a.ts is a duplicate', 'w/dist/etl.js is a duplicate'],
  },
  'two links to one file that is elsewhere': {
    files: { 'elsewhere/etl.ts': etl, 'w/top.ts': run('./b.ts') },
    links: { 'w/a.ts': '/elsewhere/etl.ts', 'w/b.ts': '/elsewhere/etl.ts' },
    roots: ['w'],
    seen: ['w/a.ts', 'w/top.ts'],
  },
  'a link to a folder that is elsewhere is not followed': {
    files: { 'elsewhere/etl.ts': etl, 'w/a.ts': etl },
    links: { 'w/b': '/elsewhere' },
    roots: ['w'],
    seen: ['w/a.ts'],
  },
  'a root that is a link to a folder around it': {
    files: { 'w/etl.ts': etl },
    links: { 'w/inner/l': '/w' },
    roots: ['w/inner/l'],
    seen: ['w/inner/l/etl.ts'],
  },
  'two files with one text are two': {
    files: { 'a.ts': etl, 'b/a.ts': etl },
    links: { c: 'b' },
    seen: ['a.ts is a duplicate', 'b/a.ts is a duplicate'],
  },
};

for (const [title, { files, links = {}, roots = [''], seen: expected }] of Object.entries(projects)) {
  test(`one file is one, whatever leads to it: ${title}`, async (t) => {
    const folder = linked(t, files, links);
    assert.deepEqual(seen(await indexed(folder, roots), folder), expected);
  });
}

test('a flow that is imported through a link is the one behind it', async (t) => {
  const folder = linked(t, { 'common/etl.ts': etl, 'app/top.ts': run('./common/etl.ts') }, { 'app/common': '../common' });
  const { project } = await indexed(folder, ['']);
  assert.equal(project.resolvePath(join(folder, 'app/top.ts'), './common/etl.ts'), join(folder, 'common/etl.ts'));
});

test('a document that is opened through a link stands for the file, also for those that import it', async (t) => {
  const folder = linked(t, { 'w/common/etl.ts': etl, 'w/top.ts': run('./common/etl.ts') }, { 'w/link': 'common', l: 'w' });
  const workspace = await indexed(folder, ['w']);
  const [real, link, root] = ['w/common/etl.ts', 'w/link/etl.ts', 'l/common/etl.ts'].map((path) => join(folder, path));
  const flows = (): string[] => [...workspace.project.flows()].map(({ name }) => name ?? '?').toSorted();
  const importedBy = (): string | undefined => workspace.project.resolvePath(join(folder, 'w/top.ts'), './common/etl.ts');
  for (const path of [link, root]) {
    await workspace.open(path ?? '', etl.replace("'etl'", "'edited'"));
    assert.deepEqual([flows(), importedBy()], [['edited', 'top'], path]);
    workspace.filesChanged([real ?? '']);
    assert.deepEqual([flows(), importedBy()], [['edited', 'top'], path]);
    // Of two documents that show one file, that with its own path counts.
    await workspace.open(real ?? '', etl);
    assert.deepEqual([flows(), importedBy()], [['etl', 'top'], real]);
    workspace.close(real ?? '');
    assert.deepEqual([flows(), importedBy()], [['edited', 'top'], path]);
    workspace.close(path ?? '');
    assert.deepEqual([flows(), importedBy(), seen(workspace, folder)], [['etl', 'top'], real, ['w/common/etl.ts', 'w/top.ts']]);
  }
});

test('a document that is opened through a link imports what stands beside its file', async (t) => {
  const folder = linked(t, { 'common/etl.ts': etl, 'common/top.ts': run('./etl.ts') }, { 'app/link.ts': '../common/top.ts' });
  const workspace = await indexed(folder, ['']);
  await workspace.open(join(folder, 'app/link.ts'), run('./etl.ts'));
  assert.equal(workspace.project.resolvePath(join(folder, 'app/link.ts'), './etl.ts'), join(folder, 'common/etl.ts'));
});

test('links that come, change and go are followed', async (t) => {
  const folder = linked(t, { 'common/etl.ts': etl, 'app/top.ts': run('./common/etl.ts') }, {});
  const workspace = await indexed(folder, ['']);
  const both = ['app/top.ts', 'common/etl.ts'];
  const change = (path: string, target?: string): string[] => {
    rmSync(join(folder, path), { force: true });
    if (target !== undefined) symlinkSync(target, join(folder, path));
    workspace.filesChanged([join(folder, path)]);
    return seen(workspace, folder).map((one) => one.replace(' is a duplicate', ''));
  };
  assert.deepEqual(change('app/common', '../common'), both);
  assert.deepEqual(change('app/common'), both);
  assert.deepEqual(change('app/etl.ts', '../common/etl.ts'), both);
  // What a watcher tells by the link's path has happened to the file.
  workspace.filesChanged([join(folder, 'app/etl.ts')]);
  assert.deepEqual(seen(workspace, folder), both);
  assert.deepEqual(change('app/etl.ts'), both);
});

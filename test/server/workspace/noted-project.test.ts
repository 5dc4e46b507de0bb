import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProjectModel } from '../../../server/model/entities.ts';
import { NotedProject } from '../../../server/workspace/noted-project.ts';
import { Workspace } from '../../../server/workspace/workspace.ts';
import { folderOf } from '../../support/folder.ts';

const flowFile = (name: string): string =>
  `import { flow } from 'millrace';\nexport const one = flow({ name: '${name}' }, async () => 1);\n`;

const questions: readonly [string, (project: ProjectModel) => unknown, boolean][] = [
  ['nothing', () => undefined, true],
  ['a file', (project) => project.file('/somewhere.ts'), true],
  ['a name that stays away', (project) => project.flowsNamed('nobody'), true],
  ['a name that comes', (project) => project.flowsNamed('later'), false],
  ['a deployment that stays away', (project) => project.deploymentsNamed('later/nightly'), true],
  ['all flows', (project) => [...project.flows()], false],
  ['all deployments', (project) => [...project.deployments()], false],
  ['all names', (project) => project.deploymentNames(), false],
  ['all files', (project) => [...project.files()], false],
];

for (const [asked, ask, holds] of questions) {
  test(`an answer about ${asked} ${holds ? 'holds' : 'does not hold'} when another flow has come`, async (t) => {
    const folder = folderOf(t, { 'a.ts': flowFile('first') });
    const workspace = new Workspace({ roots: [folder] });
    for await (const _ of workspace.index());
    const project = new NotedProject(workspace.project);
    ask(project);
    await workspace.open(`${folder}/b.ts`, flowFile('later'));
    assert.equal(project.holds, holds);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KnownDeployment } from '../../../client/deployments/deployment-store.ts';
import type { JoinedFlow } from '../../../client/deployments/flow-rows.ts';
import { deploymentRow, flowNameOf, flowRow, flowRowId, groupOf } from '../../../client/deployments/flow-rows.ts';
import { toRun } from '../../../client/runs/run.ts';
import type { Deployment } from '../../../runtime/core/entities.ts';
import { deploymentRow as deployed, flowRunRow } from '../../support/entities.ts';
import { codeFlow } from '../../support/fake-context.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const known = (nextRun?: number, changes: Partial<Deployment> = {}): KnownDeployment => ({
  ...{ deployment: deployed('d', changes), flowName: 'etl', nextRun },
});
const facts = { now, group: undefined, deploymentsAreKnown: true, modified: () => undefined };
const updated = Date.parse(deployed('d').updated);

/** A flow, and what its row says beside its name. */
const flows: Readonly<Record<string, [flow: Partial<JoinedFlow>, description: string, more?: Partial<typeof facts> | object]>> = {
  'that nobody deployed': [{}, 'not deployed'],
  'whose deployments are not read yet': [{}, '', { deploymentsAreKnown: false }],
  'that only the server knows': [{ code: undefined, deployments: [known()] }, 'only on the server'],
  'that ran': [{ deployments: [known()], last: toRun(flowRunRow('a', 'COMPLETED'), 'etl') }, 'Completed 59m ago'],
  'that runs': [{ deployments: [known()], last: toRun(flowRunRow('a', 'RUNNING'), 'etl') }, 'Running 1h ago'],
  'with several schedules': [{ deployments: [known(now + 7_200_000), known(), known(now + 60_000)] }, 'next in 1m'],
  'whose next run was due': [{ deployments: [known(now - 1)] }, ''],
  'that was changed since': [{ deployments: [known()] }, 'changed since deploy', { modified: () => updated + 1001 }],
  'whose file has the age of its deployment': [{ deployments: [known()] }, '', { modified: () => updated + 1000 }],
};

for (const [what, [flow, description, more = {}]] of Object.entries(flows)) {
  test(`a flow ${what} is described as "${description}"`, () => {
    const row = flowRow({ name: 'etl', code: codeFlow('etl'), deployments: [], last: undefined, ...flow }, { ...facts, ...more });
    assert.equal(row.description, description);
    assert.equal(row.spoken, `flow etl, ${description.replaceAll(' · ', ', ') || 'never run'}`);
    assert.equal(row.children, (flow.deployments ?? []).length > 0 ? 'collapsed' : 'none');
    assert.equal(row.open, 'code' in flow ? undefined : 'millrace.openCode');
  });
}

/** A deployment, and what its row says. */
const deployments: Readonly<Record<string, [KnownDeployment, description: string]>> = {
  'of a pool': [known(), 'pool pool'],
  'without a pool': [known(undefined, { workPoolName: null }), 'served'],
  'with a schedule': [known(now + 60_000), 'pool pool · next in 1m'],
  'that is paused': [known(now + 60_000, { paused: true }), 'pool pool · paused'],
};

for (const [what, [given, description]] of Object.entries(deployments)) {
  test(`a deployment ${what} is described as "${description}"`, () => assert.equal(deploymentRow(given, now).description, description));
}

test('what people wrote is no Markdown in a tooltip', () => {
  const { tooltip = '' } = deploymentRow(known(undefined, { name: '*d*', description: '[x](command:y)', entrypoint: null }), now);
  assert.equal(tooltip, '**etl/\\*d\\***\n\n\\[x\\]\\(command:y\\)');
});

for (const [name, group] of [
  ['etl', undefined],
  ['etl', 'No pool'],
  ['a:b', 'folder/of flows'],
] as const) {
  test(`the row of flow ${name} ${group === undefined ? 'alone' : `in ${group}`} names both`, () => {
    const id = flowRowId(name, group);
    assert.deepEqual([flowNameOf(id), groupOf(id)], [name, group]);
  });
}

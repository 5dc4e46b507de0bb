import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rerunWith, runDeploymentWith, runFlowWith } from '../../../client/commands/parameters.ts';
import { parsePresets, presetsFile, withPreset } from '../../../client/deployments/presets.ts';
import { MillraceError } from '../../../runtime/core/errors.ts';
import { deploymentRow, flowRunRow, poolRow, workerRow } from '../../support/entities.ts';
import type { Answer } from '../../support/fake-context.ts';
import { codeFlow, fakeContext } from '../../support/fake-context.ts';

const simple = {
  type: 'object',
  required: ['n'],
  properties: { n: { type: 'integer', title: 'N', minimum: 1 }, loud: { type: 'boolean' } },
};
const complex = { type: 'object', properties: { nodes: { type: 'array' } } };

async function open(answers: readonly Answer[], schema: object | null = simple) {
  const bodies: unknown[] = [];
  const made = await fakeContext({
    answers,
    flows: [codeFlow('etl')],
    respond: ({ path, body }) => {
      if (path === '/deployments/filter')
        return [deploymentRow('d', { parameters: { n: 2 }, parameterOpenapiSchema: schema === null ? null : { ...schema } })];
      if (path === '/deployments/d') return deploymentRow('d', { parameterOpenapiSchema: schema === null ? null : { ...schema } });
      if (path.endsWith('/create_flow_run') || path === '/flow_runs/') {
        bodies.push(body);
        return flowRunRow('new', 'SCHEDULED', { deploymentId: 'd' });
      }
      if (path === '/flow_runs/filter') return [flowRunRow('a', 'COMPLETED', { parameters: { n: 7 }, deploymentId: 'd' })];
      if (path === '/flow_runs/a') return flowRunRow('a', 'COMPLETED', { parameters: { n: 7 }, deploymentId: 'd' });
      if (path === '/flow_runs/new') return flowRunRow('new', 'PENDING');
      if (path === '/flows/filter') return [{ id: 'flow-1', name: 'etl' }];
      if (path === '/flows/') return { id: 'flow-1', name: 'etl' };
      if (path === '/work_pools/filter') return [poolRow('pool')];
      return path.endsWith('/workers/filter') ? [workerRow('w')] : [];
    },
  });
  return { ...made, bodies };
}

const parametersOf = (body: unknown): unknown => Reflect.get(new Object(body), 'parameters');

test('few simple parameters are asked one by one', async () => {
  const { context, bodies, shown } = await open(['5', 'true', '$(play) Now']);
  await runDeploymentWith(context, 'deployment:d');
  assert.deepEqual(bodies.map(parametersOf), [{ n: 5, loud: true }]);
  assert.deepEqual(shown.slice(0, 2), ['ask Run etl/deployment-d: N', 'pick loud: true, false']);
});

test('what was asked one by one can be run later, or be looked at in the form', async () => {
  const later = await open(['5', 'true', '$(calendar) Later…', '2026-12-01T08:00:00Z']);
  await runDeploymentWith(later.context, 'deployment:d');
  assert.match(JSON.stringify(later.bodies[0]), /"scheduled_time":"2026-12-01T08:00:00.000Z"/);
  for (const moment of ['tomorrow or so', '8', '2020-01-01 08:00']) {
    const never = await open(['5', 'true', '$(calendar) Later…', moment]);
    await runDeploymentWith(never.context, 'deployment:d');
    assert.deepEqual(never.bodies, [], moment);
  }
  const inForm = await open(['5', 'true', '$(edit) In a Form…']);
  await runDeploymentWith(inForm.context, 'deployment:d');
  assert.deepEqual([inForm.forms[0]?.values, inForm.forms[0]?.canSchedule, inForm.bodies], [{ n: 5, loud: true }, true, []]);
});

test('an answer that is not right is refused at once, and nothing is run', async () => {
  const { context, bodies, shown } = await open(['0']);
  await runDeploymentWith(context, 'deployment:d');
  assert.match(shown[0] ?? '', /at least 1/);
  assert.deepEqual(bodies, []);
});

test('other parameters are asked in a form, perhaps for later', async () => {
  const { context, bodies, forms } = await open([], complex);
  await runDeploymentWith(context, 'deployment:d');
  const [form] = forms;
  assert.deepEqual([form?.title, form?.canSchedule, form?.values], ['Run etl/deployment-d', true, { n: 2 }]);
  await form?.submit({ nodes: ['a'] }, new Date('2026-12-01T08:00:00Z'));
  assert.deepEqual(bodies.map(parametersOf), [{ nodes: ['a'] }]);
  assert.match(JSON.stringify(bodies[0]), /"scheduled_time":"2026-12-01T08:00:00.000Z"/);
});

test('a form offers the presets of the repository and the last runs, and keeps new presets there', async () => {
  const { context, forms, files } = await open(['weekly'], complex);
  files.set(`/project/${presetsFile}`, withPreset({}, 'etl', 'daily', { n: 1 }));
  await runFlowWith(context, 'flow:etl');
  assert.deepEqual(Object.keys(forms[0]?.presets ?? {}), ['daily', 'run name-a']);
  await forms[0]?.savePreset?.({ n: 7 });
  assert.deepEqual(parsePresets(files.get(`/project/${presetsFile}`) ?? ''), { etl: { daily: { n: 1 }, weekly: { n: 7 } } });
});

test('a run is repeated with its parameters changed', async () => {
  const { context, forms, bodies } = await open([]);
  await rerunWith(context, 'run:a');
  assert.deepEqual(forms[0]?.values, { n: 7 });
  await forms[0]?.submit({ n: 8 }, undefined);
  assert.deepEqual(bodies.map(parametersOf), [{ n: 8 }]);
});

test('a flow of the code runs with what the form gave', async () => {
  const { context, forms, processes } = await open([]);
  await runFlowWith(context, 'flow:etl');
  await forms[0]?.submit({ n: 3 }, undefined);
  assert.deepEqual(processes[0]?.sent, ['new flows/etl.ts:etl']);
});

test('presets that are no JSON are named', () => {
  assert.deepEqual(parsePresets(' '), {});
  assert.throws(
    () => parsePresets('{'),
    (error) => MillraceError.is(error, 'invalid') && error.message.includes(presetsFile),
  );
});

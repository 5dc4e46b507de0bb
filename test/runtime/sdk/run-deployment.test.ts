import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StateType } from '../../../runtime/sdk/index.ts';
import { flow, FlowRunsFailed, runDeployment, tags, task, waitForFlowRuns } from '../../../runtime/sdk/index.ts';
import { openSdkServer } from '../../support/sdk-server.ts';

const { client, close } = await openSdkServer();
after(close);

const { id: flowId } = await client.flows.create({ name: 'etl' });
const { id: deploymentId } = await client.deployments.create({
  name: 'daily',
  flowId,
  parameters: { day: 'monday', limit: 3 },
  tags: ['deployed'],
  enforceParameterSchema: false,
});

/** Ends a run as somebody else would: through all states to this one. */
async function end({ id }: { id: string }, type: StateType = 'COMPLETED', message: string | null = null): Promise<void> {
  for (const step of ['PENDING', 'RUNNING', type] as const)
    await client.flowRuns.setState({ id }, { state: { type: step, message }, force: true });
}

test('a deployment is run with what is given over what it has', async () => {
  const scheduledTime = new Date(Date.now() + 3_600_000);
  const run = await tags('scope')(() =>
    runDeployment('etl/daily', {
      parameters: { day: 'friday' },
      timeout: 0,
      scheduledTime,
      tags: ['mine'],
      flowRunName: 'by hand',
      jobVariables: { env: { A: '1' } },
    }),
  );
  assert.deepEqual(run.parameters, { day: 'friday', limit: 3 });
  assert.deepEqual([run.name, run.deploymentId, run.stateName], ['by hand', deploymentId, 'Scheduled']);
  assert.deepEqual(run.tags.toSorted(), ['deployed', 'mine', 'scope']);
  assert.deepEqual(run.jobVariables, { env: { A: '1' } });
  assert.equal(Date.parse(run.expectedStartTime ?? ''), scheduledTime.getTime());
});

test('a run may go to another queue than its deployment', async () => {
  const { name: pool } = await client.workPools.create({ name: 'pool', type: 'process' });
  for (const name of ['slow', 'fast']) await client.workQueues.create({ pool }, { name });
  await client.deployments.create({ name: 'queued', flowId, workPoolName: pool, workQueueName: 'slow' });
  const run = await runDeployment('etl/queued', { timeout: 0, workQueueName: 'fast' });
  assert.deepEqual([run.workPoolName, run.workQueueName], ['pool', 'fast']);
});

test('the same idempotency key gives the same run', async () => {
  const options = { timeout: 0, idempotencyKey: 'once' };
  assert.equal((await runDeployment('etl/daily', options)).id, (await runDeployment('etl/daily', options)).id);
});

test('a run is waited for until it is final, or for so long', async () => {
  const waiting = runDeployment('etl/daily', { flowRunName: 'waited', pollInterval: 0.01 });
  const named = async () => (await client.flowRuns.filter({ flowRuns: { name: { any_: ['waited'] } } }))[0];
  while ((await named()) === undefined) await sleep(5);
  const run = await named();
  assert.ok(run);
  await end(run, 'FAILED', 'no rows');
  const final = await waiting;
  assert.deepEqual([final.stateName, final.state?.message], ['Failed', 'no rows']);
  assert.equal((await runDeployment('etl/daily', { timeout: 0.02, pollInterval: 0.01 })).stateName, 'Scheduled');
});

const refused: { what: string; name: string; parameters?: Record<string, unknown>; error: object }[] = [
  { what: 'a name that is none', name: 'etl', error: { code: 'invalid', message: /it has the form "flow\/deployment"/ } },
  { what: 'a name with too many parts', name: 'a/b/c', error: { code: 'invalid' } },
  {
    what: 'a deployment that does not exist',
    name: 'etl/weekly',
    error: { code: 'not-found', message: /no deployment "etl\/weekly".*millrace deployment ls/ },
  },
  {
    what: 'more parameters than a server takes',
    name: 'etl/daily',
    parameters: { data: 'x'.repeat(524_288) },
    error: { code: 'invalid', message: /pass a reference/ },
  },
];

for (const { what, name, parameters = {}, error } of refused) {
  test(`${what} is refused`, () => assert.rejects(runDeployment(name, { parameters, timeout: 0 }), error));
}

test('in a flow the run is shown as a subflow, and futures in its parameters are waited for and named as inputs', async () => {
  const seven = task({ name: 'seven' }, async () => 7);
  const parent = flow({ name: 'parent' }, async () => {
    const shown = await runDeployment('etl/daily', { parameters: { deep: { limit: seven.submit() } }, timeout: 0 });
    const hidden = await runDeployment('etl/daily', { timeout: 0, asSubflow: false });
    return { shown, hidden };
  });
  const { shown, hidden } = await parent();
  assert.deepEqual(shown.parameters, { day: 'monday', limit: 3, deep: { limit: 7 } });
  assert.equal(hidden.parentTaskRunId, null);
  const tracking = await client.taskRuns.read({ id: shown.parentTaskRunId ?? '' });
  const [made] = await client.taskRuns.filter({ taskRuns: { name: { like_: 'seven' } } });
  assert.deepEqual(tracking.taskInputs, { deep: [{ input_type: 'task_run', id: made?.id }] });
  assert.equal(tracking.name.startsWith('etl'), true);
});

const start = (count: number) => Promise.all(Array.from({ length: count }, () => runDeployment('etl/daily', { timeout: 0 })));

test('runs are waited for together, told of as they change, and given in order', async () => {
  const runs = await start(3);
  const seen: string[] = [];
  const waiting = waitForFlowRuns(runs, { pollInterval: 0.01, onChange: (run) => void seen.push(run.stateName ?? '') });
  while (seen.length < 3) await sleep(5);
  for (const run of runs.toReversed()) await end(run);
  const final = await waiting;
  assert.deepEqual(
    final.map(({ id }) => id),
    runs.map(({ id }) => id),
  );
  assert.equal(seen.filter((name) => name === 'Scheduled').length, 3);
  assert.equal(seen.filter((name) => name === 'Completed').length, 3);
});

test('final is not successful: runs that did not complete are thrown as one error that lists them', async () => {
  const runs = await start(3);
  const [first, second, third] = runs;
  assert.ok(first && second && third);
  await end(first);
  await end(second, 'FAILED', 'no rows');
  await end(third, 'CRASHED', 'out of memory');
  await assert.rejects(waitForFlowRuns(runs), (error: unknown) => {
    assert.ok(error instanceof FlowRunsFailed);
    assert.equal(
      error.message,
      `2 of 3 flow runs did not complete: ${second.name} (${second.id}) is Failed: no rows; ${third.name} (${third.id}) is Crashed: out of memory`,
    );
    assert.deepEqual(
      error.runs.map(({ stateName }) => stateName),
      ['Completed', 'Failed', 'Crashed'],
    );
    return true;
  });
  const final = await waitForFlowRuns(runs, { raiseOnFailure: false });
  assert.deepEqual(
    final.map(({ stateName }) => stateName),
    ['Completed', 'Failed', 'Crashed'],
  );
});

test('waiting ends when the time is over, or a run is deleted', async () => {
  const runs = await start(2);
  const [first, second] = runs;
  assert.ok(first && second);
  await end(first);
  await assert.rejects(waitForFlowRuns(runs, { timeout: 0.03, pollInterval: 0.01 }), {
    code: 'timed-out',
    message: `1 of 2 flow runs were not final after 0.03 seconds: ${second.id}`,
  });
  await client.flowRuns.delete({ id: second.id });
  await assert.rejects(waitForFlowRuns(runs), { code: 'not-found', message: `There is no flow run ${second.id} (any more).` });
  assert.deepEqual(await waitForFlowRuns([]), []);
});

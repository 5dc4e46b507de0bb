import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { FlowRun } from '../../../../runtime/core/entities.ts';
import type { StateType } from '../../../../runtime/core/state.ts';
import { createCli } from '../../../support/cli.ts';

const cli = await createCli();
after(() => cli.close());
const { client } = cli;
const flow = await client.flows.create({ name: 'etl' });
await client.workPools.create({ name: 'pool', type: 'process' });
const deployment = await client.deployments.create({ name: 'daily', flowId: flow.id, workPoolName: 'pool' });

const runIn = async (name: string, ...types: StateType[]): Promise<FlowRun> => {
  const run = await client.flowRuns.create({ flowId: flow.id, deploymentId: deployment.id, name, workPoolName: 'pool', tags: [name] });
  for (const type of types) await client.flowRuns.setState({ id: run.id }, { state: { type, message: `message of ${name}` }, force: true });
  return run;
};

const completed = await runIn('completed', 'RUNNING', 'COMPLETED');
await runIn('failed', 'RUNNING', 'FAILED');
const running = await runIn('running', 'RUNNING');
const later = await client.deployments.createFlowRun(
  { id: deployment.id },
  { name: 'later', state: { type: 'SCHEDULED', stateDetails: { scheduledTime: new Date(Date.now() + 3_600_000).toISOString() } } },
);

test('the first and the last lines of a log are not asked for together', async () => {
  const { exit, err } = await cli.run('flow-run logs any --head --tail');
  assert.equal(exit, 2);
  assert.match(err, /'--head' cannot be used with option '-t, --tail'/);
});

for (const [options, expected] of [
  ['', ['running', 'failed', 'completed']],
  ['--limit 1', ['running']],
  ['--upcoming', ['later']],
  ['--state Failed', ['failed']],
  ['--state failed', ['failed']],
  ['--state-type completed --state-type RUNNING', ['running', 'completed']],
  ['--state Scheduled', ['later']],
  ['--tag failed', ['failed']],
  ['--flow-name nope', []],
  ['--deployment etl/daily', ['running', 'failed', 'completed']],
] as const) {
  test(`flow-run ls ${options}`, async () => {
    const runs = await cli.json<FlowRun[]>(`flow-run ls ${options}`.trim());
    assert.deepEqual(
      runs.map(({ name }) => name),
      expected,
    );
  });
}

test('runs are listed with flow, state and times', async () => {
  const { out } = await cli.run('flow-run ls');
  assert.match(out, /^ID +FLOW +NAME +STATE +START +TOOK/);
  assert.match(out, new RegExp(`\n${completed.id} +etl +completed +Completed +\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d +\\d+\\.\\d s$`));
});

test('a state that only a flow can have named so is said, with the one that may be meant', async () => {
  assert.match((await cli.run('flow-run ls --state compelted')).err, /"Compelted" is no state of Prefect's.* Do you mean "Completed"\?/);
  assert.equal((await cli.run('flow-run ls --state AwaitingRetry')).err, '');
});

test('a state type that does not exist is refused with those that do', async () => {
  const { exit, err } = await cli.run('flow-run ls --state-type DONE');
  assert.equal(exit, 2);
  assert.match(err, /"DONE" is not a state type: give one of SCHEDULED, PENDING/);
});

test('a run is named by its id, and by a name that only it has', async () => {
  assert.match((await cli.run(`flow-run inspect ${completed.id}`)).out, /State +Completed\nMessage +message of completed/);
  assert.equal((await cli.json<FlowRun>('flow-run inspect failed')).stateName, 'Failed');
  await runIn('twin', 'COMPLETED');
  await runIn('twin', 'COMPLETED');
  const { exit, err } = await cli.run('flow-run inspect twin');
  assert.deepEqual([exit, err], [2, 'Error: Several flow runs have the name "twin": give the id.']);
  assert.equal((await cli.run('flow-run inspect nobody')).exit, 3);
});

test('a run that is under way is cancelled, a finished one is not', async () => {
  const { out } = await cli.run(`flow-run cancel ${running.id}`);
  assert.equal(out, 'Flow run running is Cancelling.');
  assert.equal((await client.flowRuns.read({ id: running.id })).stateType, 'CANCELLING');
  const { exit, err } = await cli.run('flow-run cancel completed');
  assert.deepEqual([exit, err], [1, 'Error: Flow run completed is Completed already: there is nothing to cancel.']);
});

test('a finished run is scheduled again, and a pool without workers is said', async () => {
  const { out, err } = await cli.run('flow-run retry failed');
  assert.equal(out, 'Flow run failed is scheduled again.');
  assert.match(err, /No worker is online in pool "pool": start one with "millrace worker start --pool pool"\./);
  const again = await cli.run('flow-run retry failed');
  assert.deepEqual(
    [again.exit, again.err],
    [1, 'Error: Flow run failed is AwaitingRetry and not final: only a finished run can be retried.'],
  );
});

test('a run without a deployment cannot be retried by a worker', async () => {
  const run = await client.flowRuns.create({ flowId: flow.id, name: 'by-hand', state: { type: 'COMPLETED' } });
  const { exit, err } = await cli.run(`flow-run retry ${run.id}`);
  assert.equal(exit, 2);
  assert.match(err, /has no deployment, so no worker would run it: start its flow again with "millrace run FILE:FLOW"/);
});

test('a run is deleted', async () => {
  assert.deepEqual(await cli.json(`flow-run delete ${later.id}`), { id: later.id, deleted: true });
  await assert.rejects(client.flowRuns.read({ id: later.id }), { code: 'not-found' });
});

test('execute wants to know which run', async () => {
  const { exit, err } = await cli.run('flow-run execute');
  assert.deepEqual([exit, err], [2, 'Error: Say which run to execute, as an argument or in PREFECT__FLOW_RUN_ID.']);
});

test('a process that was made ready takes the run and its code from a line of its input', async () => {
  writeFileSync(
    join(cli.folder, 'ready.ts'),
    `import { flow } from 'millrace';\nexport const ready = flow({ name: 'ready' }, async (): Promise<number> => 1);\n`,
  );
  const { id: flowId } = await client.flows.create({ name: 'ready' });
  const { id } = await client.flowRuns.create({ flowId, state: { type: 'PENDING' } });
  cli.answers.push(`${id} ${join(cli.folder, 'ready.ts')}:ready`);
  const { exit } = await cli.run('flow-run execute --wait');
  assert.equal(exit, 0);
  assert.equal((await client.flowRuns.read({ id })).stateType, 'COMPLETED');
  assert.equal((await cli.run('flow-run execute --wait')).err, 'No run came.');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StateProposal, StateType } from '../../../../runtime/core/state.ts';
import { memoryServer } from '../../../support/memory-server.ts';

const message = 'its process was killed';
const killed = `Crashed: ${message}`;

/** How a run ends, by a client, and what becomes of a task run, a finished one, a subflow, its task run, and of a deployed run below it. */
const ends: { state: StateProposal; force: boolean; below: [task: string, done: string, sub: string, inner: string, deployed: string] }[] =
  [
    { state: { type: 'CRASHED', message }, force: false, below: [killed, 'Completed', killed, killed, 'Running'] },
    { state: { type: 'CRASHED', message }, force: true, below: [killed, 'Completed', killed, killed, 'Running'] },
    { state: { type: 'FAILED', name: 'TimedOut', message }, force: true, below: [killed, 'Completed', killed, killed, 'Running'] },
    { state: { type: 'FAILED', message }, force: false, below: ['Running', 'Completed', 'Running', 'Running', 'Running'] },
    { state: { type: 'COMPLETED' }, force: false, below: ['Running', 'Completed', 'Running', 'Running', 'Running'] },
    {
      state: { type: 'CANCELLED', message },
      force: true,
      below: [
        'Cancelled: The parent flow run was cancelled.',
        'Completed',
        'Cancelled: The parent flow run was cancelled.',
        'Cancelled: The parent flow run was cancelled.',
        'Running',
      ],
    },
  ];

for (const { state, force, below } of ends) {
  test(`below a run that ${force ? 'is said to be' : 'becomes'} ${state.name ?? state.type}: ${below.join(', ')}`, async () => {
    await using server = memoryServer();
    const { client } = server;
    const flow = await client.flows.create({ name: 'etl' });
    const run = await client.flowRuns.create({ flowId: flow.id, state: { type: 'RUNNING' } });
    const taskIn = (flowRunId: string, taskKey: string, type: StateType = 'RUNNING'): Promise<{ id: string }> =>
      client.taskRuns.create({ flowRunId, taskKey, dynamicKey: '0', state: { type } });
    const task = await taskIn(run.id, 'task');
    const done = await taskIn(run.id, 'done', 'COMPLETED');
    const tracking = await taskIn(run.id, 'sub');
    const sub = await client.flowRuns.create({ flowId: flow.id, parentTaskRunId: tracking.id, state: { type: 'RUNNING' } });
    const inner = await taskIn(sub.id, 'inner');
    const deployment = await client.deployments.create({ name: 'd', flowId: flow.id });
    const around = await taskIn(run.id, 'deployed');
    const deployed = await client.deployments.createFlowRun(deployment, { parentTaskRunId: around.id, state: { type: 'RUNNING' } });
    await client.flowRuns.setState(run, { state, force });
    const read = async ({ id }: { id: string }, kind: 'taskRuns' | 'flowRuns'): Promise<string> => {
      const { state: now } = await client[kind].read({ id });
      return now?.message ? `${now.name}: ${now.message}` : (now?.name ?? '');
    };
    assert.deepEqual(
      [
        await read(task, 'taskRuns'),
        await read(done, 'taskRuns'),
        await read(sub, 'flowRuns'),
        await read(inner, 'taskRuns'),
        await read(deployed, 'flowRuns'),
      ],
      below,
    );
    assert.equal(await read(tracking, 'taskRuns'), below[2], 'the tracking run mirrors its subflow');
  });
}

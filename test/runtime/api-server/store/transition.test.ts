import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Request } from '../../../../runtime/api/client.ts';
import { createClient } from '../../../../runtime/api/client.ts';
import { newId } from '../../../../runtime/core/ids.ts';
import { memoryServer } from '../../../support/memory-server.ts';

test('a proposal that is sent twice because its answer was lost is made once', async () => {
  await using server = memoryServer();
  const { client } = server;
  const flow = await client.flows.create({ name: 'etl' });
  const run = await client.flowRuns.create({ flowId: flow.id });
  await client.flowRuns.setState(run, { state: { type: 'RUNNING' } });
  const task = await client.taskRuns.create({
    flowRunId: run.id,
    taskKey: 't',
    dynamicKey: '0',
    empiricalPolicy: { retries: 1, retryDelay: 0 },
  });
  const again = async (type: 'RUNNING' | 'FAILED'): Promise<(string | undefined)[]> => {
    const proposal = { state: { type, stateDetails: { transitionId: newId() } } };
    const answers = [await client.taskRuns.setState(task, proposal), await client.taskRuns.setState(task, proposal)];
    return answers.map(({ state }) => state?.id);
  };
  const [running, stillRunning] = await again('RUNNING');
  assert.equal(stillRunning, running);
  const [retrying, stillRetrying] = await again('FAILED');
  assert.equal(stillRetrying, retrying);
  const { runCount, state } = await client.taskRuns.read(task);
  assert.deepEqual([runCount, state?.name], [1, 'AwaitingRetry']);
  assert.equal((await client.taskRunStates.list({ query: { task_run_id: task.id } })).length, 3);
});

test('requests that a server does once may be sent twice', async () => {
  const sent: Request[] = [];
  const client = createClient({
    send: async (request) => {
      sent.push(request);
      return { status: 200, body: null };
    },
    close: async () => undefined,
  });
  const id = newId();
  await client.flowRuns.setState({ id }, { state: { type: 'RUNNING', stateDetails: { transitionId: id } } });
  await client.flowRuns.setState({ id }, { state: { type: 'RUNNING' } });
  await client.taskRuns.create({ flowRunId: id, taskKey: 't', dynamicKey: '0' });
  await client.flowRuns.create({ flowId: id, idempotencyKey: 'once' });
  await client.flowRuns.create({ flowId: id });
  await client.flowRuns.filter({});
  assert.deepEqual(
    sent.map(({ repeatable }) => repeatable),
    [true, false, true, true, false, true],
  );
});

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { FlowRun } from '../../../runtime/core/entities.ts';
import { useClient } from '../../../runtime/sdk/client.ts';
import { FlowRunsFailed, waitForFlowRuns } from '../../../runtime/sdk/wait-for-flow-runs.ts';
import { memoryServer } from '../../support/memory-server.ts';

const server = memoryServer();
const { client } = server;
const asked: number[] = [];
/** What happens before a look, by its number. */
const before = new Map<number, () => Promise<unknown>>();
const { filter: filterAll } = client.flowRuns;
const filter: typeof client.flowRuns.filter = async (body, options) => {
  asked.push(body.flowRuns?.id?.any_?.length ?? 0);
  await before.get(asked.length)?.();
  return filterAll(body, options);
};
useClient({ ...client, flowRuns: { ...client.flowRuns, filter } });
after(async () => {
  useClient(undefined);
  await server[Symbol.asyncDispose]();
});
const flow = await client.flows.create({ name: 'etl' });
const runIn = (type: 'COMPLETED' | 'FAILED' | 'RUNNING', message?: string): Promise<FlowRun> =>
  client.flowRuns.create({ flowId: flow.id, state: { type, ...(message === undefined ? {} : { message }) } });

test('more runs than a page holds are asked for in several, and come back in their order', async () => {
  const runs = await Promise.all(Array.from({ length: 450 }, () => runIn('COMPLETED')));
  asked.length = 0;
  const waited = await waitForFlowRuns(runs.toReversed());
  assert.deepEqual(asked, [200, 200, 50]);
  assert.deepEqual(
    waited.map(({ id }) => id),
    runs.map(({ id }) => id).toReversed(),
  );
});

test('only those that are not final are looked at again, and each change is told once', async () => {
  const [done, open] = [await runIn('COMPLETED'), await runIn('RUNNING')];
  const changes: string[] = [];
  asked.length = 0;
  before.set(4, () => client.flowRuns.setState({ id: open.id }, { state: { type: 'COMPLETED' } }));
  const onChange = ({ id, stateName }: FlowRun): void => void changes.push(`${id === open.id ? 'open' : 'done'} ${stateName}`);
  const waited = await waitForFlowRuns([done, open], { pollInterval: 0.001, onChange });
  before.clear();
  assert.deepEqual(changes.toSorted(), ['done Completed', 'open Completed', 'open Running']);
  assert.deepEqual(asked, [2, 1, 1, 1]);
  assert.deepEqual(
    waited.map(({ stateName }) => stateName),
    ['Completed', 'Completed'],
  );
});

test('the same run twice is one question and two answers; no runs are no question', async () => {
  const run = await runIn('COMPLETED');
  asked.length = 0;
  assert.equal((await waitForFlowRuns([run, run])).length, 2);
  assert.deepEqual(await waitForFlowRuns([]), []);
  assert.deepEqual(asked, [1]);
});

test('those that did not complete are one error with all runs on it, or the runs when that is wished', async () => {
  const runs = [await runIn('COMPLETED'), await runIn('FAILED', 'no luck')];
  await assert.rejects(waitForFlowRuns(runs), (error) => {
    assert.ok(error instanceof FlowRunsFailed);
    assert.equal(error.message, `1 of 2 flow runs did not complete: ${runs[1]?.name} (${runs[1]?.id}) is Failed: no luck`);
    assert.deepEqual(
      error.runs.map(({ stateName }) => stateName),
      ['Completed', 'Failed'],
    );
    return true;
  });
  assert.equal((await waitForFlowRuns(runs, { raiseOnFailure: false })).length, 2);
});

test('a time that is over names the runs that are open, and a run that was deleted is named', async () => {
  const [done, open] = [await runIn('COMPLETED'), await runIn('RUNNING')];
  const late = waitForFlowRuns([done, open], { timeout: 0.01, pollInterval: 0.001 });
  await assert.rejects(late, { code: 'timed-out', message: `1 of 2 flow runs were not final after 0.01 seconds: ${open.id}` });
  await client.flowRuns.delete({ id: done.id });
  await assert.rejects(waitForFlowRuns([done]), { code: 'not-found', message: `There is no flow run ${done.id} (any more).` });
});

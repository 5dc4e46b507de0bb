import type { Client } from '../api/client.ts';
import type { FlowRun } from '../core/entities.ts';
import { object, string } from '../core/schema.ts';
import { summaryOf } from './flow-runs.ts';
import type { Tool } from './tool.ts';
import { textIn } from './tool.ts';

/** ERROR of Python's logging. */
const errorLevel = 40;

export const explainFailure: Tool = {
  name: 'explain_failure',
  title: 'Explain failure',
  description:
    'Evidence why a flow run failed, crashed or does not start: its states in order, the tasks that failed, the errors of its log with the places in the code that their stacks name, and the state of its work pool. Conclude from this evidence only.',
  input: object({ run_id: string({ description: 'The id of the flow run.' }) }),
  async run(input, host) {
    const client = await host.client();
    const id = textIn(input, 'run_id');
    const run = await client.flowRuns.read({ id });
    const [flow, states, failedTasks, errors, pool] = await Promise.all([
      client.flows.read({ id: run.flowId }),
      client.flowRunStates.list({ query: { flow_run_id: id } }),
      client.taskRuns.filter({
        flowRuns: { id: { any_: [id] } },
        taskRuns: { state: { type: { any_: ['FAILED', 'CRASHED'] } } },
        sort: 'EXPECTED_START_TIME_ASC',
        limit: 20,
      }),
      client.logs.filter({ logs: { flowRunId: { any_: [id] }, level: { ge_: errorLevel } }, sort: 'TIMESTAMP_ASC', limit: 20 }),
      poolOf(client, run),
    ]);
    return {
      run: summaryOf(run, flow.name),
      states: states.map(({ name, timestamp, message }) => ({ name, timestamp, message })),
      failedTasks: failedTasks.map((task) => ({
        id: task.id,
        name: task.name,
        state: task.stateName,
        message: task.state?.message ?? null,
        attempts: task.runCount,
      })),
      errors: errors.map(({ timestamp, message, taskRunId }) => ({ timestamp, message, taskRunId, places: placesIn(message) })),
      workPool: pool,
    };
  },
};

/** `file:line:column` for each place outside of packages and of Node that a stack names. */
export const placesIn = (message: string): string[] =>
  [...message.matchAll(/(?:file:\/\/)?((?:[A-Za-z]:)?[/\\][^\s:()]+\.[cm]?[jt]sx?:\d+:\d+)/g)]
    .map((match) => match[1] ?? '')
    .filter((place) => !place.includes('/node_modules/'));

/** Whether anybody would execute the run. */
async function poolOf(client: Client, run: FlowRun) {
  if (run.workPoolName === null) return null;
  const name = run.workPoolName;
  const [pool, workers] = await Promise.all([
    client.workPools.read({ name }),
    client.workPools.filterWorkers({ name }, { workers: { status: { any_: ['ONLINE'] } } }),
  ]);
  return { name, paused: pool.isPaused, concurrencyLimit: pool.concurrencyLimit, workersOnline: workers.length };
}

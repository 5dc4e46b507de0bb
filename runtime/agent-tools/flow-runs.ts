import type { FlowRun } from '../core/entities.ts';
import { MillraceError } from '../core/errors.ts';
import { array, integer, object, optional, string, words } from '../core/schema.ts';
import { isFinal, stateTypes } from '../core/state.ts';
import type { Tool } from './tool.ts';
import { countIn, textIn } from './tool.ts';

const runId = string({ description: 'The id of the flow run, as list_flow_runs gives it.' });

/** What a model needs of a run. */
export const summaryOf = (run: FlowRun, flowName: string | undefined) => ({
  id: run.id,
  name: run.name,
  flow: flowName ?? run.flowId,
  state: run.stateName,
  stateType: run.stateType,
  message: run.state?.message ?? null,
  parameters: run.parameters,
  expectedStart: run.expectedStartTime,
  start: run.startTime,
  end: run.endTime,
  deploymentId: run.deploymentId,
  workPool: run.workPoolName,
});

export const listFlowRuns: Tool = {
  name: 'list_flow_runs',
  title: 'List flow runs',
  description: 'Lists the newest flow runs with state, message, parameters and times. Filter by the name of the flow and by state types.',
  input: object({
    flow: optional(string({ description: 'Only runs of the flow with this name.' })),
    states: optional(array(words(...stateTypes))),
    limit: optional(integer({ minimum: 1, maximum: 200 })),
  }),
  async run(input, host) {
    const client = await host.client();
    const given = Array.isArray(input['states']) ? input['states'] : [];
    const states = stateTypes.filter((type) => given.includes(type));
    const { flow } = input;
    const runs = await client.flowRuns.filter({
      sort: 'EXPECTED_START_TIME_DESC',
      limit: countIn(input, 'limit', 20),
      ...(states.length === 0 ? {} : { flowRuns: { state: { type: { any_: states } } } }),
      ...(typeof flow === 'string' ? { flows: { name: { any_: [flow] } } } : {}),
    });
    const ids = [...new Set(runs.map((run) => run.flowId))];
    const flows = ids.length === 0 ? [] : await client.flows.filter({ flows: { id: { any_: ids } } });
    const names = new Map(flows.map(({ id, name }) => [id, name]));
    return runs.map((run) => summaryOf(run, names.get(run.flowId)));
  },
};

export const readLogs: Tool = {
  name: 'read_logs',
  title: 'Read logs',
  description:
    'The last lines of the log of a flow run with its task runs, oldest first. Levels are those of Python: 20 info, 30 warning, 40 error.',
  input: object({
    run_id: runId,
    minimum_level: optional(integer({ minimum: 0, maximum: 50 })),
    limit: optional(integer({ minimum: 1, maximum: 200 })),
  }),
  async run(input, host) {
    const client = await host.client();
    const level = input['minimum_level'];
    const lines = await client.logs.filter({
      logs: { flowRunId: { any_: [textIn(input, 'run_id')] }, ...(typeof level === 'number' ? { level: { ge_: level } } : {}) },
      sort: 'TIMESTAMP_DESC',
      limit: countIn(input, 'limit', 100),
    });
    return lines.toReversed().map(({ timestamp, level: each, message, taskRunId }) => ({ timestamp, level: each, message, taskRunId }));
  },
};

export const cancelFlowRun: Tool = {
  name: 'cancel_flow_run',
  title: 'Cancel flow run',
  description: 'Cancels a flow run that is not finished. A person is asked first.',
  input: object({ run_id: runId }),
  confirm: (input) => `Cancel flow run ${String(input['run_id'])}?`,
  async run(input, host) {
    const client = await host.client();
    const id = textIn(input, 'run_id');
    const run = await client.flowRuns.read({ id });
    if (run.state !== null && isFinal(run.state))
      throw new MillraceError('conflict', `Run ${run.name} is ${run.stateName ?? ''} already: there is nothing to cancel.`);
    const { status, state, details } = await client.flowRuns.setState({ id }, { state: { type: 'CANCELLING', name: 'Cancelling' } });
    return { status, state: state?.name ?? null, reason: details.reason ?? null };
  },
};

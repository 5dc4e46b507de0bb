import { systemClock } from '../core/clock.ts';
import type { FlowRun } from '../core/entities.ts';
import { MillraceError } from '../core/errors.ts';
import { checkParameterSize, toJsonParameters } from '../core/parameters.ts';
import type { Orchestrator } from '../core/ports.ts';
import { isCompleted, isFinal } from '../core/state.ts';
import { flowScope, scopeTags } from '../engine/context.ts';
import { trackingTask } from '../engine/subflow.ts';
import { createTaskRun } from '../engine/task-run.ts';
import { getOrchestrator } from './client.ts';
import { asRoot } from './root.ts';

/** How a deployment is run. */
export interface RunDeploymentOptions {
  parameters?: Record<string, unknown>;
  /** Seconds to wait for the run to be final: 0 returns at once, no limit unless told. */
  timeout?: number;
  /** Seconds between looks; 1 unless told. */
  pollInterval?: number;
  /** When the run is to start; now unless told. */
  scheduledTime?: Date;
  /** The same key gives the same run, however often it is asked for. */
  idempotencyKey?: string;
  tags?: readonly string[];
  flowRunName?: string;
  jobVariables?: Record<string, unknown>;
  /** Whether the run is shown as a subflow of the run around the call; true unless told. */
  asSubflow?: boolean;
}

/** Starts a run of the deployment `flow/deployment`, and waits for it unless `timeout` is 0. */
export function runDeployment(name: string, options: RunDeploymentOptions = {}): Promise<FlowRun> {
  const [flow, deployment, ...rest] = name.split('/');
  if (!flow || !deployment || rest.length > 0) {
    throw new MillraceError('invalid', `"${name}" is not the name of a deployment: it has the form "flow/deployment".`);
  }
  checkParameterSize(toJsonParameters(options.parameters ?? {}), `the run of ${name}`);
  return asRoot(async () => {
    const orchestrator = flowScope()?.orchestrator ?? (await getOrchestrator());
    const { id } = await orchestrator.deployments.readByName({ flow, deployment });
    const run = await orchestrator.deployments.createFlowRun({ id }, await toRequest(flow, options));
    if (options.timeout === 0) return run;
    const settings = { raiseOnFailure: false, ...(options.timeout === undefined ? {} : { timeout: options.timeout }), ...(options.pollInterval === undefined ? {} : { pollInterval: options.pollInterval }) };
    const [last = run] = await waitForFlowRuns([run], settings);
    return last;
  });
}

type Request = Parameters<Orchestrator['deployments']['createFlowRun']>[1];

async function toRequest(flow: string, options: RunDeploymentOptions): Promise<Request> {
  const parent = options.asSubflow === false ? undefined : await trackingRun(flow);
  const at = options.scheduledTime?.toISOString();
  return {
    state: { type: 'SCHEDULED', name: 'Scheduled', ...(at === undefined ? {} : { stateDetails: { scheduledTime: at } }) },
    parameters: toJsonParameters(options.parameters ?? {}),
    tags: [...new Set([...(options.tags ?? []), ...scopeTags()])],
    ...(options.flowRunName === undefined ? {} : { name: options.flowRunName }),
    ...(options.idempotencyKey === undefined ? {} : { idempotencyKey: options.idempotencyKey }),
    ...(options.jobVariables === undefined ? {} : { jobVariables: options.jobVariables }),
    ...(parent === undefined ? {} : { parentTaskRunId: parent }),
  };
}

/** The task run that stands for a deployed subflow in the flow run around the call. */
async function trackingRun(flow: string): Promise<string | undefined> {
  const scope = flowScope();
  if (scope === undefined) return undefined;
  const host = { ...scope, flow: scope, report: () => undefined };
  const inputs = { parameters: {}, taskInputs: {} };
  const run = await createTaskRun(host, trackingTask({ options: { name: flow } }), inputs, { type: 'PENDING', name: 'Pending' });
  return run.id;
}

/** How runs are waited for. */
export interface WaitOptions {
  /** Seconds; no limit unless told. */
  timeout?: number;
  /** Seconds between looks; 1 unless told. */
  pollInterval?: number;
  /** Told each time a run is in another state than at the last look. */
  onChange?: (run: FlowRun) => void;
  /** Whether runs that did not complete are thrown as one {@link FlowRunsFailed}; true unless told. */
  raiseOnFailure?: boolean;
}

/** Thrown when runs are final and not all of them completed: final is not successful. */
export class FlowRunsFailed extends MillraceError {
  /** All runs that were waited for, in order. */
  readonly runs: readonly FlowRun[];

  constructor(runs: readonly FlowRun[], total: number) {
    const failed = runs.filter((run) => !hasCompleted(run));
    const list = failed.map((run) => `${run.name} (${run.id}) is ${run.stateName}${run.state?.message ? `: ${run.state.message}` : ''}`);
    super('failed', `${failed.length} of ${total} flow runs did not complete: ${list.join('; ')}`);
    this.runs = runs;
  }
}

const hasCompleted = (run: FlowRun): boolean => run.state !== null && isCompleted(run.state);
const isDone = (run: FlowRun): boolean => run.state !== null && isFinal(run.state);

/** Waits until all runs are final. Throws {@link FlowRunsFailed}, or `timed-out` when the time is over. */
export function waitForFlowRuns(runs: readonly (FlowRun | { id: string })[], options: WaitOptions = {}): Promise<FlowRun[]> {
  return asRoot(async () => {
    const scope = flowScope();
    const orchestrator = scope?.orchestrator ?? (await getOrchestrator());
    const clock = scope?.clock ?? systemClock;
    const until = options.timeout === undefined ? Infinity : clock.now() + options.timeout * 1000;
    const last = new Map<string, FlowRun>();
    for (;;) {
      await look(orchestrator, runs, last, options.onChange);
      const done = runs.every(({ id }) => [last.get(id)].some((run) => run !== undefined && isDone(run)));
      if (done) break;
      if (clock.now() >= until) {
        const open = runs.filter(({ id }) => [last.get(id)].some((run) => run === undefined || !isDone(run)));
        throw new MillraceError('timed-out', `${open.length} of ${runs.length} flow runs were not final after ${options.timeout} seconds.`);
      }
      await clock.sleep((options.pollInterval ?? 0.5) * 1000, scope?.signal);
    }
    const final = runs.flatMap(({ id }) => last.get(id) ?? []);
    if (options.raiseOnFailure !== false && !final.every(hasCompleted)) throw new FlowRunsFailed(final, runs.length);
    return final;
  });
}

/** Reads all runs that are not final yet, a page of ids at a time. */
async function look(orchestrator: Orchestrator, runs: readonly { id: string }[], last: Map<string, FlowRun>, onChange: WaitOptions['onChange']): Promise<void> {
  const open = runs.filter(({ id }) => [last.get(id)].some((run) => run === undefined || !isDone(run))).map(({ id }) => id);
  for (let from = 0; from < open.length; from += 200) {
    const page = open.slice(from, from + 200);
    for (const run of await orchestrator.flowRuns.filter({ flowRuns: { id: { any_: page } }, limit: 200 })) {
      if (last.get(run.id)?.stateId !== run.stateId) onChange?.(run);
      last.set(run.id, run);
    }
  }
}

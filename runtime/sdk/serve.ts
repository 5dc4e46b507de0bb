import type { Client } from '../api/client.ts';
import { systemClock } from '../core/clock.ts';
import type { FlowDefinition } from '../core/definitions.ts';
import type { FlowRun } from '../core/entities.ts';
import { messageOf, MillraceError } from '../core/errors.ts';
import { isCancelling } from '../core/state.ts';
import { toTimestamp } from '../core/time.ts';
import { runFlow } from '../engine/flow-run.ts';
import { createHeartbeats } from '../engine/heartbeats.ts';
import { getClient, keepOpen } from './client.ts';
import { deployFlow } from './deploy.ts';
import { directHost, withSignals } from './root.ts';
import type { FlowDeployment } from './types.ts';

/** How deployments are served. */
export interface ServeOptions {
  /** How many runs at once; 100 unless told. */
  limit?: number;
  /** Whether the deployments are paused at the end, because nobody runs them then; they are unless told. */
  pauseOnShutdown?: boolean;
  /** Seconds between looks for runs; 1 unless told. */
  pollInterval?: number;
  /** Ends the serving: no new runs, and those under way are awaited. */
  signal?: AbortSignal;
}

interface Served {
  client: Client;
  flows: Map<string, FlowDefinition>;
  running: Map<string, { done: Promise<void>; cancel: AbortController }>;
  options: ServeOptions;
}

/**
 * Registers deployments and runs them in this process until it is ended, which pauses them: no work pool and no worker
 * are needed. For flows that await much; one that computes blocks the others, and belongs to a worker.
 */
export async function serve(deployments: readonly FlowDeployment[], options: ServeOptions = {}): Promise<void> {
  if (!Array.isArray(deployments)) {
    throw new MillraceError('invalid', "serve takes a list of deployments: serve([etl.toDeployment({ name: 'daily' })]).");
  }
  await keepOpen(() =>
    withSignals(async (ended) => {
      const signal = options.signal === undefined ? ended : AbortSignal.any([ended, options.signal]);
      const served: Served = { client: await getClient(), flows: await registered(deployments), running: new Map(), options };
      const { flows } = served;
      await poll(served, signal);
      if (ended.aborted) for (const { cancel } of served.running.values()) cancel.abort(ended.reason);
      await Promise.all([...served.running.values()].map(({ done }) => done));
      // Nobody would run what their schedules go on to create.
      if (options.pauseOnShutdown !== false) for (const id of flows.keys()) await served.client.deployments.pause({ id });
    }),
  );
}

/** Deploys them and says what can be started now; the flows by the ids of their deployments. */
async function registered(deployments: readonly FlowDeployment[]): Promise<Map<string, FlowDefinition>> {
  const flows = new Map<string, FlowDefinition>();
  for (const { flow, options } of deployments) flows.set(await deployFlow(flow, options), flow);
  const names = deployments.map(({ flow, options }) => `${flow.options.name}/${options.name}`);
  const { report } = await directHost();
  if (names.length > 0) report(`Serving ${names.join(', ')}. Start one with "millrace deployment run ${names[0]}"; Ctrl-C ends.`);
  return flows;
}

async function poll(served: Served, signal: AbortSignal): Promise<void> {
  const { report } = await directHost();
  while (!signal.aborted) {
    try {
      await look(served);
    } catch (error) {
      // A server that is away for a while is asked again; anything else is our mistake.
      if (!MillraceError.is(error, 'unreachable')) throw error;
      report(error.message);
    }
    await systemClock.sleep((served.options.pollInterval ?? 1) * 1000, signal).catch(() => undefined);
  }
}

async function look(served: Served): Promise<void> {
  const { client, flows, running, options } = served;
  if (running.size > 0) await cancelAsked(served);
  const free = (options.limit ?? 100) - running.size;
  if (free <= 0) return;
  const runs = await client.deployments.getScheduledFlowRuns({
    deploymentIds: [...flows.keys()],
    scheduledBefore: toTimestamp(Date.now()),
    limit: free,
  });
  for (const run of runs) {
    const flow = flows.get(run.deploymentId ?? '');
    if (flow === undefined || running.has(run.id)) continue;
    const { status } = await client.flowRuns.setState({ id: run.id }, { state: { type: 'PENDING', name: 'Pending' } });
    if (status === 'ACCEPT') start(served, flow, run);
  }
}

function start({ client, running }: Served, flow: FlowDefinition, flowRun: FlowRun): void {
  const cancel = new AbortController();
  const stopHeartbeat = createHeartbeats(client).start(flowRun.id);
  const work = async (): Promise<void> => {
    const host = { ...(await directHost()), signal: cancel.signal };
    try {
      await runFlow(flow, host, { flowRun, parameters: flowRun.parameters });
    } catch (error) {
      host.report(`Flow run '${flowRun.name}': ${messageOf(error)}`);
    } finally {
      stopHeartbeat();
      running.delete(flowRun.id);
    }
  };
  running.set(flowRun.id, { done: work(), cancel });
}

/** Runs that somebody cancels are told so by their signal. */
async function cancelAsked({ client, running }: Served): Promise<void> {
  const runs = await client.flowRuns.filter({ flowRuns: { id: { any_: [...running.keys()] } } });
  for (const run of runs) {
    if (run.state === null || !isCancelling(run.state)) continue;
    running.get(run.id)?.cancel.abort(new MillraceError('cancelled', 'somebody asked for it'));
  }
}

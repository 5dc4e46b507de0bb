import type { FlowRun } from '../core/entities.ts';
import { MillraceError } from '../core/errors.ts';
import { checkParameterSize, toJsonParameters } from '../core/parameters.ts';
import type { Orchestrator } from '../core/ports.ts';
import { flowScope, scopeTags } from '../engine/context.ts';
import { findInputs, resolveInputs } from '../engine/inputs.ts';
import { trackSubflow } from '../engine/subflow.ts';
import { getClient, keepOpen } from './client.ts';
import { settle } from './wait-for-flow-runs.ts';

/** How a deployment is run. */
export interface RunDeploymentOptions {
  /** Merged over the deployment's own; futures in them are waited for. At most 512 KB of JSON. */
  parameters?: Record<string, unknown>;
  /** Seconds to wait for the run to be final: 0 returns at once, no limit unless told. */
  timeout?: number;
  /** Seconds between looks; 0.5 unless told. */
  pollInterval?: number;
  /** When the run is to start; now unless told. */
  scheduledTime?: Date;
  /** The same key gives the same run, however often it is asked for. */
  idempotencyKey?: string;
  tags?: readonly string[];
  flowRunName?: string;
  /** Another queue of the work pool than the deployment's. */
  workQueueName?: string;
  jobVariables?: Record<string, unknown>;
  /** Whether the run is shown as a subflow of the run around the call; true unless told. */
  asSubflow?: boolean;
}

/**
 * Starts a run of the deployment `flow/deployment`, and waits for it unless `timeout` is 0. The run is returned in the
 * state that it has then: look at it, a final state need not be a successful one.
 */
export async function runDeployment(name: string, options: RunDeploymentOptions = {}): Promise<FlowRun> {
  const [flow, deployment, ...rest] = name.split('/');
  if (!flow || !deployment || rest.length > 0) {
    throw new MillraceError('invalid', `"${name}" is not the name of a deployment: it has the form "flow/deployment".`);
  }
  return keepOpen(async () => {
    const orchestrator = flowScope()?.orchestrator ?? (await getClient());
    const request = await toRequest(name, options);
    const id = await findDeployment(orchestrator, flow, deployment);
    const parentTaskRunId = await trackingRun(flow, options);
    const run = await orchestrator.deployments.createFlowRun(
      { id },
      { ...request, ...(parentTaskRunId === undefined ? {} : { parentTaskRunId }) },
    );
    if (options.timeout === 0) return run;
    const { runs } = await settle([run], options);
    return runs[0] ?? run;
  });
}

async function findDeployment(orchestrator: Orchestrator, flow: string, deployment: string): Promise<string> {
  try {
    return (await orchestrator.deployments.readByName({ flow, deployment })).id;
  } catch (error) {
    if (!MillraceError.is(error, 'not-found')) throw error;
    const message = `There is no deployment "${flow}/${deployment}" on this server: "millrace deployment ls" lists those that exist.`;
    throw new MillraceError('not-found', message, { cause: error });
  }
}

type Request = Parameters<Orchestrator['deployments']['createFlowRun']>[1];

async function toRequest(name: string, options: RunDeploymentOptions): Promise<Request> {
  const { parameters } = await resolveInputs(options.parameters ?? {}, []);
  const sent = toJsonParameters(parameters);
  checkParameterSize(sent, `the run of ${name}`);
  const at = options.scheduledTime?.toISOString();
  return {
    state: {
      type: 'SCHEDULED',
      name: 'Scheduled',
      ...(at === undefined ? {} : { stateDetails: { scheduledTime: at } }),
    },
    parameters: sent,
    tags: [...new Set([...(options.tags ?? []), ...scopeTags()])],
    ...(options.flowRunName === undefined ? {} : { name: options.flowRunName }),
    ...(options.idempotencyKey === undefined ? {} : { idempotencyKey: options.idempotencyKey }),
    ...(options.workQueueName === undefined ? {} : { workQueueName: options.workQueueName }),
    ...(options.jobVariables === undefined ? {} : { jobVariables: options.jobVariables }),
  };
}

/** The task run that stands for a deployed subflow in the flow run around the call. */
async function trackingRun(flow: string, options: RunDeploymentOptions): Promise<string | undefined> {
  const around = flowScope();
  if (around === undefined || options.asSubflow === false) return undefined;
  const parameters = options.parameters ?? {};
  return trackSubflow(flow, around, { parameters, taskInputs: await findInputs(parameters, []) });
}

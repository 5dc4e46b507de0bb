import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FlowDefinition } from '../core/definitions.ts';
import { MillraceError } from '../core/errors.ts';
import { toJsonParameters } from '../core/parameters.ts';
import { getClient, keepOpen } from './client.ts';
import type { DeployOptions } from './types.ts';

/** Registers a deployment of a flow; its id. Throws `not-found` when the work pool does not exist. */
export function deployFlow(flow: FlowDefinition, options: DeployOptions): Promise<string> {
  return keepOpen(async () => {
    const client = await getClient();
    const { id } = await client.flows.create({ name: flow.options.name });
    const deployment = await client.deployments.create({ flowId: id, ...deploymentBody(flow, options, process.cwd()) });
    return deployment.id;
  });
}

/** A deployment as it is sent: code in this folder, run by a process. */
export function deploymentBody(flow: FlowDefinition, options: DeployOptions, folder: string) {
  const schedule =
    options.cron !== undefined
      ? { cron: options.cron, timezone: options.timezone ?? 'UTC' }
      : options.interval === undefined
        ? undefined
        : { interval: options.interval, timezone: options.timezone ?? 'UTC' };
  return {
    name: options.name,
    entrypoint: options.entrypoint ?? callersEntrypoint(flow, folder),
    path: folder,
    pullSteps: [{ 'prefect.deployments.steps.set_working_directory': { directory: folder } }],
    parameters: toJsonParameters(options.parameters ?? {}),
    parameterOpenapiSchema: { title: 'Parameters', type: 'object', properties: {} },
    enforceParameterSchema: false,
    tags: [...(options.tags ?? flow.options.tags ?? [])],
    jobVariables: options.jobVariables ?? {},
    schedules: schedule === undefined ? [] : [{ schedule, active: true }],
    paused: options.paused ?? false,
    description: options.description ?? flow.options.description ?? null,
    version: options.version ?? flow.options.version ?? null,
    concurrencyLimit: options.concurrencyLimit ?? null,
    workPoolName: options.workPoolName ?? null,
    workQueueName: options.workQueueName ?? null,
  };
}

/** The program that was started, when no entrypoint is given: there the flow is exported under its name. */
function callersEntrypoint(flow: FlowDefinition, folder: string): string {
  const program = process.argv[1];
  if (program === undefined)
    throw new MillraceError(
      'invalid',
      `Say where flow '${flow.options.name}' is: deploy({ entrypoint: 'flows/etl.ts:etl' }).`,
    );
  const file = program.startsWith('file:') ? fileURLToPath(program) : program;
  return `${relative(folder, file)}:${flow.options.name}`;
}

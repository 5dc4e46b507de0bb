import type { FlowDefinition } from '../core/definitions.ts';
import { MillraceError } from '../core/errors.ts';
import { toJsonParameters } from '../core/parameters.ts';
import { exportAt } from './call-site.ts';
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
    entrypoint: options.entrypoint ?? definedEntrypoint(flow, folder),
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

/** The place of the flow's definition; the loader finds an export by its name, or else a flow by its own. */
function definedEntrypoint(flow: FlowDefinition, folder: string): string {
  const place = flow.definedAt === undefined ? undefined : exportAt(flow.definedAt);
  if (place === undefined) {
    const message = `Say where flow '${flow.options.name}' is defined: deploy({ entrypoint: 'flows/etl.ts:etl', … }).`;
    throw new MillraceError('invalid', message);
  }
  return `${process.getBuiltinModule('node:path').relative(folder, place.file)}:${place.name ?? flow.options.name}`;
}

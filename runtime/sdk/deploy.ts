import type { FlowDefinition, StandardSchema } from '../core/definitions.ts';
import { MillraceError } from '../core/errors.ts';
import { toJsonParameters } from '../core/parameters.ts';
import { exportAt } from './call-site.ts';
import { getClient, keepOpen } from './client.ts';
import type { DeployOptions, DeploySchedule } from './types.ts';

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
  return {
    name: options.name,
    entrypoint: options.entrypoint ?? definedEntrypoint(flow, folder),
    path: folder,
    pullSteps: [{ 'prefect.deployments.steps.set_working_directory': { directory: folder } }],
    parameters: toJsonParameters(options.parameters ?? {}),
    parameterOpenapiSchema: parameterSchema(flow),
    enforceParameterSchema: options.enforceParameterSchema ?? true,
    tags: [...(options.tags ?? flow.options.tags ?? [])],
    jobVariables: options.jobVariables ?? {},
    schedules: [
      ...toSchedules(options, flow.options.name),
      ...[options.schedule ?? [], options.schedules ?? []].flat().flatMap((given) => toNamedSchedules(given, flow.options.name)),
    ],
    paused: options.paused ?? false,
    description: options.description ?? flow.options.description ?? null,
    version: options.version ?? flow.options.version ?? null,
    concurrencyLimit: options.concurrencyLimit ?? null,
    workPoolName: options.workPoolName ?? null,
    workQueueName: options.workQueueName ?? null,
  };
}

/** A schedule as it is sent; none when the options name none. Throws `invalid` when they name more than one. */
function toSchedules(given: DeploySchedule, flow: string) {
  const { cron, dayOr, interval, anchorDate, rrule, timezone = 'UTC' } = given;
  const kinds = [
    cron === undefined ? [] : [{ cron, timezone, ...(dayOr === undefined ? {} : { dayOr }) }],
    interval === undefined ? [] : [{ interval, timezone, ...(anchorDate === undefined ? {} : { anchorDate }) }],
    rrule === undefined ? [] : [{ rrule, timezone }],
  ].flat();
  if (kinds.length <= 1) return kinds.map((schedule) => ({ schedule, active: given.active ?? true }));
  throw new MillraceError('invalid', `A schedule of flow '${flow}' is either a cron, an interval or an rrule: use schedules for several.`);
}

/** One of several schedules, with what only those have. */
const toNamedSchedules = (given: DeploySchedule, flow: string) =>
  toSchedules(given, flow).map((schedule) => ({
    ...schedule,
    ...(given.slug === undefined ? {} : { slug: given.slug }),
    ...(given.parameters === undefined ? {} : { parameters: toJsonParameters(given.parameters) }),
  }));

/** What the flow's validator takes, where it can say so as a JSON Schema (zod from 4.2, arktype, valibot). */
export function parameterSchema({ options }: FlowDefinition): Record<string, unknown> {
  return { title: 'Parameters', type: 'object', properties: {}, ...jsonSchemaOf(options.parameters) };
}

function jsonSchemaOf(validator: StandardSchema | undefined): Record<string, unknown> | undefined {
  try {
    return validator?.['~standard'].jsonSchema?.input({ target: 'draft-07' });
  } catch {
    // Some values, such as dates, have no schema: the validator itself decides about them when the flow runs.
    return undefined;
  }
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

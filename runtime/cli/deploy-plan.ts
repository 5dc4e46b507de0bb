import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { FlowDefinition } from '../core/definitions.ts';
import type { Deployment, WorkPool } from '../core/entities.ts';
import { refusal } from '../api/errors.ts';
import { messageOf, MillraceError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { toJsonParameters } from '../core/parameters.ts';
import { parameterNames } from '../core/written-parameters.ts';
import { deploymentBody, parameterSchema } from '../sdk/deploy.ts';
import { importFlow, importFlows } from '../worker/execute.ts';
import type { DeploymentRequest } from './deployment-request.ts';
import { placementOf } from './infrastructure.ts';
import { indexFolder } from './index-folder.ts';
import { allOf, ifExists, poolOf } from './lookup.ts';
import { entityName } from './options.ts';
import { checkKnown, namesOf, parseParameters } from './parameters.ts';
import type { Ports, ServerPorts } from './ports.ts';

type Client = ServerPorts['client'];
type Body = Omit<Parameters<Client['deployments']['create']>[0], 'flowId'>;

/** One field that differs between what is deployed and what is asked for. */
export interface Change {
  field: string;
  before: unknown;
  after: unknown;
}

/** What deploying would do. */
export interface DeployPlan {
  /** `flow/deployment`. */
  title: string;
  flowName: string;
  body: Body;
  action: 'create' | 'update' | 'none';
  changes: Change[];
  workPoolName: string | null;
  workQueueName: string | null;
}

/** The requests of a file without a flow's name, one for each flow that it exports. */
export async function expandEntrypoint(entrypoint: string, cwd: string): Promise<string[]> {
  const file = resolve(cwd, entrypoint);
  if (!existsSync(file)) return [entrypoint];
  requireTypeScript(entrypoint);
  const flows = await loaded(entrypoint, importFlows(file));
  if (flows.size === 0) {
    throw new MillraceError('not-found', `${entrypoint} exports no flow: write "export const etl = flow({ name: 'etl' }, …)".`);
  }
  return [...flows.keys()].map((name) => `${entrypoint}:${name}`);
}

/** A flow, with the file that exports it and under which name. */
interface FlowAt {
  flow: FlowDefinition;
  path: string;
  exported: string;
}

/** The flow of `file.ts:flow`, or of a file that exports only one. Throws when there is none, or when several could be meant. */
export async function flowAt(entrypoint: string, cwd: string): Promise<FlowAt> {
  const [only = entrypoint, ...others] = await expandEntrypoint(entrypoint, cwd);
  if (others.length > 0) throw new MillraceError('invalid', `${entrypoint} exports ${others.length + 1} flows: name one, as "${only}".`);
  const { file, path, exported } = placeOf(only, cwd);
  return { flow: await loaded(file, importFlow(`${path}:${exported}`)), path, exported };
}

/** Throws `invalid` for parameters that a flow does not take, as far as its validator or its source tells. */
export function checkTaken(flow: FlowDefinition, parameters: Readonly<Record<string, unknown>>): void {
  const known = flow.options.parameters === undefined ? parameterNames(String(flow.fn)) : namesOf(parameterSchema(flow));
  checkKnown(`Flow '${flow.options.name}'`, parameters, known);
}

/** The parts of an entrypoint. Throws when it is none, or when there is no such file. */
function placeOf(entrypoint: string, folder: string): { file: string; path: string; exported: string } {
  const at = entrypoint.lastIndexOf(':');
  const [file, exported] = [entrypoint.slice(0, at), entrypoint.slice(at + 1)];
  const path = resolve(folder, at > 0 ? file : entrypoint);
  requireTypeScript(at > 0 ? file : entrypoint);
  if (!existsSync(path)) throw new MillraceError('not-found', `There is no file ${path} (entrypoint "${entrypoint}").`);
  if (at > 0 && exported !== '') return { file, path, exported };
  throw new MillraceError('invalid', `"${entrypoint}" is not an entrypoint: it has the form "path/to/file.ts:flow".`);
}

/** Compares what is asked for with what is deployed; the flow's file is imported. Throws when the flow or the pool does not exist. */
export async function planDeployment({ client, env }: ServerPorts, request: DeploymentRequest): Promise<DeployPlan> {
  const { file, path, exported } = placeOf(request.entrypoint, request.folder);
  const flow = await loaded(file, importFlow(`${path}:${exported}`));
  const schema = await schemaOf({ flow, path, exported }, request.folder, env);
  const { typedParameters = [], ...given } = request.settings;
  const settings = { ...given, parameters: { ...given.parameters, ...parseParameters(typedParameters, undefined, schema) } };
  if (settings.enforceParameterSchema !== false) checkTaken(flow, settings.parameters);
  const name = entityName(settings.name ?? exported);
  const existing = await ifExists(client.deployments.readByName({ flow: flow.options.name, deployment: name }));
  const workPoolName =
    settings.workPoolName ?? existing?.workPoolName ?? (await defaultPool(client, env['PREFECT_DEFAULT_WORK_POOL_NAME']));
  const pool = await poolOf(client, workPoolName);
  const known = { name, workPoolName, existing, schema, pool };
  const body = toBody(flow, { ...request, settings, entrypoint: `${relative(request.folder, path)}:${exported}` }, known);
  const changes = existing === undefined ? [] : differences(existing, body);
  return {
    title: `${flow.options.name}/${name}`,
    flowName: flow.options.name,
    body,
    action: existing === undefined ? 'create' : changes.length > 0 ? 'update' : 'none',
    changes,
    workPoolName,
    workQueueName: body.workQueueName ?? null,
  };
}

/** Does what the plan says; the deployment's id. */
export async function applyPlan({ client }: ServerPorts, plan: DeployPlan): Promise<string> {
  const { id: flowId } = await client.flows.create({ name: plan.flowName });
  try {
    const { id } = await client.deployments.create({ flowId, ...plan.body });
    return id;
  } catch (error) {
    if (!MillraceError.is(error, 'invalid')) throw error;
    throw new MillraceError('invalid', `The server refuses deployment ${plan.title}: ${refusal(error)}`, { cause: error });
  }
}

function requireTypeScript(file: string): void {
  if (!/\.py(:|$)/.test(file)) return;
  throw new MillraceError('unsupported', `${file} is Python: deploy it with Prefect's own command, "prefect deploy ${file}".`);
}

/** What a file gives; an error in the file is said with its name. */
async function loaded<T>(file: string, importing: Promise<T>): Promise<T> {
  try {
    return await importing;
  } catch (error) {
    if (MillraceError.is(error)) throw error;
    const next = /package 'millrace'/.test(messageOf(error)) ? '. Install it with "npm install millrace".' : '';
    throw new MillraceError('invalid', `${file} cannot be loaded: ${messageOf(error)}${next}`, { cause: error });
  }
}

/**
 * What a flow's parameters are: forms and completion of every client use it. What its validator says at run time goes before
 * what the types in its source say.
 */
export async function schemaOf({ flow, path, exported }: FlowAt, folder: string, env: Ports['env']): Promise<JsonObject> {
  const said = parameterSchema(flow);
  if (flow.options.parameters !== undefined) return toJsonParameters(said);
  const { readProject } = await import('millrace-language-server/lint');
  const project = await readProject([folder], indexFolder(env));
  return toJsonParameters({ ...(project.parameterSchema({ path, name: exported })?.schema ?? said) });
}

/** The pool when none is named: the one of PREFECT_DEFAULT_WORK_POOL_NAME, or the only one there is. */
async function defaultPool(client: Client, named: string | undefined): Promise<string> {
  if (named) return named;
  const pools = await allOf((range) => client.workPools.filter(range));
  const [only, another] = pools;
  if (only === undefined) {
    throw new MillraceError('invalid', 'There is no work pool yet: create one with "millrace work-pool create default".');
  }
  if (another === undefined) return only.name;
  throw new MillraceError('invalid', `Say in which work pool with --pool: there are ${pools.map(({ name }) => name).join(', ')}.`);
}

function toBody(
  flow: FlowDefinition,
  { entrypoint, folder, settings }: DeploymentRequest,
  known: {
    name: string;
    workPoolName: string;
    existing: Deployment | undefined;
    schema: JsonObject;
    pool: WorkPool | undefined;
  },
): Body {
  const { schedules, pullSteps, concurrencyOptions, enforceParameterSchema, infrastructure = {}, ...options } = settings;
  const place = placementOf(known.pool, folder, settings.jobVariables ?? {}, infrastructure);
  const { jobVariables } = place;
  const body = deploymentBody(
    flow,
    { ...options, name: known.name, workPoolName: known.workPoolName, entrypoint, jobVariables },
    place.folder,
  );
  return {
    ...body,
    parameterOpenapiSchema: known.schema,
    schedules: schedules ?? [],
    // Who paused it did not ask for the next deploy to undo that.
    paused: settings.paused ?? known.existing?.paused ?? false,
    ...(pullSteps === undefined ? {} : { pullSteps }),
    ...(enforceParameterSchema === undefined ? {} : { enforceParameterSchema }),
    ...(concurrencyOptions === undefined ? {} : { concurrencyOptions }),
  };
}

/** The fields that are asked for and are not so: the server may have more, such as the times of a schedule. */
function differences(existing: Deployment, body: Body): Change[] {
  const deployed: Record<string, unknown> = {
    ...existing,
    concurrencyLimit: existing.globalConcurrencyLimit?.limit ?? existing.concurrencyLimit,
    // A pool has a queue for those who name none.
    workQueueName: body.workQueueName == null && existing.workQueueName === 'default' ? null : existing.workQueueName,
  };
  return Object.entries(body).flatMap(([field, after]) => {
    const before = deployed[field] ?? null;
    const same = servers.has(field) ? covers(before, after) : isDeepStrictEqual(before, after ?? null);
    return same ? [] : [{ field, before: servers.has(field) ? asSent(before) : before, after }];
  });
}

/** Fields to which the server adds its own, such as the ids of schedules. */
const servers: ReadonlySet<string> = new Set(['schedules', 'concurrencyOptions']);

/** Without what the server adds, so that a difference shows what differs. */
function asSent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asSent);
  if (typeof value !== 'object' || value === null) return value;
  const own = Object.entries(value).filter(([key, inner]) => !added.has(key) && inner !== null);
  return Object.fromEntries(own.map(([key, inner]) => [key, asSent(inner)]));
}

const added: ReadonlySet<string> = new Set(['id', 'created', 'updated', 'deploymentId']);

/** Whether everything that `wanted` says is so in `found`. */
function covers(found: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    return Array.isArray(found) && found.length === wanted.length && wanted.every((item, index) => covers(found[index], item));
  }
  if (typeof wanted !== 'object' || wanted === null) return found === wanted;
  return (
    typeof found === 'object' && found !== null && Object.entries(wanted).every(([key, value]) => covers(Reflect.get(found, key), value))
  );
}

import { MillraceError } from '../core/errors.ts';
import type { Request, Transport } from './client.ts';

/**
 * Requests are written as Prefect 3.9 reads them. This is the one place that knows what older servers want instead:
 * 2.x gets its own names, and what a server does not have is refused with a sentence that names the release that does.
 */
type Json = Record<string, unknown>;

/** How one operation is said to a 2.x server. */
interface Translation {
  method: Request['method'];
  path: RegExp;
  /** The request that a 2.x server understands; throws `unsupported` for what it cannot do. */
  send?: (request: Request, version: string) => Request;
  /** The answer of a 2.x server in the words of 3.x. */
  receive?: (body: unknown, request: Request) => unknown;
}

/** A transport that speaks to servers of every release; the version is asked for once, and only when it matters. */
export function speakingDialects(transport: Transport): Transport {
  let asked: Promise<string> | undefined;
  const version = (): Promise<string> => (asked ??= readVersion(transport));
  return {
    async send(request) {
      const translation = translations.find(({ method, path }) => method === request.method && path.test(request.path));
      if (translation === undefined || !isOld(await version())) return explained(transport, request, version);
      const sent = translation.send?.(request, await version()) ?? request;
      const answer = await explained(transport, sent, version);
      return { ...answer, body: translation.receive?.(answer.body, request) ?? answer.body };
    },
    close: () => transport.close(),
  };
}

const isOld = (version: string): boolean => version.startsWith('2.');

/** Throws `unreachable` when something answers that is not the API, as where a URL lacks its `/api`. */
async function readVersion(transport: Transport): Promise<string> {
  try {
    const { body } = await transport.send({ method: 'GET', path: '/admin/version', body: undefined, repeatable: true });
    return String(body);
  } catch (error) {
    if (!MillraceError.is(error) || error.response === undefined) throw error;
    if (error.response.status >= 300 && !isUnknownOperation(error.response)) throw error;
    const message =
      'What answers at this address is not the API of Prefect: the URL of a server usually ends with /api. "millrace auth test" looks closer.';
    throw new MillraceError('unreachable', message, { cause: error, response: error.response });
  }
}

/** Operations by the release that brought them (prefect-api.md 2). */
const operations: readonly [path: RegExp, release: string, what: string][] = [
  [/^\/flow_runs\/[^/]+\/graph-v2/, '2.13.8', 'the graph of a run'],
  [/^\/flow_runs\/[^/]+\/input/, '2.14.11', 'input for paused runs'],
  [/^\/deployments\/[^/]+\/schedules/, '2.16.0', 'several schedules of a deployment'],
  [/^\/events/, '3.0.0', 'events'],
  [/^\/automations/, '3.0.0', 'automations'],
  [/\/paginate$/, '3.0.0', 'pages of lists'],
  [/^\/flow_runs\/[^/]+\/labels/, '3.1.6', 'labels of runs'],
  [/-with-lease$|\/leases\//, '3.4.9', 'concurrency limits with leases'],
  [/bulk/, '3.6.16', 'changes of many at once'],
  [/\/concurrency_status/, '3.6.23', 'the use of limits'],
  [/^\/admin\/storage/, '3.7.0', 'the default storage of results'],
];

/** Sends a request; when the server does not know the operation, the error says since when others do. */
async function explained(
  transport: Transport,
  request: Request,
  version: () => Promise<string>,
): Promise<{ status: number; body: unknown }> {
  try {
    return await transport.send(request);
  } catch (error) {
    if (!MillraceError.is(error) || error.response === undefined || !isUnknownOperation(error.response)) throw error;
    const known = operations.find(([path]) => path.test(request.path));
    const release = await version();
    if (known === undefined) throw error;
    const [, since, what] = known;
    const message = `This server is Prefect ${release}, which does not have ${what}: that needs ${since} or newer.`;
    throw new MillraceError(error.code, message, { cause: error, response: error.response });
  }
}

/** FastAPI's answer for a path that it does not have; entities that are missing are named in theirs. */
const isUnknownOperation = ({ status, body }: { status: number; body: unknown }): boolean =>
  status === 405 || (status === 404 && asObject(body)['detail'] === 'Not Found');

const translations: readonly Translation[] = [
  { method: 'POST', path: /^\/flows\/$/, send: without('labels') },
  { method: 'POST', path: /^\/flow_runs\/$/, send: withoutVariables, receive: newRun },
  { method: 'PATCH', path: /^\/flow_runs\/[^/]+$/, send: withoutVariables },
  { method: 'POST', path: /^\/deployments\/[^/]+\/create_flow_run$/, send: withoutVariables, receive: newRun },
  { method: 'POST', path: /^\/deployments\/$/, send: oldDeployment, receive: newDeployment },
  { method: 'PATCH', path: /^\/deployments\/[^/]+$/, send: oldDeployment },
  { method: 'GET', path: /^\/deployments\/(?!.*\/schedules$)/, receive: newDeployment },
  {
    method: 'POST',
    path: /^\/deployments\/filter$/,
    receive: (body) => (Array.isArray(body) ? body.map(newDeployment) : body),
  },
  { method: 'POST', path: /\/pause_deployment$/, send: renamed('pause_deployment', 'set_schedule_inactive') },
  { method: 'POST', path: /\/resume_deployment$/, send: renamed('resume_deployment', 'set_schedule_active') },
  { method: 'POST', path: /\/workers\/filter$/, send: without('workers'), receive: newWorkers },
  { method: 'POST', path: /^\/variables\/$/, send: textValue },
  { method: 'PATCH', path: /^\/variables\//, send: textValue },
];

function without(...names: string[]): (request: Request) => Request {
  return (request) => ({ ...request, body: omit(asObject(request.body), names) });
}

function renamed(from: string, to: string): (request: Request) => Request {
  return (request) => ({ ...request, path: request.path.replace(from, to), body: undefined });
}

/** Job variables of a single run came with 2.16.4, labels with 3.1.5: labels only inform, variables change what is run. */
function withoutVariables(request: Request, version: string): Request {
  const body = asObject(request.body);
  refuseUnless(isEmpty(body['job_variables']), version, 'job variables of a single run', '2.16.4');
  return { ...request, body: omit(body, ['job_variables', 'labels']) };
}

/** A deployment has one schedule in 2.x, and no limit of its own. */
function oldDeployment(request: Request, version: string): Request {
  const body = asObject(request.body);
  const { schedules, paused, job_variables: variables } = body;
  const list = Array.isArray(schedules) ? schedules.map(asObject) : undefined;
  refuseUnless(list === undefined || list.length < 2, version, 'several schedules of a deployment', '2.16.0');
  refuseUnless(isEmpty(body['concurrency_limit']), version, 'a concurrency limit of a deployment', '3.0.0');
  const old = omit(body, ['schedules', 'paused', 'job_variables', 'labels', 'concurrency_limit', 'concurrency_options']);
  if (variables !== undefined) old['infra_overrides'] = variables ?? {};
  const first = list?.[0];
  if (list !== undefined) old['schedule'] = first?.['schedule'] ?? null;
  if (paused !== undefined || first !== undefined) old['is_schedule_active'] = paused !== true && first?.['active'] !== false;
  // An update of 2.x cannot change how a run's code is found; to deploy again can.
  if (request.method === 'PATCH') {
    for (const name of ['pull_steps', 'parameter_openapi_schema', 'entrypoint', 'enforce_parameter_schema']) {
      refuseUnless(isEmpty(old[name]), version, `changing ${name} of a deployment, other than by deploying it again`, '3.0.0');
    }
  }
  return { ...request, body: old };
}

function newDeployment(body: unknown): unknown {
  const old = asObject(body);
  if (!('infra_overrides' in old)) return body;
  const { infra_overrides: variables, schedule, is_schedule_active: active, ...rest } = old;
  const row = { id: old['id'], created: old['created'], updated: old['updated'], deployment_id: old['id'] };
  const schedules = isEmpty(schedule) ? [] : [{ ...row, schedule, active, max_scheduled_runs: null, parameters: {}, slug: null }];
  const added = { concurrency_limit: null, global_concurrency_limit: null, concurrency_options: null, status: null };
  return { ...rest, ...added, labels: {}, job_variables: variables ?? {}, schedules, paused: active === false };
}

function newRun(body: unknown): unknown {
  return { labels: {}, job_variables: null, ...asObject(body) };
}

/** 2.x does not say which workers are online: they are, as in 3.x, until three heartbeats were missed. */
function newWorkers(body: unknown, request: Request): unknown {
  if (!Array.isArray(body)) return body;
  const wanted = asObject(asObject(asObject(request.body)['workers'])['status'])['any_'];
  const workers = body.map((worker) => ({ heartbeat_interval_seconds: null, ...asObject(worker), status: statusOf(asObject(worker)) }));
  return Array.isArray(wanted) ? workers.filter(({ status }) => wanted.includes(status)) : workers;
}

function statusOf({ last_heartbeat_time: heard, heartbeat_interval_seconds: interval }: Json): 'ONLINE' | 'OFFLINE' {
  const age = (Date.now() - Date.parse(String(heard))) / 1000;
  return age <= 3 * Number(interval ?? 30) ? 'ONLINE' : 'OFFLINE';
}

/** Values of variables are texts in 2.x. */
function textValue(request: Request): Request {
  const body = asObject(request.body);
  const { value } = body;
  if (value === undefined || typeof value === 'string') return request;
  return { ...request, body: { ...body, value: JSON.stringify(value) } };
}

function refuseUnless(possible: boolean, version: string, what: string, release: string): void {
  if (possible) return;
  throw new MillraceError('unsupported', `This server is Prefect ${version}, which does not have ${what}: that needs ${release} or newer.`);
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);

const asObject = (value: unknown): Json => (typeof value === 'object' && value !== null ? { ...value } : {});

const omit = (body: Json, names: readonly string[]): Json =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));

import type { Endpoint } from '../api/contract.ts';
import { contract } from '../api/index.ts';
import { isUuid } from '../core/ids.ts';
import { admin } from './routes/admin.ts';
import { artifacts } from './routes/artifacts.ts';
import { automations } from './routes/automations.ts';
import { blockDocuments } from './routes/block-documents.ts';
import { blockCapabilities, blockSchemas } from './routes/block-schemas.ts';
import { blockTypes } from './routes/block-types.ts';
import { concurrencyLimits } from './routes/concurrency-limits.ts';
import { deployments } from './routes/deployments.ts';
import { events } from './routes/events.ts';
import { flowRunInputs } from './routes/flow-run-inputs.ts';
import { flowRuns } from './routes/flow-runs.ts';
import { flows } from './routes/flows.ts';
import { globalConcurrencyLimits } from './routes/global-concurrency-limits.ts';
import { logs } from './routes/logs.ts';
import type { Handler } from './routes/route.ts';
import { savedSearches } from './routes/saved-searches.ts';
import { flowRunStates, taskRunStates } from './routes/states.ts';
import { taskRuns } from './routes/task-runs.ts';
import { taskWorkers } from './routes/task-workers.ts';
import { ui } from './routes/ui.ts';
import { variables } from './routes/variables.ts';
import { workPools } from './routes/work-pools.ts';
import { workQueues } from './routes/work-queues.ts';

/** An operation and what answers it. The id names it across threads. */
export interface Route {
  id: string;
  endpoint: Endpoint;
  handler: Handler;
}

const handlers = {
  admin,
  flows,
  flowRuns,
  flowRunStates,
  taskRuns,
  taskRunStates,
  taskWorkers,
  logs,
  deployments,
  workPools,
  workQueues,
  events,
  flowRunInputs,
  concurrencyLimits,
  globalConcurrencyLimits,
  variables,
  artifacts,
  blockTypes,
  blockSchemas,
  blockDocuments,
  blockCapabilities,
  automations,
  ui,
  savedSearches,
};

/** Every operation of the contract by its id, as `flowRuns.setState`. */
export const routes: ReadonlyMap<string, Route> = new Map(
  Object.entries(contract).flatMap(([resource, endpoints]) =>
    Object.entries(endpoints).map(([name, endpoint]): [string, Route] => {
      const group: Record<string, unknown> = handlers[resource as keyof typeof handlers];
      const id = `${resource}.${name}`;
      return [id, { id, endpoint, handler: group[name] as Handler }];
    }),
  ),
);

/** A path that matched, with its parameters. */
export interface Match {
  route: Route;
  path: Record<string, string>;
}

interface Branch {
  words: Map<string, Branch>;
  parameter: Branch | undefined;
  routes: Map<string, Route>;
}

const branch = (): Branch => ({ words: new Map(), parameter: undefined, routes: new Map() });
const root = branch();

for (const route of routes.values()) {
  let at = root;
  for (const segment of route.endpoint.path.split('/').slice(1)) {
    if (segment.startsWith(':')) at = at.parameter ??= branch();
    else {
      const next = at.words.get(segment) ?? branch();
      at.words.set(segment, next);
      at = next;
    }
  }
  at.routes.set(route.endpoint.method, route);
}

/** The route of a path below `/api`; the status that the lack of one means otherwise, as FastAPI answers it. */
export function match(method: string, pathname: string): Match | 307 | 404 | 405 {
  const found = walk(pathname);
  if (found === undefined || found.routes.size === 0) {
    const other = walk(pathname.endsWith('/') ? pathname.slice(0, -1) : `${pathname}/`);
    return other !== undefined && other.routes.size > 0 ? 307 : 404;
  }
  const route = found.routes.get(method);
  return route === undefined ? 405 : { route, path: named(route, found.values) };
}

/** Values by the names that the route gives them: other routes may name the same place otherwise. */
function named(route: Route, values: readonly string[]): Record<string, string> {
  const names = [...route.endpoint.path.matchAll(/:(\w+)/g)].map((found) => found[1] ?? '');
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}

const ids: ReadonlySet<string> = new Set(['id', 'schedule']);

/** True for a path parameter that is the id of an entity: a UUID. */
export const isId = (name: string): boolean => ids.has(name);

/** True when a path parameter that must be a UUID is none. */
export function hasWrongIds(path: Readonly<Record<string, string>>): boolean {
  for (const name of ids) if (path[name] !== undefined && !isUuid(path[name])) return true;
  return false;
}

function walk(pathname: string): { routes: Map<string, Route>; values: string[] } | undefined {
  let at: Branch = root;
  const values: string[] = [];
  for (const segment of pathname.split('/').slice(1)) {
    const word: Branch | undefined = at.words.get(segment);
    if (word !== undefined) at = word;
    else if (at.parameter !== undefined && segment !== '') {
      const value = decode(segment);
      if (value === undefined) return undefined;
      values.push(value);
      at = at.parameter;
    } else return undefined;
  }
  return { routes: at.routes, values };
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

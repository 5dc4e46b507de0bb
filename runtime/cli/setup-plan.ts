import { isDeepStrictEqual } from 'node:util';
import type { WorkPool, WorkQueue } from '../core/entities.ts';
import { MillraceError } from '../core/errors.ts';
import { ifExists } from './lookup.ts';
import type { ServerPorts } from './ports.ts';
import type { Present } from './yaml-file.ts';
import { defined, Reader } from './yaml-file.ts';

/** A work queue as a setup file declares it; what is absent is left as it is. */
export interface QueueDeclaration {
  name: string;
  settings: Present<Pick<WorkQueue, 'priority' | 'isPaused' | 'concurrencyLimit' | 'description'>>;
}

/** A work pool as a setup file declares it. */
export interface PoolDeclaration {
  name: string;
  type: string | undefined;
  settings: Present<Pick<WorkPool, 'isPaused' | 'concurrencyLimit' | 'description' | 'baseJobTemplate'>>;
  queues: QueueDeclaration[];
}

/** A limit of what happens at once, everywhere: of tasks that have a tag, or of what asks for slots by a name. */
export interface LimitDeclaration {
  kind: 'global concurrency limit' | 'task concurrency limit';
  /** The name of a global limit, the tag of another. */
  name: string;
  limit: number;
  settings: Present<{ active: boolean; slotDecayPerSecond: number }>;
}

/** What a setup file declares. */
export interface Declarations {
  pools: PoolDeclaration[];
  limits: LimitDeclaration[];
}

/** One thing that a server should have, with what has to be done for it. */
export interface SetupStep {
  kind: 'work pool' | 'work queue' | 'variable' | 'deployment' | LimitDeclaration['kind'];
  /** A queue's is `pool/queue`. */
  name: string;
  action: 'create' | 'update' | 'none';
  changes: { field: string; before: unknown; after: unknown }[];
  run(): Promise<unknown>;
}

/** Reads what a setup file declares. Throws `invalid` with the place that cannot be understood. */
export function readDeclarations(value: unknown, file: string): Declarations {
  const root = new Reader(value ?? {}, file);
  root.only('work_pools', 'global_concurrency_limits', 'task_concurrency_limits');
  return { pools: readPools(root), limits: [...readGlobalLimits(root), ...readTagLimits(root)] };
}

function readGlobalLimits(root: Reader): LimitDeclaration[] {
  return root.list('global_concurrency_limits').map((entry, index) => {
    const reader = new Reader(entry, `${root.place}, global concurrency limit ${index + 1}`);
    reader.only('name', 'limit', 'active', 'slot_decay_per_second');
    const settings = defined({ active: reader.flag('active'), slotDecayPerSecond: reader.number('slot_decay_per_second') });
    return { kind: 'global concurrency limit', name: required(reader, 'name'), limit: limitOf(reader), settings };
  });
}

function readTagLimits(root: Reader): LimitDeclaration[] {
  return root.list('task_concurrency_limits').map((entry, index) => {
    const reader = new Reader(entry, `${root.place}, task concurrency limit ${index + 1}`);
    reader.only('tag', 'limit');
    return { kind: 'task concurrency limit', name: required(reader, 'tag'), limit: limitOf(reader), settings: {} };
  });
}

function limitOf(reader: Reader): number {
  const limit = reader.number('limit');
  if (limit !== undefined) return limit;
  throw reader.fault('limit', 'is missing');
}

function readPools(root: Reader): PoolDeclaration[] {
  return root.list('work_pools').map((entry, index) => {
    const reader = new Reader(entry, `${root.place}, work pool ${index + 1}`);
    reader.only('name', 'type', 'description', 'concurrency_limit', 'paused', 'base_job_template', 'work_queues');
    return {
      name: required(reader, 'name'),
      type: reader.text('type'),
      settings: defined({
        description: reader.text('description'),
        concurrencyLimit: reader.number('concurrency_limit'),
        isPaused: reader.flag('paused'),
        baseJobTemplate: reader.object('base_job_template'),
      }),
      queues: reader.list('work_queues').map((queue, at) => readQueue(new Reader(queue, `${reader.place}, work queue ${at + 1}`))),
    };
  });
}

function readQueue(reader: Reader): QueueDeclaration {
  reader.only('name', 'description', 'concurrency_limit', 'paused', 'priority');
  const settings = defined({
    description: reader.text('description'),
    concurrencyLimit: reader.number('concurrency_limit'),
    isPaused: reader.flag('paused'),
    priority: reader.number('priority'),
  });
  return { name: required(reader, 'name'), settings };
}

function required(reader: Reader, key: string): string {
  const text = reader.text(key);
  if (text !== undefined) return text;
  throw reader.fault(key, 'is missing');
}

/** Compares the declarations with what the server has. Steps are in the order in which they can be run. */
export async function planSetup(client: ServerPorts['client'], declarations: Declarations): Promise<SetupStep[]> {
  const steps: SetupStep[] = [];
  for (const limit of declarations.limits) steps.push(await planLimit(client, limit));
  for (const { name, type, settings, queues } of declarations.pools) {
    const pool = await ifExists(client.workPools.read({ name }));
    if (pool !== undefined && type !== undefined && pool.type !== type) {
      throw new MillraceError(
        'conflict',
        `Work pool "${name}" has the type ${pool.type}, not ${type}, and a type cannot be changed: delete the pool, or take another name.`,
      );
    }
    const create = (): Promise<unknown> => client.workPools.create({ name, type: type ?? 'process', ...settings });
    steps.push(step('work pool', name, settings, pool, { create, update: () => client.workPools.update({ name }, settings) }));
    for (const queue of queues) steps.push(await planQueue(client, name, pool !== undefined, queue));
  }
  return steps;
}

async function planLimit(client: ServerPorts['client'], { kind, name, limit, settings }: LimitDeclaration): Promise<SetupStep> {
  if (kind === 'global concurrency limit') {
    const wanted = { limit, ...settings };
    const found = await ifExists(client.globalConcurrencyLimits.read({ name }));
    const create = (): Promise<unknown> => client.globalConcurrencyLimits.create({ name, ...wanted });
    return step(kind, name, wanted, found, { create, update: () => client.globalConcurrencyLimits.update({ name }, wanted) });
  }
  const found = await ifExists(client.concurrencyLimits.readByTag({ tag: name }));
  // Creating the limit of a tag changes the one that there is.
  const create = (): Promise<unknown> => client.concurrencyLimits.create({ tag: name, concurrencyLimit: limit });
  return step(kind, name, { concurrencyLimit: limit }, found, { create, update: create });
}

async function planQueue(
  client: ServerPorts['client'],
  pool: string,
  exists: boolean,
  { name, settings }: QueueDeclaration,
): Promise<SetupStep> {
  // A new pool brings the queue "default" with it.
  const brought = !exists && name === 'default';
  const queue = exists ? await ifExists(client.workQueues.readByName({ pool, name })) : undefined;
  const update = (): Promise<unknown> => client.workQueues.updateByName({ pool, name }, settings);
  const create = (): Promise<unknown> => (brought ? update() : client.workQueues.create({ pool }, { name, ...settings }));
  return step('work queue', `${pool}/${name}`, settings, queue, { create, update });
}

/** A step that makes a server have these settings; it says which fields of what was found are others. */
export function step(
  kind: SetupStep['kind'],
  name: string,
  settings: object,
  found: object | undefined,
  calls: { create(): Promise<unknown>; update(): Promise<unknown> },
): SetupStep {
  if (found === undefined) return { kind, name, action: 'create', changes: [], run: calls.create };
  const changes = Object.entries(settings).flatMap(([field, after]: [string, unknown]) => {
    const before: unknown = Reflect.get(found, field);
    return isDeepStrictEqual(before, after) ? [] : [{ field, before, after }];
  });
  if (changes.length === 0) return { kind, name, action: 'none', changes, run: () => Promise.resolve() };
  return { kind, name, action: 'update', changes, run: calls.update };
}

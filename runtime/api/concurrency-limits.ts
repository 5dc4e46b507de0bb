import type { ConcurrencyLimit, TagLimit } from '../core/client-resources.ts';
import { array, boolean, entityName, freeObject, integer, maybe, number, object, optional, string, uuid, words } from '../core/schema.ts';
import { get, patch, post, query, remove } from './contract.ts';
import { page } from './filters.ts';

type Limit = { id: string; name: string; limit: number };

const names = array(string());
const taskRun = object({ names, task_run_id: uuid() });

/** Limits of task runs by their tags (Prefect's v1); each is the global limit `tag:<tag>`. */
export const concurrencyLimits = {
  /** Creates the limit of a tag, or changes it. */
  create: post(
    '/concurrency_limits/',
    object({ tag: string({ minLength: 1 }), concurrency_limit: integer({ minimum: 0 }) }),
  ).gives<TagLimit>(),
  read: get('/concurrency_limits/:id').gives<TagLimit>(),
  readByTag: get('/concurrency_limits/tag/:tag').gives<TagLimit>(),
  filter: query('/concurrency_limits/filter', object(page)).gives<TagLimit[]>(),
  /** Frees all slots, and gives them to the task runs of `slot_override`. */
  reset: post('/concurrency_limits/tag/:tag/reset', object({ slot_override: maybe(array(uuid())) })).gives<null>(),
  delete: remove('/concurrency_limits/:id').gives<null>(),
  deleteByTag: remove('/concurrency_limits/tag/:tag').gives<null>(),
  increment: post('/concurrency_limits/increment', taskRun).gives<Limit[]>(),
  decrement: post('/concurrency_limits/decrement', taskRun).gives<Limit[]>(),
};

const slots = integer({ exclusiveMinimum: 0 });
const leaseDuration = maybe(number({ minimum: 60, maximum: 86_400 }));
const mode = maybe(words('concurrency', 'rate_limit'));

/** Global limits: slots that anything may take, for a time (a lease) or until they are given back. */
export const globalConcurrencyLimits = {
  create: post(
    '/v2/concurrency_limits/',
    object({
      name: entityName(),
      limit: integer({ minimum: 0 }),
      active: optional(boolean()),
      active_slots: optional(integer({ minimum: 0 })),
      denied_slots: optional(integer({ minimum: 0 })),
      slot_decay_per_second: optional(number({ minimum: 0 })),
    }),
  ).gives<ConcurrencyLimit>(),
  read: get('/v2/concurrency_limits/:name').gives<ConcurrencyLimit>(),
  update: patch(
    '/v2/concurrency_limits/:name',
    object({
      name: maybe(entityName()),
      limit: maybe(integer({ minimum: 0 })),
      active: maybe(boolean()),
      active_slots: maybe(integer({ minimum: 0 })),
      denied_slots: maybe(integer({ minimum: 0 })),
      slot_decay_per_second: maybe(number({ minimum: 0 })),
    }),
  ).gives<null>(),
  delete: remove('/v2/concurrency_limits/:name').gives<null>(),
  filter: query('/v2/concurrency_limits/filter', object(page)).gives<ConcurrencyLimit[]>(),
  /** Takes slots of all limits that exist, or of none: then 423 with Retry-After. */
  increment: post('/v2/concurrency_limits/increment', object({ names, slots, mode })).gives<Limit[]>(),
  incrementWithLease: post(
    '/v2/concurrency_limits/increment-with-lease',
    object({ names, slots, mode, lease_duration: leaseDuration, holder: maybe(freeObject()) }),
  ).gives<{ leaseId: string; limits: Limit[] }>(),
  decrement: post(
    '/v2/concurrency_limits/decrement',
    object({ names, slots, occupancy_seconds: maybe(number({ exclusiveMinimum: 0 })) }),
  ).gives<Limit[]>(),
  decrementWithLease: post('/v2/concurrency_limits/decrement-with-lease', object({ lease_id: uuid() })).gives<null>(),
  renewLease: post('/v2/concurrency_limits/leases/:lease/renew', object({ lease_duration: leaseDuration })).gives<null>(),
};

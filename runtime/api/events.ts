import type { EventCount, EventPage } from '../core/dashboard.ts';
import { array, freeObject, maybe, number, object, optional, string, time, uuid, words } from '../core/schema.ts';
import { get, post, query } from './contract.ts';
import { eventFilter, page } from './filters.ts';

/** An event as clients send it, over REST or the websocket `/events/in`. */
export const eventCreate = object({
  id: uuid(),
  occurred: time(),
  event: string({ maxLength: 1024 }),
  resource: freeObject(),
  related: optional(array(freeObject())),
  payload: optional(freeObject()),
  follows: maybe(uuid()),
});

export const events = {
  create: post('/events', array(eventCreate)).gives<null>(),
  filter: query('/events/filter', object({ filter: maybe(eventFilter), ...page })).gives<EventPage>(),
  /** What comes after a page: its `nextPage` is the whole address. */
  filterNext: get('/events/filter/next', undefined, object({ 'page-token': string() })).gives<EventPage>(),
  countBy: query(
    '/events/count-by/:countable',
    object({
      filter: eventFilter,
      time_unit: optional(words('week', 'day', 'hour', 'minute', 'second')),
      time_interval: optional(number({ minimum: 0.01 })),
    }),
  ).gives<EventCount[]>(),
};

import type { Event } from '../core/entities.ts';
import { array, freeObject, maybe, object, optional, string, time, uuid } from '../core/schema.ts';
import { post, query } from './contract.ts';
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
  filter: query('/events/filter', object({ filter: maybe(eventFilter), ...page })).gives<{
    events: Event[];
    total: number;
    nextPage: string | null;
  }>(),
};

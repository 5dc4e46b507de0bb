import type { Wire } from '../../api/wire.ts';
import type { Event } from '../../core/entities.ts';
import { newId } from '../../core/ids.ts';
import type { NewEvent } from '../../core/ports.ts';
import type { Tx } from './database.ts';

/** An event as it is stored and sent. */
export type WireEvent = Wire<Event>;

/** Gives an event its id and times and stores it; what is published after the COMMIT. */
export function storeEvent(tx: Tx, event: NewEvent): WireEvent {
  const received = tx.now();
  const stored: WireEvent = {
    id: newId(),
    occurred: event.occurred ?? received,
    event: event.event,
    resource: event.resource,
    related: event.related ?? [],
    payload: event.payload ?? {},
    follows: null,
    received,
  };
  const resource = event.resource['prefect.resource.id'] ?? '';
  tx.run(
    'INSERT INTO event (id, occurred, received, event, resource_id, body) VALUES (?, ?, ?, ?, ?, ?)',
    ...[stored.id, stored.occurred, received, stored.event, resource, JSON.stringify(stored)],
  );
  return stored;
}

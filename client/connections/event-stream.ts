import type { Connection } from '../../runtime/api/connection.ts';
import type { ServerSocket } from '../../runtime/api/websocket.ts';
import { fromNowOn, openWebSocket, websocketToken } from '../../runtime/api/websocket.ts';
import { fromWire } from '../../runtime/api/wire.ts';
import type { Event as ServerEvent } from '../../runtime/core/entities.ts';
import type { Disposable } from '../emitter.ts';
import { t } from '../l10n.ts';
import type { Timers } from '../ports.ts';

/** What the stream tells its user. */
export interface EventStreamListener {
  /** The server sends events from now on: what was read before may be out of date. */
  connected(): void;
  event(event: ServerEvent): void;
  /** The connection is lost; it is tried again by itself. */
  lost(reason: string): void;
}

/** Opens the server's websocket of this path; the subprotocol is Prefect's. */
export type OpenSocket = (connection: Connection, path: string) => ServerSocket;

/** Runs and everything that the views show. */
const events = {
  prefix: ['prefect.flow-run.', 'prefect.task-run.', 'prefect.deployment.', 'prefect.work-pool.', 'prefect.work-queue.'],
  exclude_name: ['prefect.flow-run.heartbeat'],
};

const longestDelay = 15_000;

/** Follows the events of a server (`/events/out`) until it is disposed, and comes back after a loss. */
export function followEvents(
  connection: Connection,
  listener: EventStreamListener,
  timers: Timers,
  open: OpenSocket = openWebSocket,
): Disposable {
  let socket: ServerSocket | undefined;
  let cancel = (): void => undefined;
  let attempts = 0;
  let disposed = false;
  const start = (): void => {
    const current = open(connection, '/events/out');
    socket = current;
    current.addEventListener('open', () => current.send(JSON.stringify({ type: 'auth', token: websocketToken(connection) })));
    current.addEventListener('message', ({ data }) => {
      const message: { type?: string; event?: unknown } = JSON.parse(String(data));
      if (message.type === 'auth_success') {
        attempts = 0;
        const filter = { event: events, occurred: fromNowOn(timers.now()) };
        current.send(JSON.stringify({ type: 'filter', filter, backfill: false }));
        listener.connected();
      } else if (message.type === 'event') listener.event(toEvent(message.event));
    });
    current.addEventListener('close', ({ reason, code }) => lost(reason || t('the connection was closed with code {0}', String(code))));
    // Every error is followed by a close.
    current.addEventListener('error', () => undefined);
  };
  const lost = (reason: string): void => {
    if (disposed) return;
    listener.lost(reason);
    const delay = Math.min(longestDelay, 250 * 2 ** attempts);
    attempts += 1;
    cancel = timers.after(delay, start);
  };
  start();
  return {
    dispose() {
      disposed = true;
      cancel();
      socket?.close();
    },
  };
}

function toEvent(value: unknown): ServerEvent {
  const event: unknown = fromWire(value);
  return event as ServerEvent;
}

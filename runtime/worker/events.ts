import type { Connection } from '../api/connection.ts';
import type { ServerSocket } from '../api/websocket.ts';
import { fromNowOn, openWebSocket, websocketToken } from '../api/websocket.ts';

/** An event as the websocket brings it. */
export interface SeenEvent {
  event: string;
  resource: Record<string, string>;
}

/** An open subscription. */
export interface Subscription {
  /** Whether events arrive now; when not, only looking helps. */
  readonly live: boolean;
  close(): void;
}

/** Listens to events whose names start so, and comes back when the connection breaks. Old servers have none. */
export function subscribe(connection: Connection, prefixes: string[], heard: (event: SeenEvent) => void): Subscription {
  let socket: ServerSocket | undefined;
  let live = false;
  let closed = false;
  let pause = 250;
  let timer: NodeJS.Timeout | undefined;
  const token = websocketToken(connection);
  const open = (): void => {
    if (closed) return;
    socket = openWebSocket(connection, '/events/out');
    socket.addEventListener('open', () => socket?.send(JSON.stringify({ type: 'auth', token })));
    socket.addEventListener('message', ({ data }) => {
      const message: { type?: string; event?: SeenEvent } = JSON.parse(String(data));
      if (message.type === 'auth_success') {
        live = true;
        pause = 250;
        const filter = { event: { prefix: prefixes }, occurred: fromNowOn(Date.now()) };
        socket?.send(JSON.stringify({ type: 'filter', filter, backfill: false }));
        // Something may have happened before anybody listened.
        heard({ event: 'connected', resource: {} });
      } else if (message.event !== undefined) heard(message.event);
    });
    socket.addEventListener('close', () => {
      live = false;
      if (closed) return;
      timer = setTimeout(open, pause);
      pause = Math.min(pause * 2, 30_000);
    });
    socket.addEventListener('error', () => undefined);
  };
  open();
  return {
    get live() {
      return live;
    },
    close() {
      closed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}

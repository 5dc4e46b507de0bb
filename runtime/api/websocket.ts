import { messageOf } from '../core/errors.ts';
import type { Address, TlsOptions } from './address.ts';
import { withCookie } from './cookies.ts';
import { trustOf } from './exchange.ts';

/** The part of a websocket that clients of Prefect's need. */
export interface ServerSocket {
  send(text: string): void;
  close(): void;
  addEventListener(type: SocketEvent, listener: Listener): void;
}

type SocketEvent = 'open' | 'message' | 'close' | 'error';
type Listener = (event: { data?: unknown; reason?: string; code?: number }) => void;

const year = 365 * 86_400_000;

/**
 * The time of the events that `/events/out` is asked for: from a minute ago on. Prefect ends an open range with the moment in
 * which it was asked, and would send nothing.
 */
export const fromNowOn = (now: number): { since: string; until: string } => ({
  since: new Date(now - 60_000).toISOString(),
  until: new Date(now + year).toISOString(),
});

/**
 * Opens one of the server's websockets, as `/events/out`, with Prefect's subprotocol. Node's WebSocket takes headers,
 * which browsers' do not: gateways want theirs, cookies among them. It takes no authorities: with some, `ws` is loaded.
 */
export function openWebSocket(address: Address, path: string): ServerSocket {
  const { headers } = withCookie(address);
  const url = websocketUrl(address, path);
  if (address.tls !== undefined && url.startsWith('wss:')) return later(openTrusting(url, { ...headers }, address.tls));
  const socket = new WebSocket(url, { protocols: ['prefect'], headers: { ...headers } });
  return {
    send: (text) => socket.send(text),
    close: () => socket.close(),
    addEventListener: (type, listener) => socket.addEventListener(type, (event) => listener(plain(event))),
  };
}

async function openTrusting(url: string, headers: Record<string, string>, tls: TlsOptions): Promise<ServerSocket> {
  const { WebSocket: Class } = await import('ws');
  const socket = new Class(url, ['prefect'], { headers, ...trustOf(tls) });
  return {
    send: (text) => socket.send(text),
    close: () => socket.close(),
    addEventListener: (type, listener) => socket.addEventListener(type, (event: object) => listener(plain(event))),
  };
}

const plain = (event: object): Parameters<Listener>[0] => ({
  data: Reflect.get(event, 'data'),
  reason: Reflect.get(event, 'reason'),
  code: Reflect.get(event, 'code'),
});

/** A socket that is being made; one that cannot be is closed with the reason. */
function later(opening: Promise<ServerSocket>): ServerSocket {
  const listeners: [SocketEvent, Listener][] = [];
  let socket: ServerSocket | undefined;
  let closed = false;
  const opened = (made: ServerSocket): void => {
    for (const [type, listener] of listeners) made.addEventListener(type, listener);
    socket = made;
    if (closed) made.close();
  };
  const failed = (error: unknown): void => {
    for (const [type, listener] of listeners) if (type === 'error' || type === 'close') listener({ reason: messageOf(error) });
  };
  void opening.then(opened, failed);
  return {
    send: (text) => socket?.send(text),
    close() {
      closed = true;
      socket?.close();
    },
    addEventListener: (type, listener) => void listeners.push([type, listener]),
  };
}

/** The address of one of the server's websockets. */
export const websocketUrl = ({ url }: Address, path: string): string => url.replace(/^http/, 'ws') + path;

/** What Prefect's websockets want to be told first: the key, or the auth string; null when there is neither. */
export function websocketToken({ headers }: Address): string | null {
  const [scheme = '', value] = (headers['authorization'] ?? '').split(' ', 2);
  if (value === undefined) return null;
  return /^basic$/i.test(scheme) ? Buffer.from(value, 'base64').toString('utf8') : value;
}

import { createRequire } from 'node:module';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';
import { eventCreate } from '../api/events.ts';
import { eventFilter, logFilter } from '../api/filters.ts';
import type { Schema } from '../core/schema.ts';
import type { App } from './app.ts';
import type { BackgroundTasks, TaskWorker } from './background-tasks.ts';
import type { Guard } from './guard.ts';
import { isAuthorized, isEqual } from './guard.ts';
import type { LogFilter, LogListeners } from './live-logs.ts';
import { wantsLog } from './live-logs.ts';
import type { EventFilter, WireEvent } from './store/events.ts';
import { matches } from './store/events.ts';
import { problemsOf } from './validation.ts';

const require = createRequire(import.meta.url);

/** What the websockets need of the server. */
export interface SocketOptions {
  app: App;
  guard: Guard;
  token: string | undefined;
  tasks: BackgroundTasks;
  /** The events of the last minutes that match, oldest first, as JSON texts. */
  recent(filter: EventFilter): string[];
}

/** The open websockets. */
export interface Sockets {
  /** Sends events to those whose filter they match. */
  publish(events: readonly WireEvent[]): void;
  /** Who is told about log lines. */
  logs: LogListeners;
  /** How many are open. */
  count(): number;
  close(): void;
}

/** `/api/events/out`, `/api/events/in`, `/api/logs/out` and the queue of task workers, with Prefect's handshake (prefect-api.md 7.2). */
export function attachSockets(server: Server, options: SocketOptions): Sockets {
  const subscribers = new Map<WebSocket, EventFilter>();
  const readers = new Map<WebSocket, LogFilter>();
  const channels: Readonly<Record<string, (socket: WebSocket, trusted: boolean) => void>> = {
    '/api/events/in': (socket, trusted) => receive(socket, options, trusted),
    '/api/events/out': (socket, trusted) =>
      subscribe(socket, options, trusted, eventFilter, (filter, backfill) => {
        subscribers.set(socket, filter);
        if (backfill) for (const event of options.recent(filter)) send(socket, `{"type":"event","event":${event}}`);
        return () => subscribers.delete(socket);
      }),
    '/api/logs/out': (socket, trusted) =>
      subscribe(socket, options, trusted, logFilter, (filter) => {
        readers.set(socket, filter);
        return () => readers.delete(socket);
      }),
    '/api/task_runs/subscriptions/scheduled': (socket, trusted) => serveTasks(socket, options, trusted),
  };
  let sockets: WebSocketServer | undefined;
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = (request.url ?? '').split('?')[0];
    // The token may come with the first message instead of the upgrade, so only the other checks are made here.
    const refused = options.guard({ ...request.headers, authorization: `Bearer ${options.token ?? ''}` }, path ?? '');
    const open = path !== undefined && Object.hasOwn(channels, path) ? channels[path] : undefined;
    if (refused !== undefined || open === undefined) {
      socket.end(`HTTP/1.1 ${refused === undefined ? '404 Not Found' : '403 Forbidden'}\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets ??= openSockets();
    sockets.handleUpgrade(request, socket, head, (opened) => {
      const trusted = options.token === undefined || isAuthorized(request.headers.authorization, options.token);
      open(opened, trusted);
    });
  });
  return {
    publish(events) {
      if (subscribers.size === 0) return;
      for (const event of events) {
        const text = JSON.stringify({ type: 'event', event });
        for (const [socket, filter] of subscribers) if (matches(filter, event)) send(socket, text);
      }
    },
    logs: {
      any: () => readers.size > 0,
      publish(lines) {
        for (const log of lines) {
          const text = JSON.stringify({ type: 'log', log });
          for (const [socket, filter] of readers) if (wantsLog(filter, log)) send(socket, text);
        }
      },
    },
    count: () => sockets?.clients.size ?? 0,
    close() {
      for (const socket of sockets?.clients ?? []) socket.terminate();
    },
  };
}

/** Loaded at the first upgrade: most short-lived servers never see one. */
function openSockets(): WebSocketServer {
  const { WebSocketServer: Class }: { WebSocketServer: typeof WebSocketServer } = require('ws');
  return new Class({
    noServer: true,
    maxPayload: 2_000_000,
    perMessageDeflate: false,
    handleProtocols: (names) => (names.has('prefect') ? 'prefect' : false),
  });
}

/** A subscriber that reads so much slower than events come is dropped: it may come back and ask for the recent ones. */
const mostBuffered = 32_000_000;

function send(socket: WebSocket, text: string): void {
  if (socket.bufferedAmount > mostBuffered) socket.terminate();
  else socket.send(text);
}

const policyViolation = 1008;

/** Reads JSON messages of a socket that has shown who it is; others are closed. */
function authenticated(
  socket: WebSocket,
  options: SocketOptions,
  trusted: boolean,
  handle: (message: Record<string, unknown>) => void,
): void {
  let known = trusted;
  const slow = setTimeout(() => (known ? undefined : socket.close(policyViolation, 'Authentication required')), 10_000);
  socket.on('close', () => clearTimeout(slow));
  socket.on('error', () => socket.terminate());
  socket.on('message', (data) => {
    const message = parse(String(data));
    if (message === undefined) socket.close(policyViolation, 'Messages are JSON objects');
    else if (message['type'] === 'auth') {
      known ||= isEqual(String(message['token'] ?? ''), options.token ?? '');
      if (known) socket.send('{"type":"auth_success"}');
      else socket.close(policyViolation, 'Authentication failed');
    } else if (known) handle(message);
    else socket.close(policyViolation, 'Authentication required');
  });
}

/** Calls `begin` with each filter that the client asks for, and what that returned once it is gone. */
function subscribe<Filter>(
  socket: WebSocket,
  options: SocketOptions,
  trusted: boolean,
  schema: Schema<Filter>,
  begin: (filter: Filter, backfill: boolean) => () => void,
): void {
  authenticated(socket, options, trusted, (message) => {
    if (message['type'] !== 'filter') return;
    const filter = message['filter'] ?? {};
    if (!isValid(schema, filter)) socket.close(policyViolation, 'The filter is not valid');
    else socket.on('close', begin(filter, message['backfill'] === true));
  });
}

const isValid = <T>(schema: Schema<T>, value: unknown): value is T => problemsOf(schema, value).length === 0;

function receive(socket: WebSocket, options: SocketOptions, trusted: boolean): void {
  authenticated(socket, options, trusted, (message) => {
    if (problemsOf(eventCreate, message).length > 0) return;
    void options.app({ method: 'POST', target: '/events?from=websocket', body: [message], headers: {} });
  });
}

/** What Prefect closes with when a client says what it may not. */
const protocolViolation = 4001;

/** A task worker: it says which tasks it serves, and answers each run with `ack`, or with `quit`. */
function serveTasks(socket: WebSocket, options: SocketOptions, trusted: boolean): void {
  let worker: TaskWorker | undefined;
  authenticated(socket, options, trusted, ({ type, keys, client_id: client }) => {
    if (worker === undefined && type === 'subscribe' && isWords(keys) && typeof client === 'string') {
      worker = options.tasks.join(client, keys, (taskRun) => send(socket, taskRun));
      socket.on('close', worker.leave);
    } else if (worker !== undefined && (type === 'ack' || type === 'quit')) {
      worker.received();
      if (type === 'quit') socket.close();
    } else socket.close(protocolViolation, `Protocol violation: expected '${worker === undefined ? 'subscribe' : 'ack'}' message`);
  });
}

const isWords = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === 'string');

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

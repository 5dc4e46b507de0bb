import { createRequire } from 'node:module';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';
import { eventCreate } from '../api/events.ts';
import { eventFilter } from '../api/filters.ts';
import type { Static } from '../core/schema.ts';
import type { App } from './app.ts';
import type { Guard } from './guard.ts';
import { isAuthorized, isEqual } from './guard.ts';
import type { WireEvent } from './store/events.ts';
import { problemsOf } from './validation.ts';

const require = createRequire(import.meta.url);

type EventFilter = Static<typeof eventFilter>;

/** What the websockets need of the server. */
export interface SocketOptions {
  app: App;
  guard: Guard;
  token: string | undefined;
}

/** The open websockets. */
export interface Sockets {
  /** Sends events to those whose filter they match. */
  publish(events: readonly WireEvent[]): void;
  close(): void;
}

/** `/api/events/out` and `/api/events/in` with Prefect's handshake (prefect-api.md 7.2). */
export function attachSockets(server: Server, options: SocketOptions): Sockets {
  const subscribers = new Map<WebSocket, EventFilter>();
  let sockets: WebSocketServer | undefined;
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = (request.url ?? '').split('?')[0];
    // The token may come with the first message instead of the upgrade, so only the other checks are made here.
    const refused = options.guard({ ...request.headers, authorization: `Bearer ${options.token ?? ''}` }, path ?? '');
    if (refused !== undefined || (path !== '/api/events/out' && path !== '/api/events/in')) {
      socket.end(`HTTP/1.1 ${refused === undefined ? '404 Not Found' : '403 Forbidden'}\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets ??= openSockets();
    sockets.handleUpgrade(request, socket, head, (opened) => {
      const trusted = options.token === undefined || isAuthorized(request.headers.authorization, options.token);
      if (path === '/api/events/out') subscribe(opened, options, trusted, subscribers);
      else receive(opened, options, trusted);
    });
  });
  return {
    publish(events) {
      if (subscribers.size === 0) return;
      for (const event of events) {
        const text = JSON.stringify({ type: 'event', event });
        for (const [socket, filter] of subscribers) if (matches(filter, event)) socket.send(text);
      }
    },
    close() {
      for (const socket of sockets?.clients ?? []) socket.terminate();
    },
  };
}

/** Loaded at the first upgrade: most short-lived servers never see one. */
function openSockets(): WebSocketServer {
  const { WebSocketServer: Class }: { WebSocketServer: typeof WebSocketServer } = require('ws');
  return new Class({ noServer: true, maxPayload: 2_000_000, perMessageDeflate: false, handleProtocols: (names) => (names.has('prefect') ? 'prefect' : false) });
}

const policyViolation = 1008;

/** Reads JSON messages of a socket that has shown who it is; others are closed. */
function authenticated(socket: WebSocket, options: SocketOptions, trusted: boolean, handle: (message: Record<string, unknown>) => void): void {
  let known = trusted;
  const slow = setTimeout(() => (known ? undefined : socket.close(policyViolation, 'Authentication required')), 10_000);
  socket.on('close', () => clearTimeout(slow));
  socket.on('error', () => socket.terminate());
  socket.on('message', (data) => {
    const message = parse(String(data));
    if (message === undefined) socket.close(policyViolation, 'Messages are JSON objects');
    else if (message['type'] === 'auth') {
      known = known || isEqual(String(message['token'] ?? ''), options.token ?? '');
      if (known) socket.send('{"type":"auth_success"}');
      else socket.close(policyViolation, 'Authentication failed');
    } else if (known) handle(message);
    else socket.close(policyViolation, 'Authentication required');
  });
}

function subscribe(socket: WebSocket, options: SocketOptions, trusted: boolean, subscribers: Map<WebSocket, EventFilter>): void {
  socket.on('close', () => subscribers.delete(socket));
  authenticated(socket, options, trusted, (message) => {
    if (message['type'] !== 'filter') return;
    const filter = message['filter'] ?? {};
    if (problemsOf(eventFilter, filter).length > 0) socket.close(policyViolation, 'The filter is not valid');
    else subscribers.set(socket, filter);
  });
}

function receive(socket: WebSocket, options: SocketOptions, trusted: boolean): void {
  authenticated(socket, options, trusted, (message) => {
    if (problemsOf(eventCreate, message).length > 0) return;
    void options.app({ method: 'POST', target: '/events', body: [message], headers: {} });
  });
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** True when an event is one of those that the filter selects; an absent part selects all. */
export function matches(filter: EventFilter, event: WireEvent): boolean {
  const { event: names, resource, any_resource: anyResource } = filter;
  const id = event.resource['prefect.resource.id'] ?? '';
  if (names) {
    if (names.prefix && names.prefix.length > 0 && !names.prefix.some((prefix) => event.event.startsWith(prefix))) return false;
    if (names.exclude_prefix?.some((prefix) => event.event.startsWith(prefix)) === true) return false;
    if (names.name && names.name.length > 0 && !names.name.includes(event.event)) return false;
    if (names.exclude_name?.includes(event.event) === true) return false;
  }
  if (resource && !isResource(resource, [id])) return false;
  const related = event.related.map((labels) => labels['prefect.resource.id'] ?? '');
  return !anyResource || isResource(anyResource, [id, ...related]);
}

function isResource(wanted: { id?: string[] | null; id_prefix?: string[] | null }, ids: readonly string[]): boolean {
  if (wanted.id && wanted.id.length > 0 && !ids.some((id) => wanted.id?.includes(id) === true)) return false;
  return !(wanted.id_prefix && wanted.id_prefix.length > 0) || ids.some((id) => wanted.id_prefix?.some((prefix) => id.startsWith(prefix)) === true);
}

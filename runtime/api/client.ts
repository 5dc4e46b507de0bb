import type { Endpoint, PathParameters, Resource } from './contract.ts';
import type { Contract } from './index.ts';
import type { Camel } from './wire.ts';
import { contract } from './index.ts';
import { fromWire, toWire } from './wire.ts';

/** A request as a transport sends it; body and answer are JSON values of the wire. */
export interface Request {
  method: Endpoint['method'];
  /** Path and query below `/api`, percent-encoded. */
  path: string;
  body: unknown;
  /** True when the request may be sent twice without harm. */
  repeatable: boolean;
  signal?: AbortSignal | undefined;
}

/**
 * Carries requests to a server: over HTTP, or by a call in the same process. Answers of 400 and above are thrown as
 * MillraceError by the transport.
 */
export interface Transport {
  send(request: Request): Promise<{ status: number; body: unknown }>;
  /** Ends connections that are kept alive. */
  close(): Promise<void>;
}

/** Given with any call. */
export interface CallOptions {
  /** Query parameters, for the few operations that have some. */
  query?: Record<string, string>;
  signal?: AbortSignal;
}

type Arguments<E> =
  E extends Endpoint<infer Path, infer Body, infer _>
    ? [
        ...(PathParameters<Path> extends infer P ? (keyof P extends never ? [] : [path: P]) : []),
        ...([Body] extends [undefined] ? [] : null extends Body ? [] : [body: Camel<Body>]),
        options?: CallOptions,
      ]
    : never;

type Method<E> = E extends Endpoint<infer _P, infer _B, infer Response> ? (...args: Arguments<E>) => Promise<Response> : never;

/** One group per resource, one method per operation: `client.flowRuns.read({ id })`. Answers are in camelCase. */
export type Client = {
  readonly [R in keyof Contract]: { readonly [M in keyof Contract[R]]: Method<Contract[R][M]> };
} & {
  /** Ends the connections. */
  close(): Promise<void>;
};

const hasNoBody = (endpoint: Endpoint): boolean => endpoint.body === undefined || endpoint.body['anyOf'] !== undefined;

/** A body whose keys are all the user's, such as labels, is sent as it is. */
const isFree = (endpoint: Endpoint): boolean => endpoint.body?.['type'] === 'object' && endpoint.body['properties'] === undefined;

/** True for a request that a server which gets it twice does once: it bears its own id, or the key of what it creates. */
function isDoneOnce(body: unknown): boolean {
  const value = (from: unknown, name: string): unknown => (typeof from === 'object' && from !== null ? Reflect.get(from, name) : undefined);
  const ids = [
    value(body, 'idempotency_key'),
    value(body, 'dynamic_key'),
    value(value(value(body, 'state'), 'state_details'), 'transition_id'),
  ];
  return ids.some((id) => typeof id === 'string');
}

function method(endpoint: Endpoint, transport: Transport): (...args: unknown[]) => Promise<unknown> {
  const names = [...endpoint.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
  return async (...args) => {
    const values = names.length > 0 ? (args.shift() as Record<string, string>) : {};
    const given = hasNoBody(endpoint) ? undefined : args.shift();
    const body = isFree(endpoint) ? given : toWire(given);
    const options = (args.shift() ?? {}) as CallOptions;
    const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
    const search = options.query ? `?${new URLSearchParams(options.query).toString()}` : '';
    const answer = await transport.send({
      method: endpoint.method,
      path: path + search,
      body,
      repeatable: endpoint.reads || endpoint.method !== 'POST' || isDoneOnce(body),
      signal: options.signal,
    });
    return fromWire(answer.body);
  };
}

/** The client of a server behind a transport. */
export function createClient(transport: Transport): Client {
  const group = (resource: Resource): unknown =>
    Object.fromEntries(Object.entries(resource).map(([name, endpoint]) => [name, method(endpoint, transport)]));
  const groups = Object.entries(contract).map(([name, resource]) => [name, group(resource)]);
  return { ...Object.fromEntries(groups), close: () => transport.close() } as Client;
}

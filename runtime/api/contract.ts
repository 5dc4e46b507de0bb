import type { Schema, Static } from '../core/schema.ts';

/** One operation of the REST API. Paths are relative to `/api`; `:name` is a path parameter. */
export interface Endpoint<Path extends string = string, Body = unknown, Response = unknown> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: Path;
  /** JSON Schema of the body; undefined when there is none. */
  readonly body: Schema<Body> | undefined;
  /** What may stand behind the question mark; undefined when nothing is read there. */
  readonly query: Schema<unknown> | undefined;
  /** True when the operation only reads, so that it may run beside the writer and may be sent again. */
  readonly reads: boolean;
  /** Type of the answer, in camelCase; no value at run time. */
  readonly response?: Response;
}

/** The operations of one resource, by the name of the client's method. */
export type Resource = Readonly<Record<string, Endpoint>>;

/** The names in a path: `/flow_runs/:id/input/:key` has id and key. */
export type PathParameters<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? { [K in Name]: string } & PathParameters<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? { [K in Name]: string }
    : unknown;

/** Fixes the type of an answer: `post('/flows/', FlowCreate).gives<Flow>()`. */
interface Gives<Path extends string, Body> {
  gives<Response>(): Endpoint<Path, Body, Response>;
}

const endpoint =
  (method: Endpoint['method'], reads: boolean) =>
  <const Path extends string, B extends Schema<unknown> = Schema<undefined>>(
    path: Path,
    body?: B,
    search?: Schema<unknown>,
  ): Gives<Path, Static<B>> => ({
    gives: <Response>() => ({ method, path, body, query: search, reads }) as unknown as Endpoint<Path, Static<B>, Response>,
  });

export const get = endpoint('GET', true);
/** A POST that only reads: filters and counts. */
export const query = endpoint('POST', true);
export const post = endpoint('POST', false);
export const patch = endpoint('PATCH', false);
export const put = endpoint('PUT', false);
export const remove = endpoint('DELETE', false);

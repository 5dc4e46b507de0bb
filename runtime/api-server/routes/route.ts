import type { Endpoint, PathParameters, Resource } from '../../api/contract.ts';
import type { Tx } from '../store/database.ts';

/** A request that passed the guard, the router and the schema. */
export interface Input<Path = Record<string, string>, Body = unknown> {
  path: Path;
  query: URLSearchParams;
  body: Body;
  /** Lower-case names. */
  headers: Readonly<Record<string, string | undefined>>;
}

/** What a handler answers; no body means 204. */
export interface Output {
  status?: number;
  body?: unknown;
  /** Lower-case names; JSON unless a content type is given. */
  headers?: Readonly<Record<string, string>>;
  /** A slice is done, and the request is to be handled again: others come in between. */
  again?: boolean;
}

/** Answers one operation within a transaction; a refusal is a thrown {@link HttpError}. */
export type Handler = (tx: Tx, input: Input) => Output;

/** The handlers of a resource: one for each operation of the contract, typed by it. */
export type Handlers<R extends Resource> = {
  readonly [K in keyof R]: R[K] extends Endpoint<infer Path, infer Body, infer _Response>
    ? (tx: Tx, input: Input<PathParameters<Path>, Body>) => Output
    : never;
};

/** Whether a parameter behind the question mark says `true`. */
export const flagOf = (query: URLSearchParams, name: string): boolean => query.get(name)?.toLowerCase() === 'true';

/** A refusal with its status and Prefect's body for it. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    super(`HTTP ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** `{detail}` with a status, as FastAPI's HTTPException. */
export const refuse = (status: number, detail: string): HttpError => new HttpError(status, { detail });

/** 404 as Prefect words it: `Flow run not found`. */
export const notFound = (what: string): HttpError => refuse(404, `${what} not found`);

/** 422 as Prefect words a value that the schema accepts and the rules do not. */
export const unprocessable = (place: string, message: string, input: unknown): HttpError =>
  new HttpError(422, {
    exception_message: 'Invalid request received.',
    exception_detail: [{ type: 'value_error', loc: ['body', ...place.split('.')], msg: message, input }],
    request_body: null,
  });

import { messageOf, MillraceError } from '../core/errors.ts';
import type { ActionRequest } from './automations/triggered.ts';
import { runAutomations } from './automations/run.ts';
import { routes } from './router.ts';
import type { Input } from './routes/route.ts';
import { HttpError } from './routes/route.ts';
import { services } from './services/index.ts';
import type { Database, Tx } from './store/database.ts';
import type { WireEvent } from './store/events.ts';
import { storeEvent } from './store/events.ts';
import { troubleOf } from './store/trouble.ts';
import { problemsOf } from './validation.ts';
import { toJsonText } from './store/rows.ts';

/** A piece of work for the writer: an operation with its input, or a service. Plain data, so that it can cross threads. */
export type Job = Operation | { service: string };

/** An operation of the contract with its input. */
export interface Operation {
  route: string;
  path: Record<string, string>;
  query: string;
  body: unknown;
  headers: Record<string, string | undefined>;
}

/** What a job came to: an answer as JSON text (null for 204), or an error that is the server's own. */
export interface JobResult {
  status: number;
  text: string | null;
  fault?: string;
  headers?: Readonly<Record<string, string>>;
  /** Only a part is done: the job is to be run again. */
  again?: boolean;
}

/** The results of a batch in order, and the events to publish. */
export interface BatchResult {
  results: JobResult[];
  events: WireEvent[];
}

/** Runs jobs in one transaction, each under its own savepoint; returns once the COMMIT did. */
export function runBatch(database: Database, jobs: readonly Job[]): BatchResult {
  database.begin();
  let committed = false;
  try {
    const events: WireEvent[] = [];
    const results = jobs.map((job) => {
      const result = runJob(database, job);
      // Nothing of the batch was written, and what came now would be written one by one.
      if (!database.inTransaction()) throw new MillraceError('failed', result.fault ?? 'The transaction has ended.');
      events.push(...settleEvents(database));
      return result;
    });
    database.commit();
    committed = true;
    return { results, events };
  } finally {
    if (!committed) database.rollback();
  }
}

/** More events than this do not follow from one job: automations that wake each other end here. */
const mostEvents = 100;

/** Stores what was announced, and what automations announce in turn. */
function settleEvents(database: Database): WireEvent[] {
  const settled: WireEvent[] = [];
  let waiting = database.takeEvents();
  while (waiting.length > 0) {
    for (const event of waiting) {
      const stored = storeEvent(database, event);
      if (stored === undefined) continue;
      settled.push(stored);
      if (settled.length <= mostEvents) runAutomations(database, stored, (request) => perform(database, request));
    }
    waiting = database.takeEvents();
  }
  return settled;
}

/** Carries out an operation for an automation, which is told what came of it. Throws for what is the server's own fault. */
function perform(database: Database, { route, path, body }: ActionRequest): { status: number; body: unknown } {
  const schema = routes.get(route)?.endpoint.body;
  const problems = schema === undefined ? [] : problemsOf(schema, body);
  if (problems.length > 0) return { status: 422, body: { exception_detail: problems } };
  const { status, text, fault, again } = runJob(database, { route, path, query: '', body, headers: {} });
  if (again === true) return perform(database, { route, path, body });
  if (fault !== undefined) throw new MillraceError('failed', fault);
  return { status, body: text === null ? null : JSON.parse(text) };
}

/** Answers a reading operation outside the writer. */
export const runRead = (tx: Tx, job: Operation): JobResult => guarded(() => answer(tx, job));

const runJob = (database: Database, job: Job): JobResult =>
  guarded(() => database.savepoint(() => ('service' in job ? serve(database, job.service) : answer(database, job))));

function serve(database: Database, name: string): JobResult {
  const more = services.find((service) => service.name === name)?.run(database, (request) => perform(database, request));
  return { status: more === true ? unfinished : 200, text: null };
}

function guarded(work: () => JobResult): JobResult {
  try {
    return work();
  } catch (error) {
    if (error instanceof HttpError) return { status: error.status, text: JSON.stringify(error.body), headers: error.headers };
    const refused = refusalOf(error);
    if (refused !== undefined) return refused;
    const trouble = troubleOf(error);
    if (trouble !== undefined) return { status: 503, text: '{"exception_message":"Service Unavailable"}', fault: trouble };
    const fault = error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
    return { status: 500, text: '{"exception_message":"Internal Server Error"}', fault };
  }
}

const conflict =
  'Data integrity conflict. This usually means a unique or foreign key constraint was violated. See server logs for details.';

/**
 * What SQLite refuses because of the request: an id of nothing, a value or a list beyond its bounds. Other errors of
 * the database, such as a full disk, are the server's own.
 */
function refusalOf(error: unknown): JobResult | undefined {
  if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'ERR_SQLITE_ERROR') return undefined;
  const code = Number(Reflect.get(error, 'errcode')) & 0xff;
  if (code === sqliteConstraint) return { status: 409, text: JSON.stringify({ detail: conflict }) };
  const beyond =
    code === sqliteTooBig || code === sqliteMismatch || /^(too many SQL variables|Expression tree|LIKE or GLOB)/.test(error.message);
  if (!beyond) return undefined;
  const detail = [
    { type: 'value_error', loc: ['body'], msg: `A value or list is beyond what the database takes: ${error.message}`, input: null },
  ];
  return {
    status: 422,
    text: JSON.stringify({ exception_message: 'Invalid request received.', exception_detail: detail, request_body: null }),
  };
}

/** The status of a service that has more to do. */
export const unfinished = 202;

const sqliteTooBig = 18;
const sqliteConstraint = 19;
const sqliteMismatch = 20;

function answer(tx: Tx, job: Operation): JobResult {
  const route = routes.get(job.route);
  if (route === undefined) throw new HttpError(404, { detail: 'Not Found' });
  const input: Input = { path: job.path, query: new URLSearchParams(job.query), body: job.body, headers: job.headers };
  const output = route.handler(tx, input);
  if (output.again === true) return { status: unfinished, text: null, again: true };
  const headers = output.headers === undefined ? {} : { headers: output.headers };
  if (output.body === undefined) return { status: output.status ?? 204, text: null, ...headers };
  return { status: output.status ?? 200, text: toJsonText(output.body), ...headers };
}

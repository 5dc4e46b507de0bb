import { randomUUID } from 'node:crypto';
import type { Server, IncomingMessage, ServerResponse } from 'node:http';
import { messageOf } from '../core/errors.ts';
import { canonicalUuid } from '../core/ids.ts';
import type { JobResult, Operation } from './batch.ts';
import { runRead } from './batch.ts';
import type { Guard } from './guard.ts';
import { openapiDocument } from './openapi.ts';
import type { Pages } from './pages.ts';
import type { Route } from './router.ts';
import type { ServerSettings } from './settings.ts';
import { hasWrongIds, match } from './router.ts';
import type { Database, Tx } from './store/database.ts';
import { troubleOf } from './store/trouble.ts';
import { problemsOf, queryProblems } from './validation.ts';
import type { Writer } from './writer.ts';

// An import of node:http evaluates all that it exports, an HTTP client and a WebSocket among it: 40 ms and 14 MB more.
const { createServer } = process.getBuiltinModule('node:http');

/** A request after HTTP: what the socket and the in-process transport have in common. */
export interface AppRequest {
  method: string;
  /** Path below `/api`, percent-encoded, with its query. */
  target: string;
  /** A JSON value, or undefined when there was none. */
  body: unknown;
  headers: Record<string, string | undefined>;
}

/** Answers requests. */
export type App = (request: AppRequest) => Promise<JobResult>;

const refusal = (status: number, body: unknown): JobResult => ({ status, text: JSON.stringify(body) });

/** Where requests that only read are answered. */
type Reader = Pick<Database, keyof Tx | 'requireFile'>;

/** What takes long is done in slices, between which others are served. */
async function finished(writer: Writer, job: Operation): Promise<JobResult> {
  let result = await writer.run(job);
  while (result.again === true) result = await writer.run(job);
  return result;
}

/** Routing, validation and dispatch: readers answer here, everything else goes to the writer. */
export function createApp(options: { reader: Reader; writer: Writer; report: (fault: string) => void }): App {
  const settle = async (route: Route, job: Operation): Promise<JobResult> => {
    try {
      if (!route.endpoint.reads) return await finished(options.writer, job);
      options.reader.requireFile();
      return runRead(options.reader, job);
    } catch (error) {
      // The COMMIT failed or the writer is gone: nothing was written, and clients send the request again.
      return { status: 503, text: '{"exception_message":"Service Unavailable"}', fault: troubleOf(error) ?? messageOf(error) };
    }
  };
  return async ({ method, target, body, headers }) => {
    const [pathname, search] = split(target);
    const found = match(method, pathname);
    if (found === 307) return { status: 307, text: null };
    if (found === 404) return refusal(404, { detail: 'Not Found' });
    if (found === 405) return refusal(405, { detail: 'Method Not Allowed' });
    const { route, path } = found;
    // Not an id, not a place: FastAPI finds no route for it.
    if (hasWrongIds(path)) return refusal(404, { detail: 'Not Found' });
    const schema = route.endpoint.body;
    const given = schema !== undefined && body === undefined ? {} : body;
    if (schema !== undefined) {
      const problems = problemsOf(schema, given);
      const limit = problems.find(({ type, loc }) => type === 'maximum' && loc.at(-1) === 'limit');
      if (limit !== undefined) return refusal(422, { detail: limit.msg });
      if (problems.length > 0) return invalid(problems, given);
    }
    const wrong = route.endpoint.query === undefined ? [] : queryProblems(route.endpoint.query, search);
    if (wrong.length > 0) return invalid(wrong, given);
    for (const name of ['id', 'schedule']) if (path[name] !== undefined) path[name] = canonicalUuid(path[name]);
    const job = { route: route.id, path, query: search, body: given, headers };
    const result = await settle(route, job);
    if (result.fault !== undefined) options.report(`${method} ${pathname}: ${result.fault}`);
    return result;
  };
}

/** A body longer than this is not sent back with what is wrong with it. */
const longestEcho = 100_000;

function invalid(detail: unknown[], body: unknown): JobResult {
  const answer = { exception_message: 'Invalid request received.', exception_detail: detail, request_body: body ?? null };
  const text = JSON.stringify(answer);
  if (text.length <= longestEcho) return { status: 422, text };
  const short = detail.map((problem) => (typeof problem === 'object' ? { ...problem, input: null } : problem));
  return refusal(422, { ...answer, exception_detail: short, request_body: null });
}

function split(target: string): [string, string] {
  const at = target.indexOf('?');
  return at === -1 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)];
}

/** What stands behind HTTP: the API, who may ask it, and what is served beside it. */
export interface Front {
  app: App;
  guard: Guard;
  pages: Pages;
}

/** The app behind HTTP: who may ask, how much, how slowly, and in which form. */
export function createHttpServer(front: Front, settings: ServerSettings): Server {
  const server = createServer(
    {
      headersTimeout: settings.headersTimeout * 1000,
      requestTimeout: settings.requestTimeout * 1000,
      // Slow clients are looked for this often.
      connectionsCheckingInterval: Math.min(5000, settings.headersTimeout * 500),
      // Longer than any client keeps a connection, so that none is closed under a request.
      keepAliveTimeout: 65_000,
    },
    (request, response) => void serve(front, settings.maxRequestSize, request, response),
  );
  server.on('checkExpectation', (_request, response) => response.writeHead(417, { connection: 'close' }).end());
  return server;
}

async function serve(front: Front, maxBytes: number, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const result = await handle(front, maxBytes, request);
    const headers: Record<string, string> = { ...result.headers };
    if (result.status === 413) headers['connection'] = 'close';
    if (result.text === null) response.writeHead(result.status, headers).end();
    else {
      const bytes = typeof result.text === 'string' ? Buffer.byteLength(result.text) : result.text.length;
      headers['content-type'] ??= 'application/json';
      headers['content-length'] = String(bytes);
      // A text of ASCII alone is copied, not encoded: half the time for a page of runs.
      response.writeHead(result.status, headers).end(result.text, bytes === result.text.length ? 'latin1' : 'utf8');
    }
  } catch (error) {
    // The client went away before its request was complete: there is nobody to answer.
    if (request.destroyed && !request.complete) return;
    const reference = randomUUID();
    response
      .writeHead(503, { 'content-type': 'application/json' })
      .end(JSON.stringify({ exception_message: 'Service Unavailable', reference }));
    process.emitWarning(`Request ${reference} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}

interface Answer {
  status: number;
  text: string | Buffer | null;
  headers?: Readonly<Record<string, string>>;
}

async function handle({ app, guard, pages }: Front, maxBytes: number, request: IncomingMessage): Promise<Answer> {
  const url = request.url ?? '/';
  if (documents.has(url)) return guard(request.headers, url) ?? (await documentOf(request.method));
  if (!url.startsWith('/api/')) return pages(request.method, url, request.headers);
  const target = url.slice('/api'.length);
  if (saysTwice(request.rawHeaders)) return refusal(400, { detail: 'A header that may stand once stands twice.' });
  const refused = guard(request.headers, target);
  if (refused !== undefined) return refused;
  const text = await readBody(request, maxBytes);
  if (text === undefined) return refusal(413, { detail: `The request is larger than ${maxBytes} bytes.` });
  const parsed = parse(text);
  if ('error' in parsed) {
    return invalid([{ type: 'json_invalid', loc: ['body', 0], msg: 'JSON decode error', input: {}, ctx: { error: parsed.error } }], null);
  }
  const { host, ...headers } = request.headers;
  const result = await app({
    method: request.method ?? 'GET',
    target,
    body: parsed.value,
    headers: { host, 'user-agent': headers['user-agent'] },
  });
  if (result.status !== 307) return result;
  const [pathname, search] = split(target);
  const location = `/api${pathname.endsWith('/') ? pathname.slice(0, -1) : `${pathname}/`}${search === '' ? '' : `?${search}`}`;
  return { ...result, headers: { location: `http://${host ?? '127.0.0.1'}${location}` } };
}

const once: ReadonlySet<string> = new Set(['host', 'authorization', 'origin', 'content-type', 'content-length']);

/** Whether names and values in turn have one of the decisive headers twice: Node would take one, a proxy the other. */
function saysTwice(headers: readonly string[]): boolean {
  const seen = new Set<string>();
  for (let at = 0; at < headers.length; at += 2) {
    const name = headers[at]?.toLowerCase() ?? '';
    if (!once.has(name)) continue;
    if (seen.has(name)) return true;
    seen.add(name);
  }
  return false;
}

/** Where the description of the API is, as with Prefect. */
const documents: ReadonlySet<string> = new Set(['/openapi.json', '/api/openapi.json']);

async function documentOf(method: string | undefined): Promise<JobResult> {
  if (method !== 'GET') return refusal(405, { detail: 'Method Not Allowed' });
  return { status: 200, text: JSON.stringify(await openapiDocument()) };
}

/** The body as text; undefined when it is larger than allowed. The rest of that one is read and dropped, so that its sender hears the answer. */
function readBody(request: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else {
        chunks.length = 0;
        resolve(undefined);
      }
    });
    request.once('end', () => resolve(chunks.length === 1 ? chunks[0]?.toString('utf8') : Buffer.concat(chunks).toString('utf8')));
    request.once('error', reject);
    request.once('close', () => reject(new Error('The request ended early.')));
  });
}

/** Deeper JSON than this is nobody's flow run, and would exhaust the stack of those who walk it. */
const deepest = 200;

function parse(text: string): { value: unknown } | { error: string } {
  if (text.trim() === '') return { value: undefined };
  try {
    const value: unknown = JSON.parse(text);
    return isDeeper(value, deepest) ? { error: `nested deeper than ${deepest} levels` } : { value };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const item of Array.isArray(value) ? value : Object.values(value)) if (isDeeper(item, levels - 1)) return true;
  return false;
}

import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { messageOf, MillraceError } from '../core/errors.ts';
import type { Request, Transport } from './client.ts';
import { speakingDialects } from './dialects.ts';
import { errorFromResponse } from './errors.ts';

/** How a server is reached over HTTP. */
export interface HttpOptions {
  /** Where the API is, as `http://127.0.0.1:4280/api`. */
  url: string;
  /** Sent with every request: who we are. */
  headers?: Readonly<Record<string, string>>;
  /** How often a request is sent again after 408, 429, 502, 503 or a broken connection; 5 unless told. */
  retries?: number;
  /** Milliseconds after which an unanswered request is given up; 60,000 unless told. */
  timeout?: number;
}

/** Answers that mean "try again" to Prefect's own clients. */
const transient: ReadonlySet<number> = new Set([408, 429, 502, 503]);

/**
 * The transport over node:http, with connections kept alive. Node's own client because a run's process pays for every
 * import before the user's first line: the alternatives cost 50 to 90 ms of CPU there (bench/RESULTS.md).
 */
export function httpTransport(options: HttpOptions): Transport {
  const base = new URL(options.url);
  const opened = openAgent(base);
  const retries = options.retries ?? 5;
  return speakingDialects({
    async send(request) {
      const { start } = opened();
      for (let attempt = 0; ; attempt += 1) {
        const answer = await exchange(start, base, request, options).catch((error: unknown) => failure(error, base, request));
        if ('error' in answer ? !answer.retry : !transient.has(answer.status)) return settle(answer, request);
        if (attempt >= retries) return settle(answer, request);
        await pause(delayOf(answer, attempt), request.signal);
      }
    },
    close() {
      opened().agent.destroy();
      return Promise.resolve();
    },
  });
}

interface Answer {
  status: number;
  body: unknown;
  retryAfter: number | undefined;
}

/** A request that got no answer; `retry` when sending it again can do no harm. */
interface Failure {
  error: MillraceError;
  retry: boolean;
}

type Start = (options: RequestOptions, answered: (response: IncomingMessage) => void) => ClientRequest;

/**
 * node:http is loaded by the first request, so that importing the SDK does not pay for it; and not by an import, which
 * evaluates all that the module exports, a WebSocket among it: 40 ms more.
 */
function openAgent(base: URL): () => { agent: { destroy(): void }; start: Start } {
  let opened: { agent: { destroy(): void }; start: Start } | undefined;
  const load = (): { agent: { destroy(): void }; start: Start } => {
    const { Agent, request } = base.protocol === 'https:' ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http');
    const agent = new Agent({ keepAlive: true, maxSockets: 16, scheduling: 'lifo' });
    return { agent, start: (settings, answered) => request({ ...settings, agent }, answered) };
  };
  return () => (opened ??= load());
}

function exchange(start: Start, base: URL, request: Request, options: HttpOptions): Promise<Answer> {
  const payload = request.body === undefined ? undefined : JSON.stringify(request.body);
  const headers: Record<string, string | number> = { 'x-prefect-api-version': '0.8.4', ...options.headers };
  if (payload !== undefined) {
    headers['content-type'] = 'application/json';
    headers['content-length'] = Buffer.byteLength(payload);
  }
  const settings: RequestOptions = {
    protocol: base.protocol,
    hostname: base.hostname.replaceAll(/^\[|\]$/g, ''),
    port: base.port,
    path: base.pathname.replace(/\/$/, '') + request.path,
    method: request.method,
    headers,
    timeout: options.timeout ?? 60_000,
    ...(request.signal ? { signal: request.signal } : {}),
  };
  return new Promise((resolve, reject) => {
    const sent = start(settings, (response) => read(response).then(resolve, reject));
    sent.once('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.once('error', reject);
    sent.end(payload);
  });
}

async function read(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  const json = response.headers['content-type']?.includes('json') === true;
  const retryAfter = Number(response.headers['retry-after']);
  return {
    status: response.statusCode ?? 0,
    body: text === '' ? null : json ? parse(text) : text,
    retryAfter: Number.isFinite(retryAfter) ? retryAfter : undefined,
  };
}

/** An answer that says it is JSON and is not, as some proxies send, is shown as the text that it is. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error instanceof SyntaxError ? text : null;
  }
}

function failure(error: unknown, base: URL, request: Request): Failure {
  if (request.signal?.aborted === true) {
    const message = `${request.method} ${request.path} was cancelled.`;
    return { error: new MillraceError('cancelled', message, { cause: request.signal.reason }), retry: false };
  }
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  const refused = code === 'ECONNREFUSED';
  const message = `The server at ${base.origin} did not answer ${request.method} ${request.path}: ${messageOf(error) || String(code)}.`;
  return { error: new MillraceError('unreachable', message, { cause: error }), retry: refused || request.repeatable };
}

function settle(answer: Answer | Failure, request: Request): { status: number; body: unknown } {
  if ('error' in answer) throw answer.error;
  if (answer.status >= 400) throw errorFromResponse(answer.status, answer.body, `${request.method} ${request.path}`);
  return { status: answer.status, body: answer.body };
}

/** Milliseconds: what the server asks for, else 100 ms doubled with each attempt and a fifth of jitter. */
function delayOf(answer: Answer | Failure, attempt: number): number {
  const asked = 'error' in answer ? undefined : answer.retryAfter;
  return asked === undefined ? 100 * 2 ** attempt * (1 + Math.random() / 5) : asked * 1000;
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  const { setTimeout: sleep } = await import('node:timers/promises');
  await sleep(milliseconds, undefined, signal ? { signal } : {});
}

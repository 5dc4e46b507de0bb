import type { Address } from './address.ts';
import { messageOf, MillraceError } from '../core/errors.ts';
import type { Request, Transport } from './client.ts';
import type { Carried } from './credentials.ts';
import { createCredentials } from './credentials.ts';
import { speakingDialects } from './dialects.ts';
import { errorFromResponse } from './errors.ts';
import type { Incoming, Line } from './exchange.ts';
import { openLine } from './exchange.ts';

/** How a server is reached over HTTP. */
export interface HttpOptions extends Pick<Address, 'url' | 'login' | 'tls'>, Partial<Pick<Address, 'headers'>> {
  /** How often a request is sent again after 408, 429, 502, 503 or a broken connection; 5 unless told. */
  retries?: number;
  /** Milliseconds after which an unanswered request is given up; 60,000 unless told. */
  timeout?: number;
}

/** Answers that mean "try again" to Prefect's own clients. */
const transient: ReadonlySet<number> = new Set([408, 429, 502, 503]);

/** The transport to a server of any release, with its credentials kept up to date. */
export function httpTransport(options: HttpOptions): Transport {
  const base = new URL(options.url);
  const line = openLine(base, options.tls);
  const credentials = createCredentials(options, line);
  const retries = options.retries ?? 5;
  return speakingDialects({
    async send(request) {
      let renewed = false;
      for (let attempt = 0; ; attempt += 1) {
        const carried = await credentials.headers(request.method);
        const answer = await ask(line, carried, request, options).catch((error: unknown) => failure(error, base, request));
        if ('error' in answer ? !answer.retry : !transient.has(answer.status)) {
          // Once: new credentials that are refused as well will not be accepted a moment later.
          if ('error' in answer || renewed || !(await credentials.renew(answer, carried))) return settle(answer, request);
          renewed = true;
        } else if (attempt >= retries) return settle(answer, request);
        else await pause(delayOf(answer, attempt), request.signal);
      }
    },
    close: () => line.close(),
  });
}

/** A request that got no answer; `retry` when sending it again can do no harm. */
interface Failure {
  error: MillraceError;
  retry: boolean;
}

function ask(line: Line, carried: Carried, request: Request, options: HttpOptions): Promise<Incoming> {
  const payload = request.body === undefined ? undefined : JSON.stringify(request.body);
  const headers = {
    'x-prefect-api-version': '0.8.4',
    ...options.headers,
    ...carried,
    ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
  };
  const { method, path, signal } = request;
  return line.send({ method, path, headers, payload, timeout: options.timeout ?? 60_000, signal });
}

function failure(error: unknown, base: URL, request: Request): Failure {
  if (request.signal?.aborted === true) {
    const message = `${request.method} ${request.path} was cancelled.`;
    return { error: new MillraceError('cancelled', message, { cause: request.signal.reason }), retry: false };
  }
  if (MillraceError.is(error)) return { error, retry: false };
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  const refused = code === 'ECONNREFUSED';
  // Nobody's patience makes a certificate trusted.
  if (/CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/.test(String(code))) {
    const text = `The certificate of ${base.origin} is not trusted: ${messageOf(error)} (${String(code)}). "millrace auth test" says what to do.`;
    return { error: new MillraceError('unreachable', text, { cause: error }), retry: false };
  }
  const message = `The server at ${base.origin} did not answer ${request.method} ${request.path}: ${messageOf(error) || String(code)}.`;
  return { error: new MillraceError('unreachable', message, { cause: error }), retry: refused || request.repeatable };
}

function settle(answer: Incoming | Failure, request: Request): { status: number; body: unknown } {
  if ('error' in answer) throw answer.error;
  const { status, text, headers } = answer;
  const what = `${request.method} ${request.path}`;
  const kind = headers['content-type'] ?? '';
  const body = text === '' ? null : kind.includes('json') ? parse(text) : text;
  if (status >= 400) throw errorFromResponse(status, body, what);
  if (status >= 300) throw errorFromResponse(status, `it leads to ${headers.location ?? 'nowhere'}, which is not the API`, what);
  if (kind.includes('html')) throw errorFromResponse(status, 'a page for people, which is not the API', what);
  return { status, body };
}

/** An answer that says it is JSON and is not, as some proxies send, is shown as the text that it is. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error instanceof SyntaxError ? text : null;
  }
}

/** Milliseconds: what the server asks for, else 100 ms doubled with each attempt and a fifth of jitter. */
function delayOf(answer: Incoming | Failure, attempt: number): number {
  const asked = 'error' in answer ? Number.NaN : Number(answer.headers['retry-after']);
  return Number.isFinite(asked) ? asked * 1000 : 100 * 2 ** attempt * (1 + Math.random() / 5);
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  const { setTimeout: sleep } = await import('node:timers/promises');
  await sleep(milliseconds, undefined, signal ? { signal } : {});
}

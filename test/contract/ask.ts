import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, Transport } from '../../runtime/api/client.ts';
import { MillraceError } from '../../runtime/core/errors.ts';

/** An answer of any server; refusals are answers, too. */
export interface Answer {
  status: number;
  body: unknown;
}

/** Sends one request below `/api` to a server. */
export type Ask = (method: Request['method'], path: string, body?: unknown) => Promise<Answer>;

/** Asks the embedded server in this process. */
export const overTransport =
  (transport: Transport): Ask =>
  async (method, path, body) => {
    try {
      return await transport.send({ method, path, body, repeatable: false });
    } catch (error) {
      if (MillraceError.is(error) && error.response !== undefined) return error.response;
      throw error;
    }
  };

/**
 * Asks a server over HTTP. 503 and a connection closed after one are asked again, as Prefect's own clients do: a real
 * server on SQLite answers so whenever a write meets one of its own services.
 */
export const overHttp =
  (url: string, headers: Record<string, string> = {}): Ask =>
  async (method, path, body) => {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const answer = await fetch(url + path, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).catch(() => undefined);
      if (answer === undefined || answer.status === 503) {
        await sleep(100 * (attempt + 1));
        continue;
      }
      const text = await answer.text();
      const json = answer.headers.get('content-type')?.includes('json') === true;
      return { status: answer.status, body: text === '' ? null : json ? JSON.parse(text) : text };
    }
    throw new Error(`${method} ${url}${path} stayed unavailable.`);
  };

import type { Transport } from '../api/client.ts';
import { errorFromResponse } from '../api/errors.ts';
import type { App } from './app.ts';

/** A transport that calls the app in this process: the same validation and answers, no socket. */
export function inProcessTransport(app: App): Transport {
  return {
    async send({ method, path, body }) {
      // A copy as JSON would carry it: undefined and class instances must not reach the handlers.
      const value: unknown = body === undefined ? undefined : JSON.parse(JSON.stringify(body));
      const { status, text, headers } = await app({ method, target: path, body: value, headers: {} });
      const json = headers?.['content-type']?.includes('json') !== false;
      const answer: unknown = text === null ? null : json ? JSON.parse(text) : text;
      if (status >= 400) throw errorFromResponse(status, answer, `${method} ${path}`);
      return { status, body: answer };
    },
    close: async () => {},
  };
}

import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { JobResult } from './batch.ts';

/** Says no to a request that must not be answered; undefined lets it pass. */
export type Guard = (headers: IncomingHttpHeaders, target: string) => JobResult | undefined;

/** What is answered without a token. */
export const openPaths: ReadonlySet<string> = new Set(['/health', '/ready']);

const refusal = (status: number, body: unknown): JobResult => ({ status, text: JSON.stringify(body) });

/** Who may ask: only programs of this machine that know the token, and of pages only the server's own, if it has one. */
export function createGuard(token: string | undefined, hasPage = false): Guard {
  return (headers, target) => {
    const refused = refuseStrangers(headers, hasPage);
    if (refused !== undefined) return refused;
    const version = headers['x-prefect-api-version'];
    if (typeof version === 'string') {
      if (!/^\d+\.\d+\.\d+$/.test(version)) {
        return refusal(400, { detail: 'Invalid X-PREFECT-API-VERSION header format. Expected header format x.y.z.' });
      }
      if (version.localeCompare('0.8.0', undefined, { numeric: true }) < 0) {
        return refusal(400, { detail: `The request specified API version ${version} but this server requires version 0.8.0 or higher.` });
      }
    }
    if (token === undefined || openPaths.has(target) || isAuthorized(headers.authorization, token)) return undefined;
    return refusal(401, { exception_message: 'Unauthorized' });
  };
}

/**
 * Says no to whoever is not of this machine. The Host header defeats names that were rebound to loopback, the Origin header
 * pages in a browser: all but those that the server has served itself, whose origin is the very name that is asked.
 */
export function refuseStrangers(headers: IncomingHttpHeaders, hasPage: boolean): JobResult | undefined {
  if (!isLoopback(headers.host)) return refusal(403, { detail: 'This server answers only to loopback names.' });
  const isOwn = headers.origin === undefined || (hasPage && headers.origin === `http://${headers.host}`);
  if (!isOwn || isOfPage(headers['sec-fetch-site'])) return refusal(403, { detail: 'This server does not answer to web pages.' });
  return undefined;
}

/** What browsers say of requests that a page makes without an origin, as for an image; nothing for an address that was typed. */
const isOfPage = (site: string | string[] | undefined): boolean => site === 'cross-site' || site === 'same-site';

/** True for `Bearer <token>`, and for Basic with the token as the auth string or as its password. */
export function isAuthorized(header: string | undefined, token: string): boolean {
  const [scheme = '', value = ''] = (header ?? '').split(' ', 2);
  if (/^bearer$/i.test(scheme)) return isEqual(value, token);
  if (!/^basic$/i.test(scheme)) return false;
  const text = Buffer.from(value, 'base64').toString('utf8');
  return isEqual(text, token) || isEqual(text.slice(text.indexOf(':') + 1), token);
}

/** Compares without telling by its duration where the difference is. */
export function isEqual(given: string, token: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(token);
  return a.length === b.length && timingSafeEqual(a, b);
}

const isLoopback = (host: string | undefined): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host ?? '');

import type { FormLogin, TlsOptions } from './address.ts';
import { messageOf, MillraceError } from '../core/errors.ts';
import { keepCookie, keptCookie } from './cookies.ts';
import type { Incoming } from './exchange.ts';
import { openLine } from './exchange.ts';

/** Cookies of one login, shared by all processes of a user. */
export interface CookieSession {
  /** The header to send; logs in when there are no cookies yet. */
  cookie(): Promise<string>;
  /** Gets others, because the server does not accept these any more. */
  renew(stale: string | undefined): Promise<void>;
}

/** Posts the form when cookies are needed. Throws `unauthorized` when the login does not give any. */
export function cookieSession(login: FormLogin, tls: TlsOptions | undefined): CookieSession {
  let held: string | undefined;
  let under: Promise<string> | undefined;
  /** Many requests may find out together that they need cookies: one of them gets them. */
  const once = (work: () => Promise<string>): Promise<string> =>
    (under ??= work().finally(() => {
      under = undefined;
    }));
  const fresh = async (stale: string | undefined): Promise<string> => {
    const kept = keptCookie(login);
    // Another process may have logged in meanwhile.
    if (kept !== undefined && kept !== stale) return kept;
    const cookie = await postLogin(login, tls);
    keepCookie(login, cookie);
    return cookie;
  };
  return {
    async cookie() {
      return (held ??= await once(() => fresh(undefined)));
    },
    async renew(stale) {
      // Another request was refused with the same cookies, and has others already.
      if (held === undefined || held === stale) held = await once(() => fresh(stale));
    },
  };
}

/** Posts the form and gives the cookies of the answer as one header. Throws `unauthorized` and `unreachable`. */
export async function postLogin(login: FormLogin, tls: TlsOptions | undefined): Promise<string> {
  const url = new URL(login.url);
  const payload = new URLSearchParams([
    [login.fields.username, login.username],
    [login.fields.password, login.password],
    ...Object.entries(login.fields.others),
  ]).toString();
  const line = openLine(new URL(url.origin), tls);
  try {
    const answer = await line.send({
      method: 'POST',
      path: url.pathname + url.search,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: '*/*' },
      payload,
      timeout: 30_000,
    });
    return cookiesOf(answer, login);
  } catch (error) {
    if (MillraceError.is(error)) throw error;
    throw new MillraceError('unreachable', `The login page ${login.url} did not answer: ${messageOf(error)}.`, { cause: error });
  } finally {
    await line.close();
  }
}

function cookiesOf({ status, headers }: Incoming, { url, username }: FormLogin): string {
  if (status === 404 || status === 405 || status >= 500) {
    throw new MillraceError('unreachable', `The login page ${url} answered with ${status}: check its address.`);
  }
  const cookies = new Map<string, string>();
  for (const line of headers['set-cookie'] ?? []) {
    const pair = line.split(';', 1)[0] ?? '';
    const at = pair.indexOf('=');
    if (at > 0 && !isExpired(line)) cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
  }
  if (status < 400 && cookies.size > 0) return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const why = status < 400 ? 'answered without cookies' : `answered with ${status}`;
  throw new MillraceError('unauthorized', `The login of ${username} at ${url} was not accepted: it ${why}. Check the name and password.`);
}

/** A cookie that is taken away, as the old session's when a login fails. */
const isExpired = (line: string): boolean => /;\s*max-age=(0|-\d+)\b/i.test(line) || /;\s*expires=[^;]*\b1970\b/i.test(line);

import type { FormLogin, TlsOptions } from './address.ts';
import { errorFromResponse } from './errors.ts';
import type { Incoming, Line } from './exchange.ts';
import type { CookieSession } from './login.ts';

/** What a request carries beside the headers that are always the same. */
export interface Credentials {
  headers(method: string): Promise<Carried>;
  /** Gets others when the answer to a request with these asks for that; whether it should be sent again. */
  renew(answer: Incoming, carried: Carried): Promise<boolean>;
}

/** Headers in lower case. */
export type Carried = Readonly<Record<string, string>>;

/** Cookies of a form login and CSRF tokens. Both are got when a server asks for them, so that others pay nothing. */
export function createCredentials(
  { headers = {}, login, tls }: { headers?: Readonly<Record<string, string>>; login?: FormLogin; tls?: TlsOptions },
  line: Line,
): Credentials {
  let opened: Promise<CookieSession> | undefined;
  let csrf: { client: string; token: string } | undefined;
  const session = (given: FormLogin): Promise<CookieSession> =>
    (opened ??= import('./login.ts').then(({ cookieSession }) => cookieSession(given, tls)));
  const cookies = async (): Promise<Carried> => {
    const cookie = login === undefined ? undefined : await (await session(login)).cookie();
    return cookie === undefined ? {} : { cookie };
  };
  const askForToken = async (): Promise<boolean> => {
    const client = csrf?.client ?? crypto.randomUUID();
    const sent = { ...headers, ...(await cookies()) };
    const answer = await line.send({
      method: 'GET',
      path: `/csrf-token?client=${client}`,
      headers: sent,
      payload: undefined,
      timeout: 60_000,
    });
    if (answer.status === 401) throw errorFromResponse(401, answer.text, 'GET /csrf-token');
    if (answer.status !== 200) return false;
    const { token }: { token: string } = JSON.parse(answer.text);
    csrf = { client, token };
    return true;
  };
  return {
    async headers(method) {
      const token = csrf === undefined || method === 'GET' ? {} : { 'prefect-csrf-token': csrf.token, 'prefect-csrf-client': csrf.client };
      return { ...(await cookies()), ...token };
    },
    async renew(answer, carried) {
      if (wantsToken(answer)) return askForToken();
      if (login === undefined || !wantsLogin(answer)) return false;
      await (await session(login)).renew(carried['cookie']);
      return true;
    },
  };
}

/** What a Prefect server says with PREFECT_SERVER_CSRF_PROTECTION_ENABLED to requests without a token, or with an old one. */
const wantsToken = ({ status, text }: Incoming): boolean =>
  status === 403 && /Missing CSRF token|Missing client identifier|Invalid CSRF token/.test(text);

/** Gateways say it by 401, or lead to their login page, or show it. */
const wantsLogin = ({ status, headers }: Incoming): boolean =>
  status === 401 || (status >= 300 && status < 400) || (status === 200 && headers['content-type']?.includes('html') === true);

import { join } from 'node:path';
import { MillraceError } from '../core/errors.ts';

/** Where a server is, and how it knows us: what one process tells another. It holds secrets: never print it. */
export interface Address {
  /** Where the API is, as `http://127.0.0.1:4280/api`. */
  url: string;
  /** Sent with every request, in lower case: who we are. */
  headers: Readonly<Record<string, string>>;
  /** A form that is posted for cookies, for a server behind a login page. */
  login?: FormLogin;
  tls?: TlsOptions;
}

/** A login by a form that answers with cookies, as gateways and workbenches before a private server have it. */
export interface FormLogin {
  /** Where the form is posted to, with all of its host and path. */
  url: string;
  username: string;
  password: string;
  /** The names of the two fields that differ from user to user, and what else is posted: `tenant` → `acme`. */
  fields: { username: string; password: string; others: Readonly<Record<string, string>> };
  /** The file in which cookies are kept for the next process; only its owner may read it. */
  file: string;
}

/** How the certificate of a server is judged. */
export interface TlsOptions {
  /** A PEM file with the authorities that are trusted, instead of those that Node brings. */
  caFile?: string;
  /** Whether any certificate will do, which protects from nothing. */
  insecure?: boolean;
}

/** One named server in `profiles.json`. */
export interface Profile {
  url?: string;
  apiKey?: string;
  authString?: string;
  headers?: Record<string, string>;
  /** A PEM file with the authorities that are trusted. */
  caFile?: string;
  loginUrl?: string;
  loginUsername?: string;
  loginPassword?: string;
  /** The names of the login form's fields, as `username,password`, and what else is posted: `user,word,tenant=acme`. */
  loginFields?: string;
}

/** A profile's settings by the environment variables that say the same, which are Prefect's where Prefect has some. */
export const profileVariables = {
  url: 'PREFECT_API_URL',
  apiKey: 'PREFECT_API_KEY',
  authString: 'PREFECT_API_AUTH_STRING',
  headers: 'PREFECT_CLIENT_CUSTOM_HEADERS',
  caFile: 'PREFECT_API_SSL_CERT_FILE',
  loginUrl: 'MILLRACE_LOGIN_URL',
  loginUsername: 'MILLRACE_LOGIN_USERNAME',
  loginPassword: 'MILLRACE_LOGIN_PASSWORD',
  loginFields: 'MILLRACE_LOGIN_FIELDS',
} as const satisfies Record<keyof Profile, string>;

/** Variables by name: the environment's, or what a profile would set. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The server of some variables, which are the environment's or a profile's. Throws `invalid` for what is no URL. */
export function addressOf(variables: Variables, home: string): Address {
  const url = serverUrl(variables['PREFECT_API_URL'] ?? '');
  const login = loginOf(variables, url, home);
  const tls = tlsOf(variables);
  return {
    url,
    headers: {
      ...customHeaders(variables),
      ...credentials(variables['PREFECT_API_KEY'], variables['PREFECT_API_AUTH_STRING']),
    },
    ...(login === undefined ? {} : { login }),
    ...(tls === undefined ? {} : { tls }),
  };
}

/** The server of a profile's settings. */
export const addressOfProfile = (profile: Profile, home: string): Address => addressOf(variablesOf(profile), home);

/** What a profile says, as variables. */
export function variablesOf(profile: Profile): Variables {
  const values = { ...profile, headers: profile.headers && JSON.stringify(profile.headers) };
  return Object.fromEntries(Object.entries(profileVariables).map(([key, variable]) => [variable, Reflect.get(values, key)]));
}

/** The variables by which a process that is started reaches the same server; those that say nothing are empty. */
export function environmentOf({ url, headers, login, tls }: Address): Record<string, string> {
  const { authorization = '', ...others } = headers;
  const [scheme = '', secret = ''] = authorization.split(' ', 2);
  return {
    PREFECT_API_URL: url,
    PREFECT_API_KEY: /^bearer$/i.test(scheme) ? secret : '',
    PREFECT_API_AUTH_STRING: /^basic$/i.test(scheme) ? Buffer.from(secret, 'base64').toString('utf8') : '',
    PREFECT_CLIENT_CUSTOM_HEADERS: Object.keys(others).length > 0 ? JSON.stringify(others) : '',
    PREFECT_API_SSL_CERT_FILE: tls?.caFile ?? '',
    PREFECT_API_TLS_INSECURE_SKIP_VERIFY: tls?.insecure === true ? 'true' : '',
    MILLRACE_LOGIN_URL: login?.url ?? '',
    MILLRACE_LOGIN_USERNAME: login?.username ?? '',
    MILLRACE_LOGIN_PASSWORD: login?.password ?? '',
    MILLRACE_LOGIN_FIELDS: login === undefined ? '' : fieldsText(login.fields),
  };
}

/** An auth string wins over a key, as in Prefect's clients. */
function credentials(key: string | undefined, authString: string | undefined): Record<string, string> {
  if (authString) return { authorization: `Basic ${Buffer.from(authString).toString('base64')}` };
  return key ? { authorization: `Bearer ${key}` } : {};
}

function tlsOf(variables: Variables): TlsOptions | undefined {
  const caFile = variables['PREFECT_API_SSL_CERT_FILE'];
  const insecure = /^(1|true|yes|on)$/i.test(variables['PREFECT_API_TLS_INSECURE_SKIP_VERIFY'] ?? '');
  if (!caFile && !insecure) return undefined;
  return { ...(caFile ? { caFile } : {}), ...(insecure ? { insecure } : {}) };
}

/** A form login; its URL may leave the server out when that is the API's. */
function loginOf(variables: Variables, url: string, home: string): FormLogin | undefined {
  const place = variables['MILLRACE_LOGIN_URL'];
  if (!place) return undefined;
  const [username, password] = [variables['MILLRACE_LOGIN_USERNAME'], variables['MILLRACE_LOGIN_PASSWORD']];
  if (!username || !password || !URL.canParse(place, url)) {
    const message =
      'A form login needs MILLRACE_LOGIN_URL, MILLRACE_LOGIN_USERNAME and MILLRACE_LOGIN_PASSWORD: "millrace auth login" asks for them.';
    throw new MillraceError('invalid', message);
  }
  const fields = fieldsOf(variables['MILLRACE_LOGIN_FIELDS'] || 'username,password');
  return { url: new URL(place, url).href, username, password, fields, file: join(home, 'cookies.json') };
}

/** Two names, then what is posted beside them. */
function fieldsOf(text: string): FormLogin['fields'] {
  const parts = text.split(',').map((part) => part.trim());
  const [username = '', password = ''] = parts.filter((part) => !part.includes('='));
  const others = parts.filter((part) => part.includes('=')).map((part) => [part.split('=', 1)[0] ?? '', part.replace(/^[^=]*=/, '')]);
  return { username, password, others: Object.fromEntries(others) };
}

const fieldsText = ({ username, password, others }: FormLogin['fields']): string =>
  [username, password, ...Object.entries(others).map(([name, value]) => `${name}=${value}`)].join(',');

function customHeaders(variables: Variables): Record<string, string> {
  const text = variables['PREFECT_CLIENT_CUSTOM_HEADERS'];
  if (!text) return {};
  try {
    return lowercase(JSON.parse(text));
  } catch (error) {
    throw new MillraceError('invalid', 'PREFECT_CLIENT_CUSTOM_HEADERS is not a JSON object of texts.', {
      cause: error,
    });
  }
}

const lowercase = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

/** A server's URL without a slash at its end; throws `invalid` for what is none. */
export function serverUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new MillraceError('invalid', `"${text}" is not the URL of a server: give one such as http://127.0.0.1:4200/api.`);
  }
  return text.replace(/\/+$/, '');
}

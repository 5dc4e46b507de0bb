import type { Address } from './address.ts';
import type { LookupAddress } from 'node:dns';
import type { Socket } from 'node:net';
import { messageOf, MillraceError } from '../core/errors.ts';
import type { Client } from './client.ts';
import { createClient } from './client.ts';
import { trustOf } from './exchange.ts';
import { httpTransport } from './http.ts';

/** The steps to a server, in the order in which they are gone; the first that fails is the last that is told. */
export const connectionSteps = ['DNS', 'TCP', 'TLS', 'HTTP', 'login', 'version'] as const;

/** How one step went. */
export interface StepResult {
  step: (typeof connectionSteps)[number];
  ok: boolean;
  /** What was found, as a sentence. */
  text: string;
  /** What to do, when the step failed. */
  cure?: string;
  /** The HTTP status that a failed step was answered with. */
  status?: number;
}

/** Milliseconds that each step is given. */
const patience = 10_000;

/** Goes to a server step by step and says how each went, until one fails. Changes nothing there. */
export async function testConnection(address: Address): Promise<StepResult[]> {
  const url = new URL(address.url);
  const client = createClient(httpTransport({ ...address, retries: 0, timeout: patience }));
  const steps: [StepResult['step'], () => Promise<string>, (error: unknown) => string][] = [
    ['DNS', () => lookUp(url), () => 'check the name in the URL, and whether this machine needs a VPN'],
    ['TCP', () => connectTo(url), () => 'check the port, and whether the server runs and a firewall lets you through'],
    ['TLS', () => secure(url, address), tlsCure],
    ['HTTP', () => greet(client, address), () => `check the URL: the address of the API usually ends with /api`],
    ['login', () => enter(client, address), () => loginCure(address)],
    ['version', () => ask(client), () => 'check the URL: a server of Prefect 2.13 or newer is needed'],
  ];
  const results: StepResult[] = [];
  try {
    for (const [step, go, cure] of steps) {
      const result = await go().then(
        (text): StepResult => ({ step, ok: true, text }),
        (error: unknown): StepResult => ({
          step,
          ok: false,
          text: sentence(messageOf(error) || codeOf(error)),
          cure: cure(error),
          ...statusOf(error),
        }),
      );
      results.push(result);
      if (!result.ok) break;
    }
  } finally {
    await client.close();
  }
  return results;
}

/** The step that failed as an error; undefined when the server can be used. */
export function failureOf(results: readonly StepResult[]): MillraceError | undefined {
  const failed = results.find(({ ok }) => !ok);
  if (failed === undefined) return undefined;
  const { step, text, cure } = failed;
  return new MillraceError(step === 'login' ? 'unauthorized' : 'unreachable', `${step} failed: ${text} ${capital(cure ?? '')}.`);
}

/** Ends a text as a sentence; what servers and Node say has no full stop. */
const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

function statusOf(error: unknown): { status?: number } {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const status = MillraceError.is(cause) ? cause.response?.status : MillraceError.is(error) ? error.response?.status : undefined;
  return status === undefined ? {} : { status };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const codeOf = (error: unknown): string => (error instanceof Error ? String(Reflect.get(error, 'code')) : '');

const hostOf = (url: URL): string => url.hostname.replaceAll(/^\[|\]$/g, '');

const portOf = (url: URL): number => Number(url.port) || (url.protocol === 'https:' ? 443 : 80);

async function lookUp(url: URL): Promise<string> {
  const { lookup } = await import('node:dns/promises');
  const found: LookupAddress[] = await lookup(hostOf(url), { all: true }).catch((error: unknown) => {
    throw new Error(`The name ${url.hostname} has no address (${codeOf(error)}).`, { cause: error });
  });
  return `${url.hostname} has the address ${found.map((entry) => entry.address).join(', ')}.`;
}

async function connectTo(url: URL): Promise<string> {
  const { connect } = await import('node:net');
  await opened(connect({ host: hostOf(url), port: portOf(url) }), 'connect', (code) => {
    const what = code === 'ECONNREFUSED' ? 'Nothing listens' : code === 'timeout' ? 'Nothing answers' : `No connection (${code})`;
    return `${what} at port ${portOf(url)} of ${url.hostname}.`;
  });
  return `Port ${portOf(url)} is open.`;
}

async function secure(url: URL, { tls }: Address): Promise<string> {
  if (url.protocol !== 'https:')
    return /^(localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname)
      ? 'Not used, and nothing leaves this machine.'
      : 'Not used: whatever is sent can be read on the way.';
  const { connect, checkServerIdentity } = await import('node:tls');
  const host = hostOf(url);
  const trust = tls === undefined ? {} : trustOf(tls);
  const socket = connect({ host, port: portOf(url), servername: /^[\d.]+$|:/.test(host) ? '' : host, checkServerIdentity, ...trust });
  const about = await opened(
    socket,
    'secureConnect',
    (code, why) =>
      speaksNoTls.test(why) ? `${url.host} does not speak TLS.` : `The certificate of ${url.host} is not trusted: ${why} (${code}).`,
    () => String(socket.getProtocol()),
  );
  return tls?.insecure === true
    ? `${about}; the certificate is not checked, as it was asked for.`
    : `${about}, with a certificate that is trusted.`;
}

/** Resolves once the socket has said this, and closes it. */
async function opened(
  socket: Socket,
  event: string,
  explain: (code: string, why: string) => string,
  read = (): string => '',
): Promise<string> {
  try {
    return await new Promise<string>((resolve, reject) => {
      socket.setTimeout(patience, () => reject(new Error(explain('timeout', 'no answer in time'))));
      socket.once(event, () => resolve(read()));
      socket.once('error', (error) => reject(new Error(explain(codeOf(error), error.message), { cause: error })));
    });
  } finally {
    socket.destroy();
  }
}

/** What OpenSSL says when the other side has answered in plain text. */
const speaksNoTls = /wrong version number|packet length/i;

function tlsCure(error: unknown): string {
  const text = messageOf(error);
  if (MillraceError.is(error, 'invalid')) return 'PREFECT_API_SSL_CERT_FILE (millrace config set ca-file) must name a PEM file';
  if (/does not speak TLS/.test(text)) return 'use http:// in the URL, or the port at which the server speaks TLS';
  return 'name the file of your authority with PREFECT_API_SSL_CERT_FILE or "millrace config set ca-file FILE"';
}

/** Prefect answers this to everybody, a gateway perhaps not: then the login decides. */
async function greet(client: Client, { url }: Address): Promise<string> {
  try {
    await client.admin.health();
    return `${url} is the API of Prefect.`;
  } catch (error) {
    if (!MillraceError.is(error)) throw error;
    const status = error.response?.status;
    if (MillraceError.is(error, 'unauthorized') || (status !== undefined && status < 400)) return 'It answers, and asks who you are.';
    if (status === 404) throw new Error(`${url} answers, but it is not the API of Prefect.`, { cause: error });
    throw error;
  }
}

async function enter(client: Client, address: Address): Promise<string> {
  const { login, url } = address;
  const way = wayOf(address);
  try {
    await client.workPools.count({});
    return way === undefined ? 'The server asks for no credentials.' : `Accepted with ${way}.`;
  } catch (error) {
    if (login !== undefined && MillraceError.is(error) && error.response === undefined) throw error;
    const refused = MillraceError.is(error, 'unauthorized');
    const what = refused
      ? `does not accept ${way ?? 'requests without credentials'}`
      : `cannot be used ${way === undefined ? 'without credentials' : `with ${way}`}`;
    throw new Error(`${url} ${what}: ${messageOf(error)}`, { cause: error });
  }
}

/** What we say who we are with; undefined for nothing. */
function wayOf({ headers, login }: Address): string | undefined {
  if (login !== undefined) return `the cookies of ${login.url}`;
  const { authorization } = headers;
  if (authorization !== undefined) return /^basic/i.test(authorization) ? 'the auth string' : 'the key';
  return Object.keys(headers).length === 0 ? undefined : 'the custom headers';
}

function loginCure({ login, headers }: Address): string {
  if (login !== undefined) return 'give the name and password again with "millrace auth login"';
  if (headers['authorization'] !== undefined) return 'give the key or auth string again with "millrace config set key" or "… auth-string"';
  return 'set PREFECT_API_KEY or PREFECT_API_AUTH_STRING, or sign in with "millrace auth login" if the server has a login page';
}

async function ask(client: Client): Promise<string> {
  const version = await client.admin.version();
  if (!/^\d+\.\d+/.test(version)) throw new Error(`The server says ${JSON.stringify(version)} instead of its version.`);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 2 || (major === 2 && minor < 13)) throw new Error(`The server is Prefect ${version}, which is too old.`);
  return `The server speaks the API of Prefect ${version}.`;
}

import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer, request } from 'node:http';
import { request as requestSecurely } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Address } from '../api/address.ts';
import { createCredentials } from '../api/credentials.ts';
import { openLine, trustOf } from '../api/exchange.ts';
import { messageOf } from '../core/errors.ts';

/** Passes on to a server behind a login form, with cookies that are kept good, what programs send that know no such logins. */
export interface Relay {
  /** The server as these programs reach it: over this machine only, by an address that nobody can guess. */
  address: Address;
  close(): void;
}

interface Parts {
  base: URL;
  tls: Address['tls'];
  line: ReturnType<typeof openLine>;
  credentials: ReturnType<typeof createCredentials>;
}

/** Starts one on a free port of the loopback address, for the programs that a worker starts, as long as the worker lives. */
export async function startRelay({ url, headers, login, tls }: Address): Promise<Relay> {
  const base = new URL(url);
  const line = openLine(base, tls);
  const parts: Parts = { base, tls, line, credentials: createCredentials({ headers, ...(login && { login }), ...(tls && { tls }) }, line) };
  const prefix = `/${crypto.randomUUID()}${base.pathname.replace(/\/$/, '')}`;
  /** What is asked for below the API; undefined for those who do not know the address. */
  const below = (asked: IncomingMessage): string | undefined =>
    asked.url?.startsWith(`${prefix}/`) === true ? asked.url.slice(prefix.length) : undefined;
  const server = createServer((asked, answer) => {
    const path = below(asked);
    if (path === undefined) answer.writeHead(404).end();
    else pass(parts, path, asked, answer).catch((error: unknown) => answer.writeHead(502).end(messageOf(error)));
  });
  server.on('upgrade', (asked, socket, first) => {
    const path = below(asked);
    socket.on('error', () => socket.destroy());
    if (path === undefined) socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
    else passSocket(parts, path, asked, { socket, first }).catch(() => socket.destroy());
  });
  const port = await listen(server);
  return {
    address: { url: `http://127.0.0.1:${port}${prefix}`, headers },
    close() {
      server.close();
      server.closeAllConnections();
      void line.close();
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** Headers that are about one connection, or that the relay says itself. */
const own: ReadonlySet<string> = new Set([
  ...['host', 'cookie', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'accept-encoding', 'content-encoding'],
]);

function passedOn(headers: IncomingHttpHeaders): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !own.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

async function pass({ line, credentials }: Parts, path: string, asked: IncomingMessage, answer: ServerResponse): Promise<void> {
  const method = asked.method ?? 'GET';
  const body = await text(asked);
  const send = async (renewed: boolean): Promise<void> => {
    const carried = await credentials.headers(method);
    const headers = { ...passedOn(asked.headers), ...carried };
    const given = await line.send({ method, path, headers, payload: body === '' ? undefined : body, timeout: 60_000 });
    if (!renewed && (await credentials.renew(given, carried))) return send(true);
    answer.writeHead(given.status, passedOn(given.headers)).end(given.text);
  };
  await send(false);
}

/** A connection that wants to be a websocket, with what it has said already. */
interface Opened {
  socket: Duplex;
  first: Buffer;
}

/** A websocket: the two connections become one when the server agrees, and what it answers otherwise is its refusal. */
async function passSocket(
  { base, tls, credentials }: Parts,
  path: string,
  asked: IncomingMessage,
  { socket, first }: Opened,
): Promise<void> {
  const open = async (renewed: boolean): Promise<void> => {
    const carried = await credentials.headers('GET');
    const headers = { ...passedOn(asked.headers), ...carried, connection: 'Upgrade', upgrade: 'websocket' };
    const target = new URL(base.href.replace(/\/$/, '') + path);
    const options = { headers, ...(tls && trustOf(tls)) };
    const upstream = base.protocol === 'https:' ? requestSecurely(target, options) : request(target, options);
    upstream.once('upgrade', ({ headers: agreed }, behind, answered) => {
      const lines = Object.entries(agreed).map(([name, value]) => `${name}: ${String(value)}`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
      socket.write(answered);
      behind.write(first);
      for (const [one, other] of [[socket, behind] as const, [behind, socket] as const]) {
        one.pipe(other);
        one.once('close', () => other.destroy());
        one.on('error', () => other.destroy());
      }
    });
    upstream.once('response', (response) => {
      response.resume();
      const refused = { status: response.statusCode ?? 502, headers: response.headers, text: '' };
      const again = renewed ? Promise.resolve(false) : credentials.renew(refused, carried);
      void again.then(
        async (worth) => {
          if (worth) await open(true);
          else socket.end(`HTTP/1.1 ${refused.status} Refused\r\nconnection: close\r\n\r\n`);
        },
        () => socket.destroy(),
      );
    });
    upstream.once('error', () => socket.destroy());
    upstream.end();
  };
  await open(false);
}

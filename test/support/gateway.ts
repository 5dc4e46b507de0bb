import { readFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer, request } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** How the gateway says that somebody has to log in. */
export type Refusal = 'status' | 'redirect' | 'page';

/** A gateway before a server: whoever posts name and password to `/login` gets cookies, and nobody else passes. */
export interface Gateway {
  /** Where the API is, through the gateway. */
  url: string;
  /** How often the form was posted. */
  logins: number;
  /** What was posted last. */
  form: string;
  /** Method and path of what was let through. */
  passed: string[];
  /** Websockets that were let through. */
  sockets: number;
  /** Ends all sessions, as a night does. */
  expire(): void;
  close(): Promise<void>;
}

const certificates = join(import.meta.dirname, 'certificates');

/** The authority that has signed the certificate of a gateway with `tls`. */
export const authority = join(certificates, 'authority.pem');

export interface GatewayOptions {
  /** Headers for the server behind it, as the key of an embedded one. */
  headers?: Readonly<Record<string, string>>;
  refusal?: Refusal;
  tls?: boolean;
}

/** Starts a gateway before the API at `target`, for alice with the password `open sesame`. */
export async function startGateway(
  target: string,
  { headers = {}, refusal = 'status', tls = false }: GatewayOptions = {},
): Promise<Gateway> {
  const to = new URL(target);
  let session = 1;
  const open = new Set<Socket>();
  const isIn = (asked: IncomingMessage): boolean => (asked.headers.cookie ?? '').split('; ').includes(`session=s${session}`);
  const logIn = async (asked: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(await text(asked));
    gateway.logins += 1;
    gateway.form = form.toString();
    const right = form.get('username') === 'alice' && form.get('password') === 'open sesame';
    const cookies = [`session=s${session}; HttpOnly; Path=/`, 'lang=en; Path=/', 'old=; Expires=Thu, 01 Jan 1970 00:00:00 GMT'];
    if (right) answer.writeHead(302, { location: '/', 'set-cookie': cookies }).end();
    else answer.writeHead(403, { 'set-cookie': 'session=; Max-Age=0' }).end('no');
  };
  const refuse = (answer: ServerResponse): void => {
    if (refusal === 'status') answer.writeHead(401).end();
    else if (refusal === 'redirect') answer.writeHead(302, { location: '/login' }).end();
    else answer.writeHead(200, { 'content-type': 'text/html' }).end('<form>');
  };
  const pass = (asked: IncomingMessage, answer: ServerResponse): void => {
    gateway.passed.push(`${asked.method} ${asked.url}`);
    const { cookie: _cookie, host: _host, ...passed } = asked.headers;
    const options = { host: to.hostname, port: to.port, path: asked.url, method: asked.method, headers: { ...passed, ...headers } };
    const forwarded = request(options, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    forwarded.once('error', () => answer.writeHead(502).end());
    asked.pipe(forwarded);
  };
  const listener: RequestListener = (asked, answer) => {
    if (asked.url === '/login') void logIn(asked, answer);
    else if (isIn(asked)) pass(asked, answer);
    else refuse(answer);
  };
  const files = { key: readFileSync(join(certificates, 'server.key.pem')), cert: readFileSync(join(certificates, 'server.pem')) };
  const server = tls ? createSecureServer(files, listener) : createServer(listener);
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.on('upgrade', (asked: IncomingMessage, socket: Socket) => {
    if (!isIn(asked)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      return;
    }
    gateway.sockets += 1;
    const { cookie: _cookie, ...passed } = asked.headers;
    const lines = Object.entries({ ...passed, ...headers, host: to.host }).map(([name, value]) => `${name}: ${String(value)}`);
    const behind = connect(Number(to.port), to.hostname, () => {
      behind.write(`GET ${asked.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      socket.pipe(behind).pipe(socket);
    });
    for (const end of [socket, behind]) end.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const gateway: Gateway = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}${to.pathname}`,
    logins: 0,
    form: '',
    passed: [],
    sockets: 0,
    expire: () => void (session += 1),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
  return gateway;
}

import type { TlsOptions } from './address.ts';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http';
import { messageOf, MillraceError } from '../core/errors.ts';

/** A request as it is sent. */
export interface Outgoing {
  method: string;
  /** Below the line's address. */
  path: string;
  headers: Readonly<Record<string, string>>;
  payload: string | undefined;
  /** Milliseconds after which it is given up. */
  timeout: number;
  signal?: AbortSignal | undefined;
}

/** An answer as it came. */
export interface Incoming {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Connections to one server that are kept alive. */
export interface Line {
  send(request: Outgoing): Promise<Incoming>;
  close(): Promise<void>;
}

/**
 * Opens a line over node:http. Node's own client because a run's process pays for every import before the user's first
 * line: the alternatives cost 50 to 90 ms of CPU there (bench/RESULTS.md).
 */
export function openLine(base: URL, tls: TlsOptions | undefined): Line {
  let opened: Opened | undefined;
  return {
    async send(request) {
      const { start } = (opened ??= openAgent(base, tls));
      return exchange(start, base, request);
    },
    close() {
      opened?.close();
      return Promise.resolve();
    },
  };
}

type Start = (options: RequestOptions, answered: (response: IncomingMessage) => void) => ClientRequest;

interface Opened {
  start: Start;
  close(): void;
}

/**
 * node:http is loaded by the first request, so that importing the SDK does not pay for it; and not by an import, which
 * evaluates all that the module exports, a WebSocket among it: 40 ms more.
 */
function openAgent(base: URL, tls: TlsOptions | undefined): Opened {
  const secure = base.protocol === 'https:';
  const { Agent, request } = secure ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http');
  const agent = new Agent({ keepAlive: true, maxSockets: 16, scheduling: 'lifo', ...(secure && tls !== undefined ? trustOf(tls) : {}) });
  return { start: (settings, answered) => request({ ...settings, agent }, answered), close: () => agent.destroy() };
}

/** The options of node:tls that say the same. Throws `invalid` when the file cannot be used. */
export function trustOf({ caFile, insecure }: TlsOptions): { ca?: string; rejectUnauthorized?: boolean } {
  return {
    ...(caFile === undefined ? {} : { ca: readAuthorities(caFile) }),
    ...(insecure === true ? { rejectUnauthorized: false } : {}),
  };
}

/** Node would take any text, and trust nobody. */
function readAuthorities(file: string): string {
  const text = readText(file);
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new MillraceError('invalid', `${file} is no PEM file of trusted authorities: it holds no certificate.`);
}

function readText(file: string): string {
  try {
    return process.getBuiltinModule('node:fs').readFileSync(file, 'utf8');
  } catch (error) {
    throw new MillraceError('invalid', `The PEM file ${file} of trusted authorities cannot be read: ${messageOf(error)}.`, {
      cause: error,
    });
  }
}

function exchange(start: Start, base: URL, { method, path, headers, payload, timeout, signal }: Outgoing): Promise<Incoming> {
  const settings: RequestOptions = {
    protocol: base.protocol,
    hostname: base.hostname.replaceAll(/^\[|\]$/g, ''),
    port: base.port,
    path: base.pathname.replace(/\/$/, '') + path,
    method,
    headers: payload === undefined ? headers : { ...headers, 'content-length': Buffer.byteLength(payload) },
    timeout,
    ...(signal ? { signal } : {}),
  };
  return new Promise((resolve, reject) => {
    const send = (): void => {
      const sent = start(settings, (response) => read(response).then(resolve, reject));
      sent.once('timeout', () => sent.destroy(new Error('no answer in time')));
      sent.once('error', (error) => (wasStale(sent, error) ? send() : reject(error)));
      sent.end(payload);
    };
    send();
  });
}

/**
 * Whether the server had ended a kept connection when it was used again, as uvicorn does after five idle seconds and after
 * each fault of its own: it has not read the request.
 */
const wasStale = ({ reusedSocket }: ClientRequest, error: Error): boolean => reusedSocket && Reflect.get(error, 'code') === 'ECONNRESET';

async function read(response: IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') };
}

import type { Client } from '../../runtime/api/client.ts';
import { createClient } from '../../runtime/api/client.ts';
import type { Database } from '../../runtime/api-server/store/database.ts';
import type { WireEvent } from '../../runtime/api-server/store/events.ts';
import type { ServerSettings } from '../../runtime/api-server/settings.ts';
import { createApp } from '../../runtime/api-server/app.ts';
import { inProcessTransport } from '../../runtime/api-server/in-process.ts';
import { defaultSettings } from '../../runtime/api-server/settings.ts';
import { openDatabase } from '../../runtime/api-server/store/database.ts';
import { inlineWriter } from '../../runtime/api-server/writer.ts';

/** An answer as it is sent. */
export interface Answer {
  status: number;
  body: unknown;
}

/** The embedded server without a socket, over a database in memory and a clock that stands still until it is moved. */
export interface MemoryServer extends AsyncDisposable {
  client: Client;
  database: Database;
  /** Everything published so far. */
  events: WireEvent[];
  /** What the server reported as its own faults. */
  faults: string[];
  /** Sends a request as it is, without the client's conversions. */
  request(method: string, target: string, body?: unknown): Promise<Answer>;
  /** Runs a service of the server once. */
  service(name: string): Promise<void>;
  /** Lets so many seconds pass. */
  pass(seconds: number): void;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Starts one; the clock stands at 2026-11-21T06:00:00Z unless told. */
export function memoryServer(options: { settings?: Partial<ServerSettings>; at?: string } = {}): MemoryServer {
  let now = Date.parse(options.at ?? '2026-11-21T06:00:00Z');
  const events: WireEvent[] = [];
  const faults: string[] = [];
  const database = openDatabase({ path: ':memory:', settings: { ...defaultSettings, ...options.settings }, now: () => now });
  const writer = inlineWriter(database, (published) => events.push(...published));
  const app = createApp({ reader: database, writer, report: (fault) => faults.push(fault) });
  return {
    client: createClient(inProcessTransport(app)),
    database,
    events,
    faults,
    async request(method, target, body) {
      const { status, text, headers } = await app({ method, target, body, headers: {} });
      const json = headers?.['content-type']?.includes('json') !== false;
      return { status, body: text === null ? null : json ? JSON.parse(text) : text };
    },
    async service(name) {
      const { fault } = await writer.run({ service: name });
      if (fault !== undefined) throw new Error(fault);
    },
    pass(seconds) {
      now += seconds * 1000;
    },
    now: () => now,
    [Symbol.asyncDispose]: () => writer.close(),
  };
}

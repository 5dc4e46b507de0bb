import type { Server } from 'node:http';
import { join } from 'node:path';
import type { Transport } from '../api/client.ts';
import type { Clock } from '../core/ports.ts';
import { messageOf } from '../core/errors.ts';
import { createApp, createHttpServer } from './app.ts';
import { createGuard } from './guard.ts';
import { inProcessTransport } from './in-process.ts';
import { announcingLogs } from './live-logs.ts';
import { ensureToken, removeServerFile, takeLock, writeServerFile } from './lock.ts';
import manifest from '../package.json' with { type: 'json' };
import { services } from './services/index.ts';
import { forgiveSilence } from './services/silent-runs.ts';
import type { ServerSettings } from './settings.ts';
import { defaultSettings } from './settings.ts';
import { openDatabase } from './store/database.ts';
import { recentEvents } from './store/events.ts';
import type { WireEvent } from './store/events.ts';
import { loadValidator } from './validation.ts';
import type { Sockets } from './websocket.ts';
import { attachSockets } from './websocket.ts';
import type { Writer } from './writer.ts';
import { inlineWriter, threadWriter } from './writer.ts';

/** How an embedded server is started. */
export interface ServerOptions {
  /** The folder of the database, the token and the server file. */
  home: string;
  /** The database; `millrace.db` in the home unless told, `:memory:` for one that ends with the process. */
  database?: string;
  /** 4280 unless told; 0 takes any free one. */
  port?: number;
  /** Whether the token is asked for; true unless told. */
  auth?: boolean;
  /** Whether other programs of this user may find the server; true unless told. */
  advertise?: boolean;
  /** Whether the writer has a thread of its own; true unless told. Never for `:memory:`. */
  thread?: boolean;
  /** A process whose store this one takes over: one that is ending and writes no more. */
  takeOver?: number;
  settings?: Partial<ServerSettings>;
  clock?: Pick<Clock, 'now'>;
  /** Told what goes wrong inside, one line each. */
  report?: (fault: string) => void;
}

/** A server that answers. */
export interface RunningServer {
  /** As `http://127.0.0.1:4280/api`. */
  url: string;
  token: string | undefined;
  /** Reaches the server without a socket. */
  transport: Transport;
  /** Where it keeps its data; undefined when it does not. */
  persists: string | undefined;
  /** Milliseconds since anybody used the server; 0 while somebody follows its events. */
  unusedFor(): number;
  /** Answers what is under way, writes everything and stops. */
  close(): Promise<void>;
}

/** The port unless another is asked for. */
export const defaultPort = 4280;

/** Starts the embedded server on loopback. Throws `conflict` when the database or the port is taken. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const memory = options.database === ':memory:';
  const advertise = options.advertise !== false;
  const lock = memory && !advertise ? undefined : takeLock(options.home, options.takeOver);
  const settings = { ...defaultSettings, ...options.settings };
  const now = options.clock?.now ?? Date.now;
  const path = options.database ?? join(options.home, 'millrace.db');
  let sockets: Sockets | undefined;
  const publish = (events: readonly WireEvent[]): void => sockets?.publish(events);
  const report = options.report ?? ((fault: string) => process.emitWarning(fault));
  try {
    const owner = openDatabase({ path, settings, now });
    owner.begin();
    forgiveSilence(owner);
    owner.commit();
    const threaded = options.thread !== false && !memory;
    const reader = threaded ? openDatabase({ path, settings, now, readOnly: true }) : owner;
    if (threaded) owner.close();
    const writer = threaded ? threadWriter({ path, settings }, publish, (error) => report(error.message)) : inlineWriter(owner, publish);
    const token = options.auth === false ? undefined : ensureToken(options.home);
    const app = announcingLogs(createApp({ reader, writer, report }), () => sockets?.logs);
    const guard = createGuard(token);
    const server = createHttpServer(app, guard, settings.maxRequestSize);
    sockets = attachSockets(server, { app, guard, token, recent: (filter) => recentEvents(reader, filter) });
    const followers = sockets;
    let lastUsed = now();
    server.on('request', () => (lastUsed = now()));
    const unusedFor = (): number => {
      if (followers.count() > 0) lastUsed = now();
      return now() - lastUsed;
    };
    const url = await listen(server, options.port ?? defaultPort);
    if (advertise) {
      writeServerFile(options.home, {
        pid: process.pid,
        startedAt: new Date().toISOString(),
        url,
        version: manifest.version,
        ephemeral: memory,
      });
    }
    const stopServices = startServices(writer, settings, report);
    const warm = setTimeout(loadValidator, 200);
    warm.unref();
    const close = async (): Promise<void> => {
      stopServices();
      clearTimeout(warm);
      if (advertise) removeServerFile(options.home);
      sockets?.close();
      await stopListening(server);
      await writer.close();
      if (threaded) reader.close();
      lock?.release();
    };
    return { url, token, transport: inProcessTransport(app), persists: memory ? undefined : path, unusedFor, close };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}/api`);
    });
  });
}

function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2000).unref();
  });
}

/** Runs each service in the writer, at its pace and once at the start. */
function startServices(writer: Writer, settings: ServerSettings, report: (fault: string) => void): () => void {
  const timers = services.map((service) => {
    const run = (): void => {
      writer.run({ service: service.name }).then(
        ({ fault }) => (fault === undefined ? undefined : report(`${service.name}: ${fault}`)),
        (error: unknown) => report(`${service.name}: ${messageOf(error)}`),
      );
    };
    setImmediate(run);
    const timer = setInterval(run, service.every(settings) * 1000);
    timer.unref();
    return timer;
  });
  return () => timers.forEach((timer) => clearInterval(timer));
}

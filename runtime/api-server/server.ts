import type { Server } from 'node:http';
import { join } from 'node:path';
import type { Transport } from '../api/client.ts';
import type { Clock } from '../core/ports.ts';
import { createBackgroundTasks, listingTaskWorkers } from './background-tasks.ts';
import { createApp, createHttpServer } from './app.ts';
import { createGuard } from './guard.ts';
import { inProcessTransport } from './in-process.ts';
import { announcingLogs } from './live-logs.ts';
import { createOutgoing } from './outgoing.ts';
import { listen, stopListening } from './listen.ts';
import { ensureToken, removeServerFile, takeLock, writeServerFile } from './lock.ts';
import manifest from '../package.json' with { type: 'json' };
import type { PageFolders } from './pages.ts';
import { createPages } from './pages.ts';
import { forgiveSilence } from './services/silent-runs.ts';
import type { ServerSettings } from './settings.ts';
import { defaultSettings } from './settings.ts';
import type { Database, Tx } from './store/database.ts';
import { openDatabase } from './store/database.ts';
import { recentEvents } from './store/events.ts';
import type { WireEvent } from './store/events.ts';
import { cannotOpen } from './store/trouble.ts';
import { startServices } from './timetable.ts';
import { loadValidator } from './validation.ts';
import type { Sockets } from './websocket.ts';
import { attachSockets } from './websocket.ts';
import type { Writer } from './writer.ts';
import { inlineWriter, threadWriter } from './writer.ts';

export type { PageFolders } from './pages.ts';

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
  /** Prefect's own page, to be served beside the API; none unless told. */
  page?: PageFolders;
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
  /** What is to be ended, in the order in which it was begun. */
  const begun: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const end of begun.splice(0).toReversed()) await end();
  };
  try {
    return { ...(await start(options, (end) => begun.push(end))), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(options: ServerOptions, ending: (end: () => unknown) => void): Promise<Omit<RunningServer, 'close'>> {
  const memory = options.database === ':memory:';
  const advertise = options.advertise !== false;
  const settings = { ...defaultSettings, ...options.settings };
  const report = options.report ?? ((fault: string) => process.emitWarning(fault));
  if (!memory || advertise) ending(takeLock(options.home, options.takeOver).release);
  const followers: Sockets[] = [];
  const { reader, writer, path } = openStore(options, settings, report, (events) => {
    for (const each of followers) each.publish(events);
    tasks.notice(events);
    outgoing.notice(events);
  });
  const tasks = createBackgroundTasks(reader);
  ending(tasks.close);
  const outgoing = createOutgoing(
    reader,
    (event) => writer.run({ route: 'events.create', path: {}, query: '', body: [event], headers: {} }),
    report,
  );
  // The writer ends last: who may write leaves one whole file behind, and a reader could not.
  ending(writer.close);
  ending(reader.close);
  // Before the writer, which is told what has come of what was sent.
  ending(outgoing.close);
  const token = options.auth === false ? undefined : ensureToken(options.home);
  const app = announcingLogs(listingTaskWorkers(createApp({ reader, writer, report }), tasks), () => followers[0]?.logs);
  const guard = createGuard(token, options.page !== undefined);
  const pages = createPages(options.page ?? {}, token !== undefined);
  const server = createHttpServer({ app, guard, pages }, settings);
  ending(() => stopListening(server));
  const sockets = attachSockets(server, { app, guard, token, tasks, recent: (filter) => recentEvents(reader, filter) });
  followers.push(sockets);
  ending(sockets.close);
  const url = await listen(server, options.port ?? defaultPort);
  if (advertise) {
    const startedAt = new Date().toISOString();
    writeServerFile(options.home, { pid: process.pid, startedAt, url, version: manifest.version, ephemeral: memory });
    ending(() => removeServerFile(options.home));
  }
  const warm = setTimeout(loadValidator, 200).unref();
  ending(() => clearTimeout(warm));
  ending(startServices(writer, settings, report));
  const unusedFor = createIdleClock(server, sockets, options.clock?.now ?? Date.now);
  return { url, token, transport: inProcessTransport(app), persists: memory ? undefined : path, unusedFor };
}

interface Store {
  reader: Pick<Database, keyof Tx | 'requireFile'> & { close(): void };
  writer: Writer;
  path: string;
}

/** The database twice, to read here and to write in a thread; once when it is in memory. */
function openStore(
  options: ServerOptions,
  settings: ServerSettings,
  report: (fault: string) => void,
  publish: (events: readonly WireEvent[]) => void,
): Store {
  const now = options.clock?.now ?? Date.now;
  const path = options.database ?? join(options.home, 'millrace.db');
  const owner = openDatabase({ path, settings, now });
  try {
    owner.begin();
    forgiveSilence(owner);
    owner.commit();
  } catch (error) {
    owner.close();
    throw cannotOpen(path, error);
  }
  if (options.thread === false || path === ':memory:') {
    return { reader: { ...owner, close: () => undefined }, writer: inlineWriter(owner, publish), path };
  }
  const reader = openDatabase({ path, settings, now, readOnly: true });
  owner.close();
  return { reader, writer: threadWriter({ path, settings }, publish, (error) => report(error.message)), path };
}

/** Milliseconds since the last request; 0 while somebody follows the events. */
function createIdleClock(server: Server, sockets: Sockets, now: () => number): () => number {
  let lastUsed = now();
  server.on('request', () => (lastUsed = now()));
  return () => {
    if (sockets.count() > 0) lastUsed = now();
    return now() - lastUsed;
  };
}

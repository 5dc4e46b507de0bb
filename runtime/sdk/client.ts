import type { Client, Transport } from '../api/client.ts';
import type { Connection } from '../api/connection.ts';
import { MillraceError } from '../core/errors.ts';
import type { Reach } from './last-words.ts';

/** What this process reaches the server through. */
interface Session {
  transport: Transport;
  close(): Promise<void>;
  /** Whether the server is another process's embedded one, which may end before we do. */
  borrowed: boolean;
  /** How another process would reach the same server. */
  reach: Reach;
}

let session: Promise<Session> | undefined;
let closing: Promise<void> = Promise.resolve();
let fixed: Client | undefined;
let client: Promise<Client> | undefined;
let users = 0;
let reached: Reach | undefined;
let idle: ReturnType<typeof setTimeout> | undefined;

/** Milliseconds that a session stays open for the next call, before the process may end. */
const idleTime = 30;

/**
 * The client of the server that is meant: the one of Prefect's environment variables, of the profile in use, or the
 * embedded one. When none runs, this process opens the embedded store itself, and others that come meanwhile are
 * answered by it. Nothing has to be closed: what is open ends when nothing uses it.
 */
export async function getClient(): Promise<Client> {
  if (fixed !== undefined) return fixed;
  client ??= import('../api/client.ts').then(({ createClient }) => createClient({ send, close: closeClient }));
  return client;
}

/** Fixes where runs of this process are recorded, for the processes of workers and for tests. */
export function useClient(given: Client | undefined): void {
  fixed = given;
}

/** Keeps the session open while work that needs the server is under way. */
export async function keepOpen<T>(work: () => Promise<T>): Promise<T> {
  users += 1;
  clearTimeout(idle);
  try {
    return await work();
  } finally {
    users -= 1;
    if (users === 0 && session !== undefined) idle = setTimeout(() => void closeClient(), idleTime);
  }
}

/** How this process reaches its server now; undefined before the first call and after the last. */
export const reachNow = (): Reach | undefined => reached;

/** Closes the connections, and the store when this process opened it; the next call opens them anew. */
export async function closeClient(): Promise<void> {
  clearTimeout(idle);
  const opened = session;
  session = undefined;
  reached = undefined;
  // The next session opens after this one is closed: a store has one owner, also within a process.
  if (opened !== undefined) {
    closing = opened.then(
      ({ close }) => close(),
      () => undefined,
    );
  }
  await closing;
}

const send: Transport['send'] = (request) =>
  keepOpen(async () => {
    const used = (session ??= open());
    try {
      return await (await used).transport.send(request);
    } catch (error) {
      const gone = MillraceError.is(error, 'unreachable') && (await used).borrowed;
      if (!gone) {
        if (session === used && !(await isOpen(used))) session = undefined;
        throw error;
      }
      // The process that had the store ended: this one opens it, or finds who did.
      if (session === used) await closeClient();
      session ??= open();
      return (await session).transport.send(request);
    }
  });

const isOpen = (opened: Promise<Session>): Promise<boolean> =>
  opened.then(
    () => true,
    () => false,
  );

async function open(): Promise<Session> {
  await closing;
  const opened = await openAny();
  reached = opened.reach;
  return opened;
}

async function openAny(): Promise<Session> {
  const { homeFolder, resolveConnection } = await import('../api/connection.ts');
  const connection = resolveConnection(process.env);
  if (connection !== undefined) return remote(connection);
  const { startServer } = await import('../api-server/server.ts');
  const home = homeFolder(process.env);
  try {
    const server = await startServer({ home, port: 0, thread: false });
    return { transport: server.transport, close: () => server.close(), borrowed: false, reach: { home } };
  } catch (error) {
    if (!MillraceError.is(error, 'conflict')) throw error;
    return another(error);
  }
}

/** Another process was faster: it is the server as soon as it says where. */
async function another(conflict: MillraceError): Promise<Session> {
  const { resolveConnection } = await import('../api/connection.ts');
  const { systemClock } = await import('../core/clock.ts');
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const connection = resolveConnection(process.env);
    if (connection !== undefined) return remote(connection);
    await systemClock.sleep(100);
  }
  throw conflict;
}

async function remote(connection: Connection): Promise<Session> {
  const { httpTransport } = await import('../api/http.ts');
  const borrowed = connection.source === 'embedded';
  const transport = httpTransport({ ...connection, ...(borrowed ? { retries: 1 } : {}) });
  return { transport, close: () => transport.close(), borrowed, reach: connection };
}

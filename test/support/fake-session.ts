import type { Request } from '../../runtime/api/client.ts';
import { createClient } from '../../runtime/api/client.ts';
import type { Event } from '../../runtime/core/entities.ts';
import { MillraceError } from '../../runtime/core/errors.ts';
import type { EventStreamListener } from '../../client/connections/event-stream.ts';
import { ServerSession } from '../../client/connections/server-session.ts';
import { FakeTimers } from './fake-timers.ts';

/** Answers a request as a server would; undefined is answered with 404. */
export type Respond = (request: Pick<Request, 'method' | 'path' | 'body'>) => unknown;

/** A session with a server that exists only here. */
export interface FakeSession {
  session: ServerSession;
  timers: FakeTimers;
  /** What was asked, as `POST /flow_runs/filter`. */
  requests: string[];
  /** What was said to the log. */
  said: string[];
  stream(): EventStreamListener;
  send(event: Event): void;
  /** Makes the server another one, or none. */
  move(url: string | undefined): void;
}

interface FakeSessionOptions {
  live?: boolean;
  /** Waited for before servers other than the first say their version. */
  greeting?: () => Promise<void>;
}

/** Opens a session with a server; one that is not live tells nothing by itself. */
export async function fakeSession(respond: Respond, { live = true, greeting }: FakeSessionOptions = {}): Promise<FakeSession> {
  const timers = new FakeTimers();
  const requests: string[] = [];
  const said: string[] = [];
  const first = 'http://127.0.0.1:1/api';
  let url: string | undefined = first;
  let listener: EventStreamListener | undefined;
  const session = new ServerSession({
    resolve: async () => (url === undefined ? undefined : { url, headers: {}, source: 'embedded', name: 'embedded' }),
    connect: (connection) =>
      createClient({
        async send(request) {
          requests.push(`${request.method} ${request.path}`);
          if (greeting !== undefined && request.path === '/admin/version' && connection.url !== first) await greeting();
          const body = request.path === '/admin/version' ? '3.9.1' : await respond(request);
          if (body === undefined) throw new MillraceError('not-found', `${request.path} is not there.`);
          return { status: 200, body };
        },
        close: async () => undefined,
      }),
    follow(_connection, given) {
      listener = given;
      if (live) given.connected();
      return { dispose: () => undefined };
    },
    timers,
    log: { info: (text) => said.push(text), error: (text) => said.push(text) },
  });
  await session.refresh();
  const stream = (): EventStreamListener => {
    if (listener === undefined) throw new Error('Nobody follows the events.');
    return listener;
  };
  return { session, timers, requests, said, stream, send: (event) => stream().event(event), move: (to) => (url = to) };
}

/** Lets everything that is ready happen. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

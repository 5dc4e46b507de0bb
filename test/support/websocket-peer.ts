import { WebSocket } from 'ws';
import type { RunningServer } from '../../runtime/api-server/server.ts';

/** The other end of a websocket. */
export interface Peer {
  socket: WebSocket;
  send(message: unknown): void;
  /** The next message, or the code with which the server closed. */
  next(): Promise<unknown>;
}

/** Opens a websocket of a server; `path` is below `/api`. */
export async function dial(server: Pick<RunningServer, 'url'>, path: string, headers: Record<string, string> = {}): Promise<Peer> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, ['prefect'], { headers });
  const heard: unknown[] = [];
  const waiting: ((value: unknown) => void)[] = [];
  const tell = (value: unknown): void => {
    const first = waiting.shift();
    if (first === undefined) heard.push(value);
    else first(value);
  };
  socket.on('message', (data) => tell(JSON.parse(String(data))));
  socket.on('close', (code) => tell(code));
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const next = (): Promise<unknown> =>
    heard.length > 0 ? Promise.resolve(heard.shift()) : new Promise((resolve) => waiting.push(resolve));
  return { socket, next, send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)) };
}

import type { Socket } from 'node:net';
import { connect } from 'node:net';

/** What a server answered. */
export interface Answer {
  status: number;
  text: string;
}

/** One request as bytes. */
export interface Shot {
  method: string;
  path: string;
  body?: unknown;
}

/** Where load is sent, and who we are. */
export interface Target {
  name: string;
  /** As `http://127.0.0.1:4280/api`. */
  url: string;
  headers: Record<string, string>;
}

/**
 * One kept connection, one request at a time. As little of HTTP as answers need, so that the client, which shares the
 * machine with the server under measurement, costs next to nothing.
 */
export class Connection {
  readonly #url: URL;
  readonly #head: string;
  #socket: Socket | undefined;
  #received: Buffer[] = [];
  #size = 0;
  /** Bytes of the whole answer, once its head has come; Infinity until the closing chunk when it is chunked. */
  #expected = -1;
  #waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;

  constructor(target: Target) {
    this.#url = new URL(target.url);
    const lines = Object.entries(target.headers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.#head = `host: ${this.#url.host}\r\ncontent-type: application/json\r\n${lines.join('')}`;
  }

  /** Sends a request and waits for its answer. A connection that the server ended is opened anew by the next one. */
  send({ method, path, body }: Shot): Promise<Answer> {
    const payload = body === undefined ? '' : JSON.stringify(body);
    const head = `${method} ${this.#url.pathname}${path} HTTP/1.1\r\n${this.#head}content-length: ${Buffer.byteLength(payload)}\r\n\r\n`;
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket ??= this.#open();
      this.#socket.write(head + payload);
    });
  }

  close(): void {
    this.#socket?.destroy();
  }

  #open(): Socket {
    const socket = connect(Number(this.#url.port), this.#url.hostname);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    const end = (error = new Error('The server closed the connection.')): void => {
      if (this.#socket !== socket) return;
      this.#reset();
      this.#socket = undefined;
      this.#waiting?.reject(error);
    };
    socket.on('error', end);
    socket.on('close', () => end());
    return socket;
  }

  #receive(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#size += chunk.length;
    if (this.#expected < 0) this.#expected = lengthOf(Buffer.concat(this.#received));
    const chunkedEnd = this.#expected === Infinity && chunk.subarray(-5).toString('latin1') === '0\r\n\r\n';
    if (this.#expected < 0 || (this.#size < this.#expected && !chunkedEnd)) return;
    const all = Buffer.concat(this.#received);
    this.#reset();
    this.#waiting?.resolve({
      status: Number(all.subarray(9, 12).toString('latin1')),
      text: all.subarray(all.indexOf('\r\n\r\n') + 4).toString(),
    });
  }

  #reset(): void {
    this.#received = [];
    this.#size = 0;
    this.#expected = -1;
  }
}

/** The bytes of a whole answer; -1 while its head is incomplete. */
function lengthOf(received: Buffer): number {
  const end = received.indexOf('\r\n\r\n');
  if (end === -1) return -1;
  const head = received.subarray(0, end).toString('latin1').toLowerCase();
  if (head.includes('transfer-encoding: chunked')) return Infinity;
  return end + 4 + Number(/content-length: *(\d+)/.exec(head)?.[1] ?? 0);
}

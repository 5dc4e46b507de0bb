import type { Server } from 'node:http';
import { MillraceError } from '../core/errors.ts';

/** Listens on loopback; the API's URL. Throws `conflict` when another program has the port. */
export function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(Reflect.get(error, 'code') === 'EADDRINUSE' ? taken(port, error) : error));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}/api`);
    });
  });
}

const taken = (port: number, cause: Error): MillraceError =>
  new MillraceError('conflict', `Port ${port} is in use by another program: choose another one with --port, or 0 for any free one.`, {
    cause,
  });

/** Answers what is under way and stops; connections that do not end are ended after two seconds. */
export function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2000).unref();
  });
}

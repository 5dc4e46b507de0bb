import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '../../runtime/api/client.ts';
import { createClient } from '../../runtime/api/client.ts';
import type { RunningServer } from '../../runtime/api-server/server.ts';
import { startServer } from '../../runtime/api-server/server.ts';

/** An embedded server that listens on a free port of loopback, with its database in memory and a folder of its own. */
export interface OpenServer extends AsyncDisposable {
  server: RunningServer;
  client: Client;
  /** The folder with its token; it goes away with the server. */
  home: string;
  close(): Promise<void>;
}

/** Starts one that no other process finds. */
export async function openServer(): Promise<OpenServer> {
  const home = mkdtempSync(join(tmpdir(), 'millrace-open-'));
  const server = await startServer({ home, database: ':memory:', port: 0, advertise: false });
  const close = async (): Promise<void> => {
    await server.close();
    rmSync(home, { recursive: true, force: true });
  };
  return { server, client: createClient(server.transport), home, close, [Symbol.asyncDispose]: close };
}

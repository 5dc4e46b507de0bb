import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '../../runtime/api/client.ts';
import { createClient } from '../../runtime/api/client.ts';
import type { RunningServer } from '../../runtime/api-server/server.ts';
import { startServer } from '../../runtime/api-server/server.ts';
import { useClient } from '../../runtime/sdk/client.ts';

/** An embedded server in memory that the SDK of this process uses. */
export interface SdkServer {
  server: RunningServer;
  client: Client;
  close(): Promise<void>;
}

/** Starts the server and makes it the one that `getClient` gives. */
export async function openSdkServer(): Promise<SdkServer> {
  const home = mkdtempSync(join(tmpdir(), 'millrace-memory-'));
  const server = await startServer({ home, database: ':memory:', port: 0, advertise: false });
  const client = createClient(server.transport);
  useClient(client);
  return {
    server,
    client,
    async close() {
      useClient(undefined);
      await server.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

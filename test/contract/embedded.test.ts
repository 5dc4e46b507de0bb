import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { startServer } from '../../runtime/api-server/server.ts';
import { overHttp, overTransport } from './ask.ts';
import { conforming } from './conforming.ts';
import { overMemory } from './memory.ts';
import { contractSuite } from './suite.ts';

/** The contract in memory, on the embedded server in this process, and over HTTP with a writer of its own. */
const home = mkdtempSync(join(tmpdir(), 'millrace-contract-'));
const inProcess = await startServer({ home: join(home, 'a'), database: ':memory:', port: 0, advertise: false, auth: false });
const http = await startServer({ home: join(home, 'b'), port: 0 });

after(async () => {
  await Promise.all([inProcess.close(), http.close()]);
  rmSync(home, { recursive: true, force: true });
});

const inOrder = await conforming(overTransport(inProcess.transport));

contractSuite({ name: 'in memory', speaks: 'memory', ask: overMemory });
contractSuite({ name: 'in process', speaks: '3.9.1', ask: () => inOrder });
contractSuite({ name: 'HTTP', speaks: '3.9.1', ask: () => overHttp(http.url, { authorization: `Bearer ${http.token}` }) });

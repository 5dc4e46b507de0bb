import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startServer } from '../../../runtime/api-server/server.ts';
import { overTransport } from '../ask.ts';
import { overMemory } from '../memory.ts';
import { scenarios } from './index.ts';
import { play, recorded } from './scenario.ts';

/** What 3.9.1 answered, and what the embedded server and the orchestrator in memory answer. */
const home = mkdtempSync(join(tmpdir(), 'millrace-scenarios-'));
// What the services do depends on the moment at which they look: they do not.
const settings = { serviceInterval: 100_000, schedulerInterval: 100_000 };
const server = await startServer({ home, database: ':memory:', port: 0, advertise: false, auth: false, settings });
const expected = recorded('3.9.1');

after(async () => {
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

for (const scenario of scenarios) {
  test(`embedded: ${scenario.name} (${scenario.source})`, async () => {
    assert.deepEqual(await play(scenario, overTransport(server.transport)), expected[scenario.name]);
  });
  if (scenario.memory === true) {
    test(`in memory: ${scenario.name}`, async () => assert.deepEqual(await play(scenario, overMemory()), expected[scenario.name]));
  }
}

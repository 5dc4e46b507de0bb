import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startServer } from '../../runtime/api-server/server.ts';
import { servePrefect } from '../../tools/prefect/serve.ts';
import { overHttp, overTransport } from '../contract/ask.ts';
import { compare } from '../contract/fuzz/compare.ts';
import { createRandom } from '../contract/fuzz/random.ts';
import { sequence } from '../contract/fuzz/sequence.ts';

/**
 * Random requests to a real 3.9.1 and to the embedded server, whose answers must be equal, ids and times aside. The
 * seed and the number of requests are told by FUZZ_SEED and FUZZ_STEPS.
 */
const seed = Number(process.env['FUZZ_SEED'] ?? 7);
const steps = Number(process.env['FUZZ_STEPS'] ?? 2000);

const home = mkdtempSync(join(tmpdir(), 'millrace-fuzz-'));
// What the services do depends on the moment at which they look: on neither server they do.
const settings = { serviceInterval: 100_000, schedulerInterval: 100_000 };
const ours = await startServer({ home, database: ':memory:', port: 0, auth: false, advertise: false, settings });
const theirs = await servePrefect('3.9.1', { services: false });

after(async () => {
  await theirs.stop();
  await ours.close();
  rmSync(home, { recursive: true, force: true });
});

test(`the real server answers ${steps} random requests as ours does (seed ${seed})`, async () => {
  const requests = sequence(createRandom(seed), steps, `fuzz-${seed}`);
  const differences = await compare(requests, overHttp(theirs.url), overTransport(ours.transport));
  assert.deepEqual(differences.slice(0, 20), [], `${differences.length} answers differ`);
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { startServer } from '../../runtime/api-server/server.ts';
import { prefectVersions } from '../../tools/prefect/install.ts';
import { servePrefect } from '../../tools/prefect/serve.ts';
import { overHttp, overTransport } from '../contract/ask.ts';
import { compare } from '../contract/fuzz/compare.ts';
import { createRandom } from '../contract/fuzz/random.ts';
import { sequence } from '../contract/fuzz/sequence.ts';
import { scenarios } from '../contract/scenarios/index.ts';
import { play, recorded, takesPart } from '../contract/scenarios/scenario.ts';

/**
 * The recorded scenarios, and random requests to a real server and to the embedded one, whose answers must be equal, ids and times aside. The seed
 * and the number of requests are told by FUZZ_SEED and FUZZ_STEPS, one release by FUZZ_RELEASE.
 */
const seed = Number(process.env['FUZZ_SEED'] ?? 7);
const steps = Number(process.env['FUZZ_STEPS'] ?? 2000);
const only = process.env['FUZZ_RELEASE'];

for (const version of prefectVersions.filter((release) => only === undefined || release === only)) {
  await describe(version, async () => {
    const theirs = await servePrefect(version, { services: false });
    after(() => theirs.stop());

    for (const scenario of scenarios.filter((each) => takesPart(version, each))) {
      test(`${scenario.name}: as it was recorded`, async () => {
        assert.deepEqual(await play(scenario, overHttp(theirs.url)), recorded(version)[scenario.name]);
      });
    }

    test(`answers ${steps} random requests as ours does (seed ${seed})`, async (t) => {
      const home = mkdtempSync(join(tmpdir(), 'millrace-fuzz-'));
      t.after(() => rmSync(home, { recursive: true, force: true }));
      // What the services do depends on the moment at which they look: on neither server they do.
      const settings = { serviceInterval: 100_000, schedulerInterval: 100_000 };
      const ours = await startServer({ home, database: ':memory:', port: 0, auth: false, advertise: false, settings });
      t.after(() => ours.close());
      const isOlder = version === '2.13.7';
      const requests = sequence(createRandom(seed), steps, `fuzz-${seed}`, isOlder);
      const differences = await compare(requests, overHttp(theirs.url), overTransport(ours.transport), isOlder);
      assert.deepEqual(differences.slice(0, 20), [], `${differences.length} answers differ`);
    });
  });
}

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { PrefectVersion } from '../../tools/prefect/install.ts';
import { prefectCommand, prefectVersions } from '../../tools/prefect/install.ts';
import { millrace, run, start } from '../../tools/prefect/processes.ts';
import type { PrefectServer } from '../../tools/prefect/serve.ts';
import { servePrefect } from '../../tools/prefect/serve.ts';
import { overHttp } from '../contract/ask.ts';
import { contractSuite } from '../contract/suite.ts';
import { commandVariable, deployExample, oursOn, runExample } from '../support/distributed-example.ts';
import { watchRuns } from '../support/stock-worker.ts';

/** Our contract, command line, worker and flows on real Prefect servers, and our flows on their own worker. */
const root = join(import.meta.dirname, '../..');

for (const version of prefectVersions) {
  await describe(`Prefect ${version}`, { concurrency: false }, async () => {
    const server = await servePrefect(version);
    after(() => server.stop());
    contractSuite({ name: version, speaks: version, ask: () => overHttp(server.url) });
    test(`${version}: what the SDK can do has the same results`, () => walkSdk(server));
    test(`${version}: the distributed example runs on our worker`, () => onOurWorker(server));
    test(`${version}: the distributed example runs on Prefect's own process worker`, () => onTheirWorker(server, version));
    for (const [whose, worker] of [
      ['theirs', "Prefect's own worker"],
      ['ours', 'our worker'],
    ] as const) {
      test(`${version}: on ${worker}, a run logs, can be cancelled, and crashes when it is killed`, () =>
        watchRuns(server, version, whose));
    }
  });
}

async function walkSdk(server: PrefectServer): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'millrace-on-theirs-'));
  try {
    const walk = ['run', 'test/prefect/programs/sdk.ts:walk', '--param', 'day=sunday', '--json'];
    const said = await run([...millrace, ...walk], oursOn(server, home), { cwd: root, seconds: 90 });
    const { value }: { value: unknown } = JSON.parse(/^\{\n[^]*?^\}$/m.exec(said)?.[0] ?? 'null');
    assert.deepEqual(value, {
      ...{ day: 'sunday', flaky: 2, patient: 'patient', isKept: true, total: [11, 12, 15], after: 4 },
      ...{ states: ['Failed', 'TimedOut'], paused: 'went on' },
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function onOurWorker(server: PrefectServer): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'millrace-on-theirs-'));
  const env = oursOn(server, home);
  await deployTo('ours', env);
  const worker = start([...millrace, 'worker', 'start', '--pool', 'ours', '--limit', '4'], env, root);
  try {
    await worker.says(/started/, 30);
    await runExample(env, join(home, 'flights'));
  } finally {
    await worker.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function onTheirWorker(server: PrefectServer, version: PrefectVersion): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'millrace-on-theirs-'));
  const env = oursOn(server, home);
  await deployTo('theirs', env, commandVariable);
  const environment = { ...server.environment, MILLRACE_HOME: home };
  const worker = start([prefectCommand(version), 'worker', 'start', '--pool', 'theirs', '--limit', '4'], environment, home);
  try {
    await runExample(env, join(home, 'flights'));
    assert.match(worker.output(), /submi(tted|ssion)/i);
  } finally {
    await worker.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function deployTo(pool: string, env: NodeJS.ProcessEnv, more: string[] = []): Promise<void> {
  await run([...millrace, 'work-pool', 'create', pool, '--type', 'process'], env);
  const place = ['--pool', pool, ...more];
  await deployExample(env, { chunks: place, orchestrator: place });
}

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { createClient } from '../../runtime/api/client.ts';
import type { Client } from '../../runtime/api/client.ts';
import { httpTransport } from '../../runtime/api/http.ts';
import { startServer } from '../../runtime/api-server/server.ts';
import { planMigration } from '../../runtime/cli/migration.ts';
import type { SetupStep } from '../../runtime/cli/setup-plan.ts';
import { MillraceError } from '../../runtime/core/errors.ts';
import { prefectVersions } from '../../tools/prefect/install.ts';
import { servePrefect } from '../../tools/prefect/serve.ts';
import { fillServer } from '../support/filled-server.ts';

/** What a server has is copied between real servers and ours, there and back, and then nothing differs. */
await describe('migrate-server', { concurrency: false }, async () => {
  const home = mkdtempSync(join(tmpdir(), 'millrace-migrate-'));
  const [newest, old] = await Promise.all(prefectVersions.map((version) => servePrefect(version, { services: false })));
  assert.ok(newest !== undefined && old !== undefined);
  const embedded = await Promise.all(
    ['a', 'b'].map((name) => startServer({ home: join(home, name), database: ':memory:', port: 0, advertise: false })),
  );
  const [first, second] = embedded.map(({ transport }) => createClient(transport));
  const [theirs, theirOld] = [newest, old].map(({ url }) => createClient(httpTransport({ url })));
  assert.ok(first !== undefined && second !== undefined && theirs !== undefined && theirOld !== undefined);
  after(async () => {
    await Promise.all([theirs.close(), theirOld.close()]);
    await Promise.all([newest.stop(), old.stop(), ...embedded.map((server) => server.close())]);
    rmSync(home, { recursive: true, force: true });
  });

  test('2.13.7 to the embedded server', async () => {
    await fillServer(theirOld, { newer: false });
    assert.equal((await copy(theirOld, first)).size, 0);
    const { schedules, jobVariables } = await first.deployments.readByName({ flow: 'load', deployment: 'daily' });
    assert.deepEqual(schedules[0]?.schedule, { cron: '0 6 * * *', timezone: 'Europe/Zurich', dayOr: true });
    assert.deepEqual(jobVariables, { env: { TZ: 'UTC' } });
  });

  test('the embedded server to 3.9.1', async () => {
    assert.equal((await copy(first, theirs)).size, 0);
    assert.equal(await theirs.deployments.count({}), 2);
  });

  test('3.9.1, with what only 3.x has, to the embedded server and back', async () => {
    await theirs.variables.updateByName({ name: 'regions' }, { value: { eu: 1 } });
    const { id: flowId } = await theirs.flows.create({ name: 'load' });
    const schedules = ['0 1 * * *', '0 2 * * *'].map((cron) => ({
      schedule: { cron, timezone: 'UTC' },
      active: true,
      slug: `at-${cron[2]}`,
    }));
    await theirs.deployments.create({ name: 'twice', flowId, workPoolName: 'etl', concurrencyLimit: 3, schedules, path: '/srv' });
    assert.equal((await copy(theirs, second)).size, 0);
    assert.deepEqual(await differing(second, theirs), []);
  });

  test('3.9.1 to 2.13.7: what that does not have is refused in words, and the rest is copied', async () => {
    const refused = await copy(theirs, theirOld);
    assert.deepEqual([...refused.keys()], ['load/twice']);
    assert.match(refused.get('load/twice') ?? '', /This server is Prefect 2\.13\.7, which does not have several schedules of a deployment/);
  });
});

/** Copies everything, and compares again: what was refused, by name; nothing else may differ after it. */
async function copy(from: Client, to: Client): Promise<Map<string, string>> {
  const refused = new Map<string, string>();
  for (const step of await planMigration(from, to, { paused: false })) {
    await step.run().catch((error: unknown) => {
      assert.ok(MillraceError.is(error, 'unsupported'), `${step.name}: ${String(error)}`);
      refused.set(step.name, error.message);
    });
  }
  assert.deepEqual(
    (await differing(from, to)).filter(({ name }) => !refused.has(name)),
    [],
  );
  return refused;
}

async function differing(from: Client, to: Client): Promise<Pick<SetupStep, 'name' | 'action' | 'changes'>[]> {
  const steps = await planMigration(from, to, { paused: false });
  return steps.filter(({ action }) => action !== 'none').map(({ name, action, changes }) => ({ name, action, changes }));
}

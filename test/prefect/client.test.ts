import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { createClient } from '../../runtime/api/client.ts';
import type { Connection } from '../../runtime/api/connection.ts';
import { httpTransport } from '../../runtime/api/http.ts';
import { followEvents } from '../../client/connections/event-stream.ts';
import { ServerSession } from '../../client/connections/server-session.ts';
import { DeploymentStore } from '../../client/deployments/deployment-store.ts';
import { PoolStore } from '../../client/pools/pool-store.ts';
import { systemTimers as timers } from '../../client/ports.ts';
import { RunPageModel } from '../../client/runs/run-page.ts';
import { RunStore } from '../../client/runs/run-store.ts';
import { prefectVersions } from '../../tools/prefect/install.ts';
import type { PrefectServer } from '../../tools/prefect/serve.ts';
import { servePrefect } from '../../tools/prefect/serve.ts';

/** The extension's stores on real Prefect servers: what they read, and that events change it. */
for (const version of prefectVersions) {
  await describe(`Prefect ${version}`, { concurrency: false }, async () => {
    const server = await servePrefect(version);
    after(() => server.stop());
    test(`${version}: views have what the server has, and a change of state reaches them`, () => follow(server, version.startsWith('3')));
  });
}

async function follow(server: PrefectServer, hasEvents: boolean): Promise<void> {
  const connection: Connection = { url: server.url, headers: {}, source: 'profile', name: 'prefect' };
  const log = { info: () => undefined, error: (text: string) => assert.fail(text) };
  const session = new ServerSession({
    resolve: async () => connection,
    connect: (to) => createClient(httpTransport(to)),
    follow: (to, listener) => followEvents(to, listener, timers),
    timers,
    log,
  });
  const runs = new RunStore(session, timers, log);
  const deployments = new DeploymentStore({ session, timers, log });
  const pools = new PoolStore({ session, timers, log, workers: { hasEnded: () => false } });
  try {
    await session.refresh();
    assert.equal(session.status.kind, 'connected');
    const client = session.require();
    const flow = await client.flows.create({ name: 'seen-by-the-editor' });
    await client.workPools.create({ name: 'editor', type: 'process' });
    await client.deployments.create({ name: 'd', flowId: flow.id, workPoolName: 'editor', entrypoint: 'a.ts:a' });
    const run = await client.flowRuns.create({ flowId: flow.id, name: 'first', state: { type: 'PENDING' } });
    await Promise.all([runs.ensureLoaded(), deployments.ensureLoaded(), pools.ensureLoaded()]);
    assert.equal(runs.get(run.id)?.flowName, 'seen-by-the-editor');
    assert.deepEqual(
      deployments.all().map(({ flowName }) => flowName),
      ['seen-by-the-editor'],
    );
    assert.deepEqual(
      pools.get('editor')?.queues.map(({ name }) => name),
      ['default'],
    );
    const page = await new RunPageModel({ session, runs, timers, runId: run.id, planOf: async () => ({ nodes: [], edges: [] }) }).read();
    assert.deepEqual(
      page.states.map(({ name }) => name),
      ['Pending'],
    );
    await client.flowRuns.setState({ id: run.id }, { state: { type: 'RUNNING' } });
    if (hasEvents) await until(() => runs.get(run.id)?.stateName === 'Running');
  } finally {
    for (const store of [runs, deployments, pools, session]) store.dispose();
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 50) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail('The event did not arrive within 20 seconds.');
}

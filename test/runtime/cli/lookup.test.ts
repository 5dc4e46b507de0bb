import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { ServerPorts } from '../../../runtime/cli/ports.ts';
import { allOf, deploymentOf, ifExists, poolOf, warnIfNobodyRuns } from '../../../runtime/cli/lookup.ts';
import { MillraceError } from '../../../runtime/core/errors.ts';
import { createCli, createRecorder } from '../../support/cli.ts';

const cli = await createCli();
after(() => cli.close());
const { client } = cli;

for (const [there, most, asked] of [
  [0, undefined, [200]],
  [200, undefined, [200, 200]],
  [450, undefined, [200, 200, 200]],
  [450, 250, [200, 50]],
  [10, 50, [50]],
] as const) {
  test(`${there} things, ${most ?? 'all'} of them, in pages of at most 200`, async () => {
    const limits: number[] = [];
    const page = async ({ offset, limit }: { offset: number; limit: number }): Promise<number[]> => {
      limits.push(limit);
      return Array.from({ length: Math.max(0, Math.min(limit, there - offset)) }, (_, index) => offset + index);
    };
    const found = await allOf(page, most);
    assert.deepEqual(
      found,
      Array.from({ length: Math.min(there, most ?? Infinity) }, (_, index) => index),
    );
    assert.deepEqual(limits, asked);
  });
}

test('only what does not exist is no error', async () => {
  assert.equal(await ifExists(Promise.reject(new MillraceError('not-found', 'gone'))), undefined);
  await assert.rejects(ifExists(Promise.reject(new MillraceError('unreachable', 'away'))), { code: 'unreachable' });
});

for (const name of ['etl', '/daily', 'etl/', 'a/b/c', '']) {
  test(`"${name}" is not the name of a deployment`, async () => {
    await assert.rejects(async () => deploymentOf(client, name), { code: 'invalid' });
  });
}

test('who mistypes a deployment or a pool is told which one may be meant', async () => {
  const flow = await client.flows.create({ name: 'etl' });
  await client.workPools.create({ name: 'kubernetes-a', type: 'kubernetes' });
  await client.deployments.create({ flowId: flow.id, name: 'nightly' });
  await assert.rejects(deploymentOf(client, 'etl/nigthly'), {
    code: 'not-found',
    message: /"etl\/nigthly"\. Do you mean "etl\/nightly"\?/,
  });
  await assert.rejects(deploymentOf(client, 'load/hourly'), { code: 'not-found', message: /"load\/hourly"\. "millrace deployment ls"/ });
  await assert.rejects(poolOf(client, 'kubernets-a'), { code: 'not-found', message: /Do you mean "kubernetes-a"\? Create it with/ });
});

/** What is said about a pool and a queue at a time after now, in seconds. */
async function warnings(poolName: string, queue: string | null, later = 0): Promise<string[]> {
  const output = createRecorder();
  const clock = { now: () => Date.now() + later * 1000, sleep: async () => {} };
  // Only these are used of the ports.
  const ports = { client, output, clock } as unknown as ServerPorts;
  await warnIfNobodyRuns(ports, await client.workPools.read({ name: poolName }), queue);
  return output.said;
}

test('a pool whose runs no worker of ours takes up asks for one of Prefect', async () => {
  await client.workPools.create({ name: 'boxes', type: 'docker' });
  assert.deepEqual(await warnings('boxes', null), [
    'No worker is online in pool "boxes": start one with "prefect worker start --pool boxes --type docker".',
  ]);
});

test('who would run it: nobody, a worker, a worker that looks elsewhere', async () => {
  await client.workPools.create({ name: 'pool', type: 'process' });
  await client.workQueues.create({ pool: 'pool' }, { name: 'urgent' });
  assert.deepEqual(await warnings('pool', 'urgent'), [
    'No worker is online in pool "pool": start one with "millrace worker start --pool pool --work-queue urgent".',
  ]);
  assert.deepEqual(await warnings('pool', 'default'), [
    'No worker is online in pool "pool": start one with "millrace worker start --pool pool".',
  ]);
  await client.workPools.heartbeat({ name: 'pool' }, { name: 'w', heartbeatIntervalSeconds: 30 });
  await client.workPools.getScheduledFlowRuns({ name: 'pool' }, { workQueueNames: ['urgent'] });
  assert.deepEqual(await warnings('pool', 'urgent'), []);
  assert.deepEqual(await warnings('pool', 'urgent', 120), [
    'No worker looks at queue "urgent": start one with "millrace worker start --pool pool --work-queue urgent".',
  ]);
});

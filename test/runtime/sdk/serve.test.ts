import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { flow, flowRunContext, runDeployment, serve } from '../../../runtime/sdk/index.ts';
import { openSdkServer } from '../../support/sdk-server.ts';

const { client, close } = await openSdkServer();
after(close);

let running = 0;
let most = 0;
export const work = flow({ name: 'work' }, async ({ milliseconds = 100 }: { milliseconds?: number }) => {
  running += 1;
  most = Math.max(most, running);
  const signal = flowRunContext()?.signal;
  await sleep(milliseconds, undefined, signal === undefined ? {} : { signal }).finally(() => (running -= 1));
});
export const broken = flow({ name: 'broken' }, async () => {
  throw new Error('no');
});

/** Serves both flows for as long as the work takes. */
async function serving(work_: () => Promise<void>, limit = 2): Promise<void> {
  const controller = new AbortController();
  const served = serve([work.toDeployment({ name: 'here', tags: ['served'] }), broken.toDeployment({ name: 'here' })], {
    limit,
    pollInterval: 0.01,
    signal: controller.signal,
  });
  for (let waited = 0; waited < 5000; waited += 10) {
    const known = await client.deployments.filter({});
    if (known.length === 2 && known.every(({ paused }) => !paused)) break;
    await sleep(10);
  }
  try {
    await work_();
  } finally {
    controller.abort();
    await served;
  }
}

test('deployments that are served are run in this process, no more at once than the limit', async () => {
  most = 0;
  await serving(async () => {
    const runs = await Promise.all(Array.from({ length: 5 }, () => runDeployment('work/here', { pollInterval: 0.02 })));
    assert.deepEqual(
      runs.map(({ stateName }) => stateName),
      Array.from({ length: 5 }, () => 'Completed'),
    );
    assert.equal(
      (await runDeployment('broken/here', { pollInterval: 0.02 })).state?.message,
      'Flow run encountered an exception: Error: no',
    );
  });
  assert.equal(most, 2);
});

test('a served deployment says where its flow is, and is paused when nobody serves it', async () => {
  await serving(async () => {
    const deployment = await client.deployments.readByName({ flow: 'work', deployment: 'here' });
    assert.deepEqual(
      [deployment.entrypoint, deployment.tags, deployment.paused],
      ['test/runtime/sdk/serve.test.ts:work', ['served'], false],
    );
  });
  assert.equal((await client.deployments.readByName({ flow: 'work', deployment: 'here' })).paused, true);
});

test('who serves is told where, and what else than a list is refused', async (context) => {
  const write = context.mock.method(process.stderr, 'write', () => true);
  await serving(async () => undefined);
  const [first] = write.mock.calls.map(({ arguments: [text] }) => String(text));
  assert.match(first ?? '', /^Serving work\/here, broken\/here\. Start one with "millrace deployment run work\/here"; Ctrl-C ends\.\n$/);
  const one: unknown = work.toDeployment({ name: 'here' });
  await assert.rejects(serve(one as []), { code: 'invalid', message: /serve\(\[etl\.toDeployment\(/ });
});

test('a served run can be cancelled', async () => {
  await serving(async () => {
    const { id } = await runDeployment('work/here', { parameters: { milliseconds: 60_000 }, timeout: 0 });
    for (let waited = 0; waited < 5000 && running === 0; waited += 10) await sleep(10);
    await client.flowRuns.setState({ id }, { state: { type: 'CANCELLING', name: 'Cancelling' } });
    let last = await client.flowRuns.read({ id });
    for (let waited = 0; waited < 5000 && last.stateName !== 'Cancelled'; waited += 10) {
      await sleep(10);
      last = await client.flowRuns.read({ id });
    }
    assert.deepEqual([last.stateName, last.state?.message], ['Cancelled', 'Flow run was cancelled: somebody asked for it']);
  });
});

test('a flow can be deployed to a work pool by the code that defines it', async () => {
  await client.workPools.create({ name: 'pool', type: 'process' });
  const id = await work.deploy({
    name: 'pooled',
    workPoolName: 'pool',
    cron: '0 6 * * *',
    parameters: { milliseconds: 1 },
    description: 'by code',
  });
  const deployment = await client.deployments.read({ id });
  assert.deepEqual(
    [deployment.workPoolName, deployment.workQueueName, deployment.parameters, deployment.description],
    ['pool', 'default', { milliseconds: 1 }, 'by code'],
  );
  assert.deepEqual(
    deployment.schedules.map(({ schedule }) => 'cron' in schedule && schedule.cron),
    ['0 6 * * *'],
  );
  await assert.rejects(work.deploy({ name: 'nowhere', workPoolName: 'missing' }), { code: 'not-found' });
});

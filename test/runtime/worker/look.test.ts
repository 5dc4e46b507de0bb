import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { look } from '../../../runtime/worker/look.ts';
import { memoryServer } from '../../support/memory-server.ts';

const server = memoryServer();
after(() => server[Symbol.asyncDispose]());
const { client } = server;
const flow = await client.flows.create({ name: 'etl' });
await client.workPools.create({ name: 'pool', type: 'process' });
await client.workQueues.create({ pool: 'pool' }, { name: 'other' });

/** Creates a run of a queue that is due in so many seconds. */
async function due(name: string, seconds: number, queue = 'default'): Promise<string> {
  const deployment = { name: queue, flowId: flow.id, workPoolName: 'pool', workQueueName: queue };
  const { id } = await client.deployments.create(deployment);
  const scheduledTime = new Date(server.now() + seconds * 1000).toISOString();
  return (await client.deployments.createFlowRun({ id }, { name, state: { type: 'SCHEDULED', stateDetails: { scheduledTime } } })).id;
}
const ids = {
  first: await due('first', 0),
  second: await due('second', 8),
  other: await due('other', 1, 'other'),
  later: await due('later', 11),
};

/** One look of a worker: the runs that it took and those it cancelled. */
async function lookOnce({ free = Infinity, known = [] as string[], queues = [] as string[], live = true, using = client } = {}) {
  const [taken, cancelled, told]: [string[], string[], string[]] = [[], [], []];
  const claims = {
    free: () => free,
    ids: () => known,
    take: ({ name }: { name: string }) => void taken.push(name),
    cancel: (id: string) => void cancelled.push(id),
  };
  const log = (text: string): void => void told.push(text);
  const options = { client: using, pool: 'pool', queues, prefetch: 10, claims, events: { live }, clock: server, log };
  const found = await look(options, new AbortController().signal);
  return { found, taken, cancelled, told };
}

for (const [what, options, taken] of [
  ['those that are due within the time ahead, those of the first queue first', {}, ['first', 'second', 'other']],
  ['no more than there is room for', { free: 2 }, ['first', 'second']],
  ['none without room', { free: 0 }, []],
  ['those of its queues', { queues: ['other'] }, ['other']],
  ['not those that it has', { known: [ids.first, ids.second] }, ['other']],
] as const) {
  test(`a look takes ${what}`, async () => {
    const given = await lookOnce({
      ...options,
      known: 'known' in options ? [...options.known] : [],
      queues: 'queues' in options ? [...options.queues] : [],
    });
    assert.deepEqual([given.taken, given.found], [taken, taken.length]);
  });
}

test('a worker that has no room does not ask for runs', async () => {
  const silent = { ...client, workPools: { ...client.workPools, getScheduledFlowRuns: () => Promise.reject(new Error('asked')) } };
  assert.equal((await lookOnce({ free: 0, using: silent })).found, 0);
  await assert.rejects(lookOnce({ using: silent }), /asked/);
});

test('where no events tell, its own runs that are being cancelled are looked for', async () => {
  const [mine, others] = [await due('mine', 60), await due('others', 60)];
  for (const id of [mine, others]) {
    await client.flowRuns.update({ id }, { infrastructurePid: '7' });
    await client.flowRuns.setState({ id }, { state: { type: 'CANCELLING' }, force: true });
  }
  assert.deepEqual((await lookOnce({ known: [mine, ids.first], live: false })).cancelled, [mine]);
  assert.deepEqual((await lookOnce({ known: [mine], live: true })).cancelled, []);
});

test('a search for cancelled runs that fails is said, and keeps nobody from looking for runs', async () => {
  const failing = { ...client, flowRuns: { ...client.flowRuns, filter: () => Promise.reject(new Error('too old')) } };
  const { told, taken } = await lookOnce({ known: [ids.first], live: false, using: failing });
  assert.deepEqual([told, taken], [['Looking for cancelled runs failed: too old'], ['second', 'other']]);
  assert.deepEqual((await lookOnce({ live: false, using: failing })).told, []);
});

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openServer } from '../../support/open-server.ts';
import type { Peer } from '../../support/websocket-peer.ts';
import { dial } from '../../support/websocket-peer.ts';

/** The queue of task workers; the questions are those of Prefect's tests/server/orchestration/api/test_task_run_subscriptions.py. */
const { server, client, close } = await openServer();
after(close);

const path = '/task_runs/subscriptions/scheduled';

const open = (headers: Record<string, string> = {}): Promise<Peer> => dial(server, path, headers);
const known = (): Promise<Peer> => open({ authorization: `Bearer ${server.token}` });

/** A worker that serves tasks. */
async function worker(...keys: string[]): Promise<Peer> {
  const peer = await open();
  peer.send({ type: 'auth', token: server.token });
  assert.deepEqual(await peer.next(), { type: 'auth_success' });
  peer.send({ type: 'subscribe', keys, client_id: 'host-1' });
  return peer;
}

let count = 0;
const delay = async (taskKey: string, details: object = {}): Promise<string> => {
  count += 1;
  const state = { type: 'SCHEDULED', stateDetails: { deferred: true, ...details } } as const;
  return (await client.taskRuns.create({ taskKey, dynamicKey: String(count), state })).id;
};

const idOf = (message: unknown): unknown => (typeof message === 'object' && message !== null ? Reflect.get(message, 'id') : message);

test('runs that wait, and those that come, are given one after the other to a worker of their task', async () => {
  const [first, second] = [await delay('a'), await delay('b')];
  await delay('nobody');
  const peer = await worker('a', 'b');
  const received = await peer.next();
  assert.equal(idOf(received), first);
  assert.match(JSON.stringify(received), /"task_key":"a"/);
  peer.send({ type: 'ack' });
  assert.equal(idOf(await peer.next()), second);
  peer.send({ type: 'ack' });
  const third = await delay('a');
  assert.equal(idOf(await peer.next()), third);
  peer.send({ type: 'quit' });
  assert.equal(await peer.next(), 1005);
});

test('each run goes to one worker, and to another when that leaves without having it', async () => {
  const [one, two] = [await worker('c'), await worker('c')];
  const ids = [await delay('c'), await delay('c')];
  const [toOne, toTwo] = [idOf(await one.next()), idOf(await two.next())];
  assert.deepEqual([toOne, toTwo].toSorted(), ids.toSorted());
  two.send({ type: 'ack' });
  one.socket.terminate();
  assert.equal(idOf(await two.next()), toOne);
  two.socket.close();
});

test('a run that waits for its next attempt is given again, when it is due', async () => {
  const id = await delay('d');
  const peer = await worker('d');
  assert.equal(idOf(await peer.next()), id);
  peer.send({ type: 'ack' });
  const retry = { type: 'SCHEDULED', name: 'AwaitingRetry', stateDetails: { deferred: true } } as const;
  await client.taskRuns.setState({ id }, { state: { type: 'RUNNING' }, force: true });
  await client.taskRuns.setState({ id }, { state: retry, force: true });
  assert.equal(idOf(await peer.next()), id);
  peer.socket.close();
});

test('runs of flows and runs for later are nobody’s yet', async () => {
  await client.taskRuns.create({ taskKey: 'e', dynamicKey: '0', state: { type: 'SCHEDULED' } });
  await delay('e', { scheduledTime: '2999-01-01T00:00:00Z' });
  const peer = await worker('e');
  const due = await delay('e');
  assert.equal(idOf(await peer.next()), due);
  peer.socket.close();
});

for (const [what, message] of [
  ['no task', { type: 'subscribe', keys: [], client_id: 'x' }],
  ['no name', { type: 'subscribe', keys: ['a'] }],
  ['another request', { type: 'filter' }],
] as const) {
  test(`a worker that says ${what} is closed`, async () => {
    const peer = await known();
    peer.send(message);
    assert.equal(await peer.next(), 4001);
  });
}

test('who does not show the token gets no run', async () => {
  const peer = await open();
  peer.send({ type: 'subscribe', keys: ['a'], client_id: 'x' });
  assert.equal(await peer.next(), 1008);
});

test('who is connected is listed, by the tasks that it serves, until it leaves', async () => {
  const listed = async (...keys: string[]): Promise<string[]> => {
    const workers = await client.taskWorkers.filter({ taskWorkerFilter: { taskKeys: keys } });
    return workers
      .filter(({ taskKeys }) => taskKeys.includes('listed'))
      .map(({ identifier, taskKeys }) => `${identifier} ${taskKeys.join(',')}`);
  };
  const peer = await worker('listed', 'more');
  // The connection has been taken up when its first run comes.
  await delay('listed');
  await peer.next();
  assert.deepEqual(await listed(), ['host-1 listed,more']);
  assert.deepEqual(await listed('more', 'absent'), ['host-1 listed,more']);
  assert.deepEqual(await listed('absent'), []);
  peer.socket.close();
  for (let attempt = 0; (await listed()).length > 0; attempt += 1) {
    assert.ok(attempt < 500);
    await sleep(10);
  }
});

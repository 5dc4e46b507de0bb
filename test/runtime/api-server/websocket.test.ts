import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { heartbeatOf } from '../../../runtime/core/heartbeat.ts';
import { openServer } from '../../support/open-server.ts';
import type { Peer } from '../../support/websocket-peer.ts';
import { dial } from '../../support/websocket-peer.ts';

const { server, client, close } = await openServer();
after(close);

const open = (path: string, headers: Record<string, string> = {}): Promise<Peer> => dial(server, path, headers);

/** A subscriber that the server knows. */
async function subscribe(filter: unknown, backfill?: boolean): Promise<Peer> {
  const peer = await open('/events/out');
  peer.send({ type: 'auth', token: server.token });
  assert.deepEqual(await peer.next(), { type: 'auth_success' });
  peer.send({ type: 'filter', filter, ...(backfill === undefined ? {} : { backfill }) });
  return peer;
}

const nameOf = (message: unknown): unknown => {
  const event: unknown = typeof message === 'object' && message !== null ? Reflect.get(message, 'event') : message;
  return typeof event === 'object' && event !== null ? Reflect.get(event, 'event') : event;
};

const emit = (event: string, id = `test.${event}`): Promise<null> =>
  client.events.create([{ ...heartbeatOf(''), event, resource: { 'prefect.resource.id': id } }]);

test('a subscriber gets what its filter selects, after it was committed, and nothing else', async () => {
  const peer = await subscribe({ event: { prefix: ['prefect.flow-run.'] } });
  await emit('other.thing');
  const flow = await client.flows.create({ name: 'etl' });
  const run = await client.flowRuns.create({ flowId: flow.id });
  await client.flowRuns.setState(run, { state: { type: 'RUNNING' } });
  const names = [nameOf(await peer.next()), nameOf(await peer.next())];
  assert.deepEqual(names, ['prefect.flow-run.Pending', 'prefect.flow-run.Running']);
  peer.socket.close();
});

for (const [filter, name, id] of [
  [{ event: { name: ['wanted'] } }, 'wanted', 'x'],
  [{ event: { exclude_name: ['unwanted'], exclude_prefix: ['noise.', 'prefect.'] } }, 'wanted', 'x'],
  [{ resource: { id: ['the-one'] } }, 'wanted', 'the-one'],
  [{ resource: { id_prefix: ['the-'] } }, 'wanted', 'the-one'],
  [{ any_resource: { id: ['the-one'] } }, 'wanted', 'the-one'],
] as const) {
  test(`the filter ${JSON.stringify(filter)} lets through what it names`, async () => {
    const peer = await subscribe(filter);
    await emit('unwanted', 'y');
    await emit('noise.loud', 'y');
    await emit(name, id);
    assert.equal(nameOf(await peer.next()), name);
    peer.socket.close();
  });
}

test('who comes late may ask for what happened', async () => {
  await emit('early.one');
  await emit('early.two');
  const peer = await subscribe({ event: { prefix: ['early.'] } }, true);
  assert.deepEqual([nameOf(await peer.next()), nameOf(await peer.next())], ['early.one', 'early.two']);
  peer.socket.close();
});

test('events come in over a websocket, too; those that are none are passed over', async () => {
  const listener = await subscribe({ event: { prefix: ['sent.'] } });
  const sender = await open('/events/in', { authorization: `Bearer ${server.token}` });
  sender.send({ event: 7 });
  sender.send({ ...heartbeatOf('x'), event: 'sent.here' });
  assert.equal(nameOf(await listener.next()), 'sent.here');
  for (const { socket } of [listener, sender]) socket.close();
});

for (const [what, path, message] of [
  ['a filter without a token before it', '/events/out', { type: 'filter', filter: {} }],
  ['a wrong token', '/events/out', { type: 'auth', token: 'no' }],
  ['a token that is no text', '/events/out', { type: 'auth', token: { a: 1 } }],
  ['no token at all', '/events/out', { type: 'auth' }],
  ['an event without a token before it', '/events/in', { event: 'x', resource: { 'prefect.resource.id': 'x' } }],
  ['what is no JSON', '/events/out', '{'],
  ['what is no object', '/events/out', '7'],
] as const) {
  test(`${what} closes the connection`, async () => {
    const peer = await open(path);
    peer.send(message);
    assert.equal(await peer.next(), 1008);
  });
}

test('a filter that is none closes the connection', async () => {
  const peer = await subscribe({ event: 'all' });
  assert.equal(await peer.next(), 1008);
});

for (const [what, path, headers, status] of [
  ['a page of a browser', '/events/out', { origin: 'https://example.com' }, 403],
  ['a rebound name', '/events/out', { host: 'evil.example' }, 403],
  ['another path', '/flows/', {}, 404],
] as const) {
  test(`${what} gets no websocket: ${status}`, async () => {
    await assert.rejects(open(path, headers), new RegExp(`Unexpected server response: ${status}`));
  });
}

test('a server that somebody listens to is not unused', async () => {
  const peer = await subscribe({});
  assert.equal(server.unusedFor(), 0);
  peer.socket.close();
});

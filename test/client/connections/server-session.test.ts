import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MillraceError } from '../../../runtime/core/errors.ts';
import { fakeSession, settle } from '../../support/fake-session.ts';

test('a session with a server that answers is connected and knows its version', async () => {
  const { session } = await fakeSession(() => []);
  assert.deepEqual(session.status, { kind: 'connected', name: 'embedded', url: 'http://127.0.0.1:1/api', version: '3.9.1' });
  assert.ok(session.client !== undefined);
});

test('the same server is not connected to twice, also when asked at the same time', async () => {
  const { session, requests } = await fakeSession(() => []);
  await Promise.all([session.refresh(), session.refresh()]);
  assert.deepEqual(requests, ['GET /admin/version']);
});

test('another server takes its place, and none leaves nothing', async () => {
  const { session, move } = await fakeSession(() => []);
  const seen: string[] = [];
  session.onDidChange(({ kind }) => seen.push(kind));
  move('http://127.0.0.1:2/api');
  await session.refresh();
  assert.equal(session.connection?.url, 'http://127.0.0.1:2/api');
  move(undefined);
  await session.refresh();
  assert.deepEqual(seen, ['connecting', 'connected', 'none']);
  assert.equal(session.client, undefined);
});

test('what needs a server says what to do when there is none', async () => {
  const { session, move } = await fakeSession(() => []);
  move(undefined);
  await session.refresh();
  assert.throws(
    () => session.require(),
    (error) => MillraceError.is(error, 'unreachable') && /Start the embedded server/.test(error.message),
  );
});

test('when events are lost and come back, everything is read anew', async () => {
  const { session, stream } = await fakeSession(() => []);
  let changes = 0;
  session.onDidChange(() => (changes += 1));
  stream().lost('closed');
  await settle();
  stream().connected();
  await settle();
  assert.equal(changes, 2);
  assert.equal(session.status.kind, 'connected');
});

test('what wants to read waits for a server that is being connected to, and not for one that hangs', async () => {
  let answer = (): void => undefined;
  const { session, timers, move } = await fakeSession(() => [], { greeting: () => new Promise<void>((resolve) => (answer = resolve)) });
  await session.ready();
  move('http://127.0.0.1:2/api');
  const told: string[] = [];
  void session.refresh();
  void session.ready().then(() => told.push(session.status.kind));
  await settle();
  assert.equal(told.length, 0);
  answer();
  await settle();
  assert.deepEqual(told, ['connected']);
  move('http://127.0.0.1:3/api');
  void session.refresh();
  void session.ready().then(() => told.push(session.status.kind));
  await settle();
  timers.advance(1000);
  await settle();
  assert.deepEqual(told, ['connected', 'connecting']);
});

test('a server that never tells anything stays connected, and is asked quietly whether it is there', async () => {
  const { session, stream, requests } = await fakeSession(() => [], { live: false });
  let changes = 0;
  session.onDidChange(() => (changes += 1));
  assert.equal(session.isLive, false);
  stream().lost('closed with code 1006');
  await settle();
  stream().lost('closed with code 1006');
  await settle();
  assert.equal(changes, 0);
  assert.equal(requests.filter((request) => request === 'GET /admin/version').length, 3);
  stream().connected();
  assert.equal(session.isLive, true);
});

test('a server that did not answer at first, and then tells what happens, is connected', async () => {
  let up = false;
  const { session, stream, move } = await fakeSession(() => [], {
    live: false,
    greeting: () => (up ? Promise.resolve() : Promise.reject(new MillraceError('unreachable', 'refused'))),
  });
  move('http://127.0.0.1:2/api');
  await session.refresh();
  assert.equal(session.status.kind, 'unreachable');
  up = true;
  stream().connected();
  await settle();
  assert.equal(session.status.kind, 'connected');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { websocketUrl } from '../../../runtime/api/websocket.ts';
import type { ServerSocket as Socket } from '../../../runtime/api/websocket.ts';
import { followEvents } from '../../../client/connections/event-stream.ts';
import { FakeTimers } from '../../support/fake-timers.ts';

type Listener = Parameters<Socket['addEventListener']>[1];

function open(authorization?: string) {
  const timers = new FakeTimers();
  const sockets: {
    url: string;
    sent: string[];
    closed: boolean;
    tell: (type: string, event: { data?: unknown; reason?: string }) => void;
  }[] = [];
  const told: string[] = [];
  const stream = followEvents(
    { url: 'http://127.0.0.1:1/api', headers: authorization === undefined ? {} : { authorization }, source: 'embedded', name: 'embedded' },
    { connected: () => told.push('connected'), event: (event) => told.push(event.event), lost: (reason) => told.push(`lost ${reason}`) },
    timers,
    (connection, path) => {
      const url = websocketUrl(connection, path);
      const listeners = new Map<string, Listener>();
      const socket = {
        url,
        sent: [] as string[],
        closed: false,
        tell: (type: string, event: { data?: unknown; reason?: string }) => listeners.get(type)?.(event),
      };
      sockets.push(socket);
      return {
        send: (text) => void socket.sent.push(text),
        close: () => void (socket.closed = true),
        addEventListener: (type, listener) => void listeners.set(type, listener),
      };
    },
  );
  return { timers, sockets, told, stream };
}

const accepted = { data: '{"type":"auth_success"}' };

test('it shows who it is, asks for events, and hands them on', () => {
  const { sockets, told, timers } = open('Bearer key');
  const [socket] = sockets;
  assert.equal(socket?.url, 'ws://127.0.0.1:1/api/events/out');
  socket.tell('open', {});
  assert.deepEqual(JSON.parse(socket.sent[0] ?? ''), { type: 'auth', token: 'key' });
  socket.tell('message', accepted);
  const asked: { type: string; filter: { occurred: { until: string } } } = JSON.parse(socket.sent[1] ?? '');
  assert.equal(asked.type, 'filter');
  assert.ok(Date.parse(asked.filter.occurred.until) > timers.now() + 86_400_000);
  socket.tell('message', { data: '{"type":"event","event":{"event":"prefect.flow-run.Running","resource":{},"related":[]}}' });
  assert.deepEqual(told, ['connected', 'prefect.flow-run.Running']);
});

test('the auth string is the token where there is one', () => {
  const { sockets } = open(`Basic ${Buffer.from('user:password').toString('base64')}`);
  sockets[0]?.tell('open', {});
  assert.deepEqual(JSON.parse(sockets[0]?.sent[0] ?? ''), { type: 'auth', token: 'user:password' });
});

test('after a loss it comes back, ever later, and at once after a success', () => {
  const { sockets, told, timers } = open();
  for (const delay of [250, 500, 1000]) {
    sockets.at(-1)?.tell('close', { reason: 'gone' });
    const before = sockets.length;
    timers.advance(delay - 1);
    assert.equal(sockets.length, before);
    timers.advance(1);
    assert.equal(sockets.length, before + 1);
  }
  sockets.at(-1)?.tell('message', accepted);
  sockets.at(-1)?.tell('close', { reason: 'gone' });
  timers.advance(250);
  assert.equal(sockets.length, 5);
  assert.deepEqual(told, ['lost gone', 'lost gone', 'lost gone', 'connected', 'lost gone']);
});

test('what is disposed stays away', () => {
  const { sockets, stream, timers, told } = open();
  stream.dispose();
  sockets[0]?.tell('close', {});
  timers.advance(60_000);
  assert.deepEqual([sockets.length, sockets[0]?.closed, told], [1, true, []]);
});

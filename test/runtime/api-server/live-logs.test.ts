import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { wantsLog } from '../../../runtime/api-server/live-logs.ts';
import type { LogFilter } from '../../../runtime/api-server/live-logs.ts';
import { startServer } from '../../../runtime/api-server/server.ts';
import { createClient } from '../../../runtime/api/client.ts';
import { websocketUrl } from '../../../runtime/api/websocket.ts';
import { folderOf } from '../../support/folder.ts';

const id = '0190d9f4-5a9c-7e5b-8f00-000000000001';
const other = '0190d9f4-5a9c-7e5b-8f00-000000000002';
const line = {
  id,
  created: '2026-11-21T06:00:00Z',
  updated: '2026-11-21T06:00:00Z',
  name: 'flow',
  level: 30,
  message: 'said',
  timestamp: '2026-11-21T06:00:00Z',
  flow_run_id: id,
  task_run_id: null,
};

const filters: [LogFilter, boolean][] = [
  [{}, true],
  [{ flow_run_id: { any_: [id] } }, true],
  [{ flow_run_id: { any_: [other] } }, false],
  [{ task_run_id: { any_: [other] } }, false],
  [{ level: { ge_: 30 } }, true],
  [{ level: { ge_: 40 } }, false],
  [{ level: { le_: 20 } }, false],
  [{ timestamp: { after_: '2026-11-21T05:59:00Z', before_: '2027-01-01T00:00:00Z' } }, true],
  [{ timestamp: { after_: '2026-11-21T06:01:00Z' } }, false],
  [{ timestamp: { before_: '2026-11-21T05:00:00Z' } }, false],
];

for (const [filter, wanted] of filters) {
  test(`a line is ${wanted ? '' : 'not '}one of ${JSON.stringify(filter)}`, () => assert.equal(wantsLog(filter, line), wanted));
}

test('who listens to the logs of a run hears its lines as they are stored', async (t) => {
  const server = await startServer({ home: folderOf(t, {}), port: 0 });
  const socket = new WebSocket(websocketUrl({ url: server.url, headers: {} }, '/logs/out'), 'prefect');
  try {
    await once(socket, 'open');
    const heard: { type: string; log?: typeof line }[] = [];
    const next = async () => {
      const [event]: MessageEvent[] = await once(socket, 'message');
      heard.push(JSON.parse(String(event?.data)));
    };
    socket.send(JSON.stringify({ type: 'auth', token: server.token }));
    await next();
    socket.send(JSON.stringify({ type: 'filter', filter: { flow_run_id: { any_: [id] } } }));
    const client = createClient(server.transport);
    const said = { name: 'flow', level: 20, timestamp: '2026-11-21T06:00:00Z', taskRunId: null };
    // The filter may still be on its way: lines are sent until one is heard.
    const arrived = next();
    while (heard.length < 2) {
      await client.logs.create([{ ...said, message: 'other', flowRunId: other }]);
      await client.logs.create([{ ...said, message: 'mine', flowRunId: id }]);
    }
    await arrived;
    assert.deepEqual([heard[0]?.type, heard[1]?.log?.message, heard[1]?.log?.flow_run_id], ['auth_success', 'mine', id]);
    const stored = await client.logs.filter({ logs: { flowRunId: { any_: [id] } } });
    assert.ok(stored.some((kept) => kept.id === heard[1]?.log?.id));
    const bad = { method: 'POST' as const, path: '/logs/', body: [{ level: 20 }], repeatable: false };
    await assert.rejects(server.transport.send(bad), /422/);
  } finally {
    socket.close();
    await server.close();
  }
});

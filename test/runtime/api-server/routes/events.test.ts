import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryServer } from '../../../support/memory-server.ts';

test('a page of events says how many there are, however many it has itself', async () => {
  await using server = memoryServer();
  const sent = Array.from({ length: 7 }, (_, at) => ({
    event: at === 0 ? 'other' : 'counted',
    occurred: `2026-11-21T05:0${at}:00Z`,
    resource: { 'prefect.resource.id': 'r' },
    id: `00000000-0000-4000-8000-00000000000${at}`,
  }));
  await server.request('POST', '/events', sent);
  const filter = { event: { name: ['counted'] }, order: 'ASC' };
  for (const [limit, offset, minutes] of [
    [50, 0, [1, 2, 3, 4, 5, 6]],
    [6, 0, [1, 2, 3, 4, 5, 6]],
    [2, 0, [1, 2]],
    [4, 4, [5, 6]],
    [4, 6, []],
    [0, 0, []],
  ] as const) {
    const { body } = await server.request('POST', '/events/filter', { filter, limit, offset });
    const { events, total } = body as { events: { occurred: string }[]; total: number };
    assert.deepEqual({ total, minutes: events.map(({ occurred }) => Number(occurred.slice(15, 16))) }, { total: 6, minutes });
  }
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startServer } from '../../../../runtime/api-server/server.ts';
import { overTransport } from '../../../contract/ask.ts';

/** Events that are counted; the expectations are what a real 3.9.1 answered to the same. */
const home = mkdtempSync(join(tmpdir(), 'millrace-counts-'));
const settings = { serviceInterval: 100_000, schedulerInterval: 100_000 };
// Events of more than a week ago would be forgotten at once.
const clock = { now: () => Date.parse('2025-01-05T00:00:00Z') };
const server = await startServer({ home, database: ':memory:', port: 0, advertise: false, settings, clock });
const ask = overTransport(server.transport);
after(async () => {
  await server.close();
  rmSync(home, { recursive: true });
});

const happened = (id: number, event: string, occurred: string, thing: string, labels: object): object => ({
  id: `00000000-0000-4000-8000-00000000000${id}`,
  event,
  occurred,
  resource: { 'prefect.resource.id': `thing.${thing}`, ...labels },
});
const stories = [
  happened(1, 'thing.opened', '2025-01-01T00:00:00Z', 'a', { 'prefect.resource.name': 'early' }),
  happened(2, 'thing.opened', '2025-01-01T05:30:00Z', 'a', { 'prefect.resource.name': 'late' }),
  happened(3, 'thing.closed', '2025-01-02T00:00:00Z', 'b', { 'prefect.name': 'other' }),
  happened(4, 'thing.opened', '2025-01-03T23:59:59.5Z', 'c', {}),
  happened(5, 'thing.closed', '2025-01-04T00:00:00Z', 'd', {}),
];
await ask('POST', '/events', stories);

const filter = { resource: { id_prefix: ['thing.'] }, occurred: { since: '2025-01-01T00:00:00Z', until: '2025-01-03T23:59:59.9Z' } };

interface Count {
  value: string;
  label: string;
  count: number;
  start_time: string;
  end_time: string;
}

const counts = async (by: string, more: object = {}): Promise<Count[]> => {
  const { status, body } = await ask('POST', `/events/count-by/${by}`, { filter, ...more });
  assert.equal(status, 200, JSON.stringify(body));
  return body as Count[];
};

test('by kind, the most frequent first', async () => {
  assert.deepEqual(await counts('event'), [
    { value: 'thing.opened', label: 'thing.opened', count: 3, start_time: '2025-01-01T00:00:00Z', end_time: '2025-01-03T23:59:59.500000Z' },
    { value: 'thing.closed', label: 'thing.closed', count: 1, start_time: '2025-01-02T00:00:00Z', end_time: '2025-01-02T00:00:00Z' },
  ]);
});

test('by resource, under the name of its latest event', async () => {
  assert.deepEqual(await counts('resource'), [
    { value: 'thing.a', label: 'late', count: 2, start_time: '2025-01-01T00:00:00Z', end_time: '2025-01-01T05:30:00Z' },
    { value: 'thing.b', label: 'other', count: 1, start_time: '2025-01-02T00:00:00Z', end_time: '2025-01-02T00:00:00Z' },
    { value: 'thing.c', label: 'thing.c', count: 1, start_time: '2025-01-03T23:59:59.500000Z', end_time: '2025-01-03T23:59:59.500000Z' },
  ]);
});

test('by day, and days in which nothing happened are there, too', async () => {
  assert.deepEqual(await counts('day'), [
    {
      value: '0',
      label: '2025-01-01T00:00:00+00:00',
      count: 2,
      start_time: '2025-01-01T00:00:00Z',
      end_time: '2025-01-01T23:59:59.999999Z',
    },
    {
      value: '1',
      label: '2025-01-02T00:00:00+00:00',
      count: 1,
      start_time: '2025-01-02T00:00:00Z',
      end_time: '2025-01-02T23:59:59.999999Z',
    },
    {
      value: '2',
      label: '2025-01-03T00:00:00+00:00',
      count: 1,
      start_time: '2025-01-03T00:00:00Z',
      end_time: '2025-01-03T23:59:59.999999Z',
    },
  ]);
});

test('by intervals of any length, which are counted from one Monday', async () => {
  const found = await counts('time', { time_unit: 'hour', time_interval: 5 });
  assert.deepEqual(
    found.filter(({ count }) => count > 0),
    [
      {
        value: '0',
        label: '2025-01-01T00:00:00+00:00',
        count: 1,
        start_time: '2025-01-01T00:00:00Z',
        end_time: '2025-01-01T04:59:59.999999Z',
      },
      {
        value: '1',
        label: '2025-01-01T05:00:00+00:00',
        count: 1,
        start_time: '2025-01-01T05:00:00Z',
        end_time: '2025-01-01T09:59:59.999999Z',
      },
      {
        value: '4',
        label: '2025-01-01T20:00:00+00:00',
        count: 1,
        start_time: '2025-01-01T20:00:00Z',
        end_time: '2025-01-02T00:59:59.999999Z',
      },
      {
        value: '14',
        label: '2025-01-03T22:00:00+00:00',
        count: 1,
        start_time: '2025-01-03T22:00:00Z',
        end_time: '2025-01-04T02:59:59.999999Z',
      },
    ],
  );
  assert.equal(found.length, 15);
});

test('more than a thousand intervals are refused, in the words of Prefect', async () => {
  const { status, body } = await ask('POST', '/events/count-by/time', { filter, time_unit: 'minute' });
  assert.deepEqual(
    [status, body],
    [
      422,
      {
        detail:
          'The given interval would create 4320 buckets, which is too many. Please increase the interval or reduce the time range to produce 1000 buckets or fewer.',
      },
    ],
  );
});

test('a page of events leads to the next one until there is none', async () => {
  const seen: string[] = [];
  interface EventPage {
    events: { id: string }[];
    total: number;
    next_page: string | null;
  }
  let page = (await ask('POST', '/events/filter', { filter, limit: 2 })).body as EventPage;
  for (;;) {
    seen.push(...page.events.map(({ id }) => id.slice(-1)));
    assert.equal(page.total, 4);
    if (page.next_page === null) break;
    const { pathname, search } = new URL(page.next_page);
    page = (await ask('GET', pathname.replace('/api', '') + search)).body as EventPage;
  }
  assert.deepEqual(seen, ['4', '3', '2', '1']);
});

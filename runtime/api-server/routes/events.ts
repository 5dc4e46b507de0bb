import type { events as contract } from '../../api/events.ts';
import { eventFilter } from '../../api/filters.ts';
import { canonicalUuid } from '../../core/ids.ts';
import { integer, object } from '../../core/schema.ts';
import { parseTime } from '../../core/time.ts';
import { heard } from '../store/heartbeats.ts';
import { countables, countEvents } from '../store/event-counts.ts';
import type { EventFilter } from '../store/events.ts';
import { eventCondition } from '../store/events.ts';
import { recordTaskRun } from '../store/task-run-recorder.ts';
import { JsonText } from '../store/rows.ts';
import { problemsOf } from '../validation.ts';
import type { Tx } from '../store/database.ts';
import type { Handlers, Input, Output } from './route.ts';
import { refuse, unprocessable } from './route.ts';

export const events: Handlers<typeof contract> = {
  create(tx, { body, query }) {
    for (const event of body) {
      const resource: Record<string, string> = {};
      for (const [label, value] of Object.entries(event.resource)) resource[label] = String(value);
      const related = (event.related ?? []).map((labels) =>
        Object.fromEntries(Object.entries(labels).map(([label, value]) => [label, String(value)])),
      );
      if (event.event === 'prefect.flow-run.heartbeat') {
        // Over the websocket they are Prefect's own; ours come by requests, which are answered.
        heard(tx, (resource['prefect.resource.id'] ?? '').replace('prefect.flow-run.', ''), query.get('from') !== 'websocket');
        continue;
      }
      const occurred = parseTime(event.occurred) ?? tx.now();
      const { event: name, payload = {}, follows = null } = event;
      const whole = { id: canonicalUuid(event.id), event: name, occurred, resource, related, payload, follows };
      if (name.startsWith('prefect.task-run.')) recordTaskRun(tx, whole);
      tx.emit(whole);
    }
    return {};
  },
  filter: (tx, { body, headers }) =>
    pageOf(tx, { filter: body.filter ?? {}, size: Math.min(body.limit ?? 50, 50), offset: body.offset ?? 0 }, headers),
  filterNext(tx, { query, headers }) {
    const wanted = pageOfToken(query.get('page-token') ?? '');
    if (wanted === undefined) throw refuse(403, 'Forbidden');
    return pageOf(tx, wanted, headers);
  },
  countBy(tx, { path, body }) {
    const by = countables.find((name) => name === path.countable);
    if (by === undefined) throw unprocessable('countable', "Input should be 'day', 'time', 'event' or 'resource'", path.countable);
    return { body: countEvents(tx, body.filter, by, { unit: body.time_unit ?? 'day', count: body.time_interval ?? 1 }) };
  },
};

/** Which events are asked for. The link to the next page says it, so that nothing has to be remembered. */
interface Wanted {
  filter: EventFilter;
  size: number;
  offset: number;
}

function pageOf(tx: Tx, { filter, size, offset }: Wanted, headers: Input['headers']): Output {
  const { sql, parameters } = eventCondition(filter);
  const direction = filter.order === 'ASC' ? 'ASC' : 'DESC';
  const rows = tx.all<{ body: string }>(
    `SELECT body FROM event WHERE ${sql} ORDER BY occurred ${direction} LIMIT ? OFFSET ?`,
    ...parameters,
    size,
    offset,
  );
  const whole = rows.length < size && (offset === 0 || rows.length > 0);
  const counted = (): number => tx.get<{ count: number }>(`SELECT count(*) AS count FROM event WHERE ${sql}`, ...parameters)?.count ?? 0;
  const total = whole ? offset + rows.length : counted();
  const next = size > 0 && offset + size < total ? linkTo({ filter, size, offset: offset + size }, headers['host']) : null;
  const list = rows.map((row) => row.body).join(',');
  return { body: new JsonText(`{"events":[${list}],"total":${total},"next_page":${JSON.stringify(next)}}`) };
}

const linkTo = (wanted: Wanted, host = '127.0.0.1'): string =>
  `http://${host}/api/events/filter/next?page-token=${Buffer.from(JSON.stringify(wanted)).toString('base64url')}`;

/** Undefined for a token that this server has not made: Prefect answers those as something that is not allowed. */
function pageOfToken(token: string): Wanted | undefined {
  try {
    const wanted: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    return problemsOf(pageToken, wanted).length === 0 ? (wanted as Wanted) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const pageToken = object({ filter: eventFilter, size: integer({ minimum: 1, maximum: 50 }), offset: integer({ minimum: 0 }) });

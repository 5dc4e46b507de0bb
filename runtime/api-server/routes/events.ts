import type { events as contract } from '../../api/events.ts';
import { parseTime } from '../../core/time.ts';
import { JsonText } from '../store/rows.ts';
import type { Handlers } from './route.ts';

export const events: Handlers<typeof contract> = {
  create(tx, { body }) {
    for (const event of body) {
      const resource: Record<string, string> = {};
      for (const [label, value] of Object.entries(event.resource)) resource[label] = String(value);
      const related = (event.related ?? []).map((labels) => Object.fromEntries(Object.entries(labels).map(([label, value]) => [label, String(value)])));
      if (event.event === 'prefect.flow-run.heartbeat') {
        const id = (resource['prefect.resource.id'] ?? '').replace('prefect.flow-run.', '');
        tx.run('UPDATE flow_run SET last_heartbeat = ? WHERE id = ?', tx.now(), id);
        continue;
      }
      const occurred = event.occurred ? (parseTime(event.occurred) ?? tx.now()) : tx.now();
      tx.emit({ event: event.event, occurred, resource, related, payload: event.payload ?? {} });
    }
    return {};
  },
  filter(tx, { body }) {
    const limit = Math.min(body.limit ?? 50, 50);
    const prefixes = body.filter?.event?.prefix ?? [];
    const names = body.filter?.event?.name ?? [];
    const ids = body.filter?.resource?.id ?? [];
    const conditions = [
      prefixes.length > 0 ? `(${prefixes.map(() => 'event LIKE ?').join(' OR ')})` : '1',
      names.length > 0 ? `event IN (${names.map(() => '?').join(',')})` : '1',
      ids.length > 0 ? `resource_id IN (${ids.map(() => '?').join(',')})` : '1',
    ];
    const parameters = [...prefixes.map((prefix) => `${prefix}%`), ...names, ...ids];
    const where = conditions.join(' AND ');
    const total = tx.get<{ count: number }>(`SELECT count(*) AS count FROM event WHERE ${where}`, ...parameters)?.count ?? 0;
    const direction = body.filter?.order === 'ASC' ? 'ASC' : 'DESC';
    const rows = tx.all<{ body: string }>(`SELECT body FROM event WHERE ${where} ORDER BY occurred ${direction} LIMIT ? OFFSET ?`, ...parameters, limit, body.offset ?? 0);
    return { body: new JsonText(`{"events":[${rows.map((row) => row.body).join(',')}],"total":${total},"next_page":null}`) };
  },
};


import type { events as contract } from '../../api/events.ts';
import { canonicalUuid } from '../../core/ids.ts';
import { parseTime } from '../../core/time.ts';
import { heard } from '../store/heartbeats.ts';
import { eventCondition } from '../store/events.ts';
import { recordTaskRun } from '../store/task-run-recorder.ts';
import { JsonText } from '../store/rows.ts';
import type { Handlers } from './route.ts';

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
  filter(tx, { body }) {
    const [limit, offset] = [Math.min(body.limit ?? 50, 50), body.offset ?? 0];
    const { sql, parameters } = eventCondition(body.filter ?? {});
    const direction = body.filter?.order === 'ASC' ? 'ASC' : 'DESC';
    const rows = tx.all<{ body: string }>(
      `SELECT body FROM event WHERE ${sql} ORDER BY occurred ${direction} LIMIT ? OFFSET ?`,
      ...parameters,
      limit,
      offset,
    );
    const whole = rows.length < limit && (offset === 0 || rows.length > 0);
    const counted = (): number => tx.get<{ count: number }>(`SELECT count(*) AS count FROM event WHERE ${sql}`, ...parameters)?.count ?? 0;
    const total = whole ? offset + rows.length : counted();
    return { body: new JsonText(`{"events":[${rows.map((row) => row.body).join(',')}],"total":${total},"next_page":null}`) };
  },
};

import type { logs as contract } from '../../api/logs.ts';
import { canonicalUuid, newId } from '../../core/ids.ts';
import { parseTime } from '../../core/time.ts';
import type { Fields } from '../store/filters.ts';
import { condition, idField, numberField, timeField } from '../store/filters.ts';
import { defineColumns, renderList, renderRow } from '../store/rows.ts';
import type { Handlers } from './route.ts';

const columns = defineColumns({
  id: 'word',
  created: 'word',
  updated: 'word',
  name: 'text',
  level: 'number',
  message: 'text',
  timestamp: 'word',
  flow_run_id: 'word',
  task_run_id: 'word',
});

const fields: Fields = {
  level: (operators) => {
    const severe = typeof operators.ge_ === 'number' && operators.ge_ >= 40;
    // Said so that SQLite sees that the index of these lines has them all.
    return [...(severe ? [{ sql: 'level >= 40', parameters: [] }] : []), ...numberField('level')(operators)];
  },
  timestamp: timeField('timestamp'),
  flow_run_id: idField('flow_run_id'),
  task_run_id: idField('task_run_id'),
  text: ({ query }) => (query ? [{ sql: 'instr(lower(message), lower(?)) > 0', parameters: [query] }] : []),
};

const insert = 'INSERT INTO log (id, created, name, level, message, timestamp, flow_run_id, task_run_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)';

const idOf = (id: string | null | undefined): string | null => (id ? canonicalUuid(id) : null);

export const logs: Handlers<typeof contract> = {
  create(tx, { body }) {
    const now = tx.now();
    for (const line of body) {
      const at = parseTime(line.timestamp) ?? now;
      tx.run(insert, line.id ?? newId(), now, line.name, line.level, line.message, at, idOf(line.flow_run_id), idOf(line.task_run_id));
    }
    return { status: 201, body: null };
  },
  filter(tx, { body }) {
    const { sql, parameters } = condition(body.logs, fields);
    const direction = body.sort === 'TIMESTAMP_DESC' ? 'DESC' : 'ASC';
    const rows = tx.all(
      `SELECT *, created AS updated FROM log WHERE ${sql} ORDER BY timestamp ${direction}, number ${direction} LIMIT ? OFFSET ?`,
      ...parameters,
      body.limit ?? 200,
      body.offset ?? 0,
    );
    return { body: renderList(rows.map((row) => renderRow(row, columns))) };
  },
};

import type { artifacts as contract } from '../../api/artifacts.ts';
import { canonicalUuid, newId } from '../../core/ids.ts';
import type { Row, SqlValue, Tx } from '../store/database.ts';
import type { Condition, Fields, Filter } from '../store/filters.ts';
import { all, condition, flagField, idField, textField } from '../store/filters.ts';
import type { RelationFilters } from '../store/relations.ts';
import { related } from '../store/relations.ts';
import { defineColumns, insertSql, renderList, renderRow, updateSql } from '../store/rows.ts';
import type { Handlers } from './route.ts';
import { refuse } from './route.ts';

const kinds = {
  id: 'text',
  created: 'text',
  updated: 'text',
  key: 'text',
  type: 'text',
  description: 'text',
  data: 'json',
  metadata_: 'json',
  flow_run_id: 'text',
  task_run_id: 'text',
} as const;
const columns = defineColumns(kinds);
const collectionColumns = defineColumns({ ...kinds, latest_id: 'text' });

const keyField = flagField('exists_', 'artifact.key IS NOT NULL', 'artifact.key IS NULL');
const keyText = textField('artifact.key');

const fields: Fields = {
  id: idField('artifact.id'),
  latest_id: idField('artifact.id'),
  key: (operators) => [...keyText(operators), ...keyField(operators)],
  type: textField('artifact.type'),
  flow_run_id: idField('artifact.flow_run_id'),
  task_run_id: idField('artifact.task_run_id'),
};

const orders = {
  CREATED_DESC: 'artifact.created DESC',
  UPDATED_DESC: 'artifact.updated DESC',
  ID_DESC: 'artifact.id DESC',
  KEY_DESC: 'artifact.key DESC',
  KEY_ASC: 'artifact.key ASC',
} as const;

/** The newest of each key: `created` never repeats within a database. */
const latest = `artifact.key IS NOT NULL AND artifact.created =
  (SELECT max(other.created) FROM artifact other WHERE other.key = artifact.key)`;

export const artifacts: Handlers<typeof contract> = {
  create(tx, { body }) {
    const now = tx.now();
    const row = {
      id: newId(),
      created: now,
      updated: now,
      key: body.key ?? null,
      type: body.type ?? null,
      description: body.description ?? null,
      data: JSON.stringify(body.data ?? null),
      metadata_: body.metadata_ ? JSON.stringify(body.metadata_) : null,
      flow_run_id: body.flow_run_id ? canonicalUuid(body.flow_run_id) : null,
      task_run_id: body.task_run_id ? canonicalUuid(body.task_run_id) : null,
    };
    tx.run(insertSql('artifact', Object.keys(row)), ...Object.values(row));
    return { status: 201, body: renderRow(row, columns) };
  },
  read: (tx, { path }) => ({ body: renderRow(find(tx, path.id), columns) }),
  readLatest(tx, { path }) {
    const row = tx.get('SELECT * FROM artifact WHERE key = ? ORDER BY created DESC LIMIT 1', path.key);
    if (row === undefined) throw refuse(404, 'Artifact not found.');
    return { body: renderRow(row, columns) };
  },
  update(tx, { path, body }) {
    const changes: Record<string, SqlValue> = { updated: tx.now() };
    if (body.data !== undefined) changes['data'] = JSON.stringify(body.data);
    if (body.description !== undefined) changes['description'] = body.description;
    if (body.metadata_ !== undefined) changes['metadata_'] = body.metadata_ === null ? null : JSON.stringify(body.metadata_);
    find(tx, path.id);
    tx.run(updateSql('artifact', Object.keys(changes)), ...Object.values(changes), path.id);
    return {};
  },
  delete(tx, { path }) {
    if (tx.run('DELETE FROM artifact WHERE id = ?', path.id) === 0) throw refuse(404, 'Artifact not found.');
    return {};
  },
  filter: (tx, { body }) => ({ body: renderList(list(tx, body, '1').map((row) => renderRow(row, columns))) }),
  filterLatest: (tx, { body }) => ({
    body: renderList(list(tx, body, latest).map((row) => renderRow({ ...row, latest_id: row['id'] ?? null }, collectionColumns))),
  }),
  count: (tx, { body }) => ({ body: count(tx, body, '1') }),
  countLatest: (tx, { body }) => ({ body: count(tx, body, latest) }),
};

interface Query extends RelationFilters {
  artifacts?: Filter;
  sort?: keyof typeof orders | null;
  limit?: number | null;
  offset?: number | null;
}

function list(tx: Tx, query: Query, only: string): Row[] {
  const { sql, parameters } = conditionOf(query);
  return tx.all(
    `SELECT * FROM artifact WHERE ${sql} AND ${only} ORDER BY ${orders[query.sort ?? 'ID_DESC']} LIMIT ? OFFSET ?`,
    ...[...parameters, query.limit ?? 200, query.offset ?? 0],
  );
}

function count(tx: Tx, query: Query, only: string): number {
  const { sql, parameters } = conditionOf(query);
  return tx.get<{ count: number }>(`SELECT count(*) AS count FROM artifact WHERE ${sql} AND ${only}`, ...parameters)?.count ?? 0;
}

/** The relations of an artifact are those of its flow run. */
function conditionOf({ artifacts: own, sort: _sort, limit: _limit, offset: _offset, ...relations }: Query): Condition {
  const runs = related('flow_run', relations);
  const ofRuns = { sql: `artifact.flow_run_id IN (SELECT flow_run.id FROM flow_run WHERE ${runs.sql})`, parameters: runs.parameters };
  return all([condition(own, fields), ...(runs.sql === '1' ? [] : [ofRuns])]);
}

function find(tx: Tx, id: string): Row {
  const row = tx.get('SELECT * FROM artifact WHERE id = ?', id);
  if (row === undefined) throw refuse(404, 'Artifact not found.');
  return row;
}

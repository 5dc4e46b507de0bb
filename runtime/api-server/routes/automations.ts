import type { automations as contract } from '../../api/automations.ts';
import { forgetCounts } from '../automations/buckets.ts';
import { automationProblem } from '../automations/problems.ts';
import { newId } from '../../core/ids.ts';
import type { Row, Tx } from '../store/database.ts';
import type { Fields } from '../store/filters.ts';
import { condition, idField, jsonTagField, textField, timeField } from '../store/filters.ts';
import { defineColumns, insertSql, namedOrders, renderList, renderRow, updateSql } from '../store/rows.ts';
import { templateProblem } from '../automations/templates.ts';
import type { Handlers, Output } from './route.ts';
import { HttpError, notFound, unprocessable } from './route.ts';

const columns = defineColumns({
  id: 'text',
  created: 'text',
  updated: 'text',
  name: 'text',
  description: 'text',
  enabled: 'boolean',
  tags: 'json',
  trigger: 'json',
  actions: 'json',
  actions_on_trigger: 'json',
  actions_on_resolve: 'json',
});

const fields: Fields = {
  id: idField('id'),
  name: textField('name'),
  tags: jsonTagField('tags'),
  created: timeField('created'),
};

const orders = namedOrders();

interface Settings {
  name: string;
  description?: string;
  enabled?: boolean;
  tags?: string[];
  trigger: Record<string, unknown>;
  actions: Record<string, unknown>[];
  actions_on_trigger?: Record<string, unknown>[];
  actions_on_resolve?: Record<string, unknown>[];
}

export const automations: Handlers<typeof contract> = {
  create(tx, { body }) {
    const now = tx.now();
    const row = { id: newId(), created: now, updated: now, ...toRow(body), owner: body.owner_resource ?? null };
    tx.run(insertSql('automation', Object.keys(row)), ...Object.values(row));
    return { status: 201, body: renderRow(row, columns) };
  },
  read: (tx, { path }) => ({ body: renderRow(find(tx, path.id), columns) }),
  replace(tx, { path, body }) {
    find(tx, path.id);
    const row = { ...toRow(body), updated: tx.now() };
    forgetCounts(tx, path.id);
    tx.run(updateSql('automation', Object.keys(row)), ...Object.values(row), path.id);
    return {};
  },
  update(tx, { path, body }) {
    find(tx, path.id);
    tx.run('UPDATE automation SET enabled = ?, updated = ? WHERE id = ?', body.enabled === false ? 0 : 1, tx.now(), path.id);
    return {};
  },
  delete(tx, { path }) {
    if (tx.run('DELETE FROM automation WHERE id = ?', path.id) === 0) throw notFound('Automation');
    return {};
  },
  filter(tx, { body }) {
    const { sql, parameters } = condition(body.automations, fields);
    const rows = tx.all(
      `SELECT * FROM automation WHERE ${sql} ORDER BY ${orders[body.sort ?? 'NAME_ASC']} LIMIT ? OFFSET ?`,
      ...[...parameters, body.limit ?? 200, body.offset ?? 0],
    );
    return { body: renderList(rows.map((row) => renderRow(row, columns))) };
  },
  count: (tx) => ({ body: tx.get<{ count: number }>('SELECT count(*) AS count FROM automation')?.count ?? 0 }),
  readRelated(tx, { path }) {
    const rows = tx.all(
      'SELECT * FROM automation WHERE owner = ? OR instr(trigger, ?) > 0 ORDER BY name',
      path.resource,
      `"${path.resource}"`,
    );
    return { body: renderList(rows.map((row) => renderRow(row, columns))) };
  },
  deleteOwned(tx, { path }) {
    tx.run('DELETE FROM automation WHERE owner = ?', path.resource);
    return { status: 202, body: null };
  },
  checkTemplate: (_tx, { body }) => checked(body),
  validateTemplate: (_tx, { body }) => checked(body),
};

/** Prefect says the line, too, which the interpreter does not tell. */
function checked(source: string): Output {
  const message = templateProblem(source);
  if (message !== undefined) throw new HttpError(422, { error: { line: 1, message, source } });
  return {};
}

function toRow(settings: Settings): Record<string, string | number> {
  const { actions, actions_on_trigger: onTrigger = [], actions_on_resolve: onResolve = [] } = settings;
  const body = {
    ...settings,
    actions: actions.map(typed),
    actions_on_trigger: onTrigger.map(typed),
    actions_on_resolve: onResolve.map(typed),
  };
  const problem = automationProblem(body);
  if (problem !== undefined) throw unprocessable(problem.place, `Value error, ${problem.message}`, null);
  return {
    name: body.name,
    description: body.description ?? '',
    enabled: body.enabled === false ? 0 : 1,
    tags: JSON.stringify(body.tags ?? []),
    trigger: JSON.stringify(whole(body.trigger)),
    actions: JSON.stringify(body.actions),
    actions_on_trigger: JSON.stringify(body.actions_on_trigger),
    actions_on_resolve: JSON.stringify(body.actions_on_resolve),
  };
}

/** What an action without a type is, by the first of its fields that only some have: as 3.9.1 takes it. */
const typesByField: Readonly<Record<string, string>> = {
  deployment_id: 'run-deployment',
  parameters: 'run-deployment',
  state: 'change-flow-run-state',
  work_queue_id: 'pause-work-queue',
  body: 'send-notification',
  block_document_id: 'call-webhook',
  automation_id: 'pause-automation',
  work_pool_id: 'pause-work-pool',
};

function typed(action: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const field = Object.keys(typesByField).find((name) => action[name] !== undefined);
  return { type: field === undefined ? 'do-nothing' : typesByField[field], ...action };
}

/** A trigger with what it, and those in it, leave out, as Prefect answers it. */
function whole(trigger: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const id = newId();
  if (trigger['posture'] === undefined) {
    const parts: unknown = trigger['triggers'];
    const type = trigger['require'] === undefined ? 'sequence' : 'compound';
    return { type, ...trigger, id, triggers: Array.isArray(parts) ? parts.map((part) => whole({ ...part })) : [] };
  }
  const given = Number(trigger['within'] ?? 0);
  const within = trigger['posture'] === 'Proactive' && given === 0 ? 10 : given;
  const sets = Object.fromEntries(['after', 'expect', 'for_each'].map((name) => [name, distinct(trigger[name])]));
  return { type: 'event', match: {}, match_related: {}, threshold: 1, ...trigger, ...sets, id, within };
}

const distinct = (list: unknown): unknown[] => (Array.isArray(list) ? [...new Set(list)] : []);

function find(tx: Tx, id: string): Row {
  const row = tx.get('SELECT * FROM automation WHERE id = ?', id);
  if (row === undefined) throw notFound('Automation');
  return row;
}

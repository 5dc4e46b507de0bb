import type { taskRuns as contract } from '../../api/task-runs.ts';
import { canonicalUuid, newId } from '../../core/ids.ts';
import { parseTime } from '../../core/time.ts';
import { stirred } from '../store/heartbeats.ts';
import { history } from '../store/history.ts';
import { parseColumn } from '../store/rows.ts';
import { taskRunPolicyText } from '../store/run-policies.ts';
import { related } from '../store/relations.ts';
import { insertTaskRun, readTaskRun, renderTaskRun, pageOfTaskRuns, updateTaskRun } from '../store/task-runs.ts';
import { proposeTaskRunState, toProposal, writeTaskRunState } from '../store/transition.ts';
import { paginated } from './paginate.ts';
import type { Handlers } from './route.ts';
import { notFound } from './route.ts';

export const taskRuns: Handlers<typeof contract> = {
  create(tx, { body }) {
    const flowRunId = body.flow_run_id ? canonicalUuid(body.flow_run_id) : null;
    let inherited: Record<string, unknown> = {};
    if (flowRunId !== null) {
      const around = tx.get('SELECT labels FROM flow_run WHERE id = ?', flowRunId);
      if (around === undefined) throw notFound('Flow run');
      inherited = { ...parseColumn(around, 'labels', {}), 'prefect.flow-run.id': flowRunId };
      const keys = [flowRunId, body.task_key, body.dynamic_key];
      const existing = tx.get('SELECT * FROM task_run WHERE flow_run_id = ? AND task_key = ? AND dynamic_key = ?', ...keys);
      if (existing !== undefined) return { status: 200, body: renderTaskRun(existing, tx.now()) };
    }
    const now = tx.now();
    const id = body.id ? canonicalUuid(body.id) : newId();
    insertTaskRun(tx, {
      id,
      created: now,
      updated: now,
      name: body.name || `${body.task_key}-${id.slice(-3)}`,
      flow_run_id: flowRunId,
      task_key: body.task_key,
      dynamic_key: body.dynamic_key,
      cache_key: body.cache_key ?? null,
      cache_expiration: body.cache_expiration ? (parseTime(body.cache_expiration) ?? null) : null,
      task_version: body.task_version ?? null,
      empirical_policy: taskRunPolicyText(body.empirical_policy),
      tags: JSON.stringify([...new Set(body.tags ?? [])]),
      labels: JSON.stringify({ ...inherited, ...body.labels }),
      task_inputs: JSON.stringify(body.task_inputs === undefined ? {} : whole(body.task_inputs)),
    });
    writeTaskRunState(tx, readTaskRun(tx, id) ?? {}, toProposal(body.state ?? { type: 'PENDING' }, now));
    stirred(tx, id);
    return { status: 201, body: renderTaskRun(readTaskRun(tx, id) ?? {}, now) };
  },
  read(tx, { path }) {
    const row = readTaskRun(tx, path.id);
    if (row === undefined) throw notFound('Task');
    return { body: renderTaskRun(row, tx.now()) };
  },
  update(tx, { path, body }) {
    if (readTaskRun(tx, path.id) === undefined) throw notFound('Task run');
    updateTaskRun(tx, path.id, { name: body.name });
    return {};
  },
  delete(tx, { path }) {
    if (tx.run('DELETE FROM task_run WHERE id = ?', path.id) === 0) throw notFound('Task');
    return {};
  },
  setState(tx, { path, body }) {
    stirred(tx, path.id);
    return proposeTaskRunState(tx, path.id, body.state, body.force ?? false);
  },
  paginate(tx, input) {
    const { filter: list, count } = taskRuns;
    return paginated(
      input.body,
      (range) => list(tx, { ...input, body: { ...input.body, ...range } }),
      () => count(tx, input),
    );
  },
  filter: (tx, { body }) => ({ body: pageOfTaskRuns(tx, related('task_run', body), body) }),
  count(tx, { body }) {
    const { sql, parameters } = related('task_run', body);
    return { body: tx.get<{ count: number }>(`SELECT count(*) AS count FROM task_run WHERE ${sql}`, ...parameters)?.count ?? 0 };
  },
  history: (tx, { body }) => ({ body: history(tx, 'task_run', body) }),
};

/** Inputs that do not say of what kind they are are known by their fields, as in Prefect. */
const whole = (inputs: Readonly<Record<string, readonly object[]>>): Record<string, object[]> =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, given]) => [name, given.map((input) => ({ input_type: kindOf(input), ...input }))]),
  );

const kindOf = (input: object): string => ('id' in input ? 'task_run' : 'name' in input ? 'parameter' : 'constant');

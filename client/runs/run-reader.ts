import type { Client } from '../../runtime/api/client.ts';
import type { FlowRun } from '../../runtime/core/entities.ts';
import type { ServerSession } from '../connections/server-session.ts';
import { t } from '../l10n.ts';
import type { RunFilter } from './run-filter.ts';
import { toServerFilter } from './run-filter.ts';
import type { Run, Task } from './run.ts';
import { toRun, toTask } from './run.ts';

/** How many runs one request brings: the most that Prefect's server gives. */
export const pageSize = 200;

/** How many task runs of one run are read at most. */
const mostTasks = 2000;

/** Asks the server for runs and gives them with the names of their flows; nothing when another server is meant by then. */
export class RunReader {
  readonly #session: ServerSession;
  readonly #flowNames = new Map<string, string>();

  constructor(session: ServerSession) {
    this.#session = session;
  }

  /** A page of the runs that pass a filter at a time, newest first. */
  async newest(filter: RunFilter, now: number, offset: number): Promise<Run[] | undefined> {
    return this.#ask((client) =>
      client.flowRuns.filter({ ...toServerFilter(filter, now), sort: 'EXPECTED_START_TIME_DESC', limit: pageSize, offset }),
    );
  }

  /** Throws `not-found`. */
  async one(id: string): Promise<Run | undefined> {
    const runs = await this.#ask(async (client) => [await client.flowRuns.read({ id })]);
    return runs?.[0];
  }

  /** The runs with these ids, at most a page of them; those that are gone are left out. */
  async many(ids: readonly string[]): Promise<Run[] | undefined> {
    return this.#ask((client) => client.flowRuns.filter({ flowRuns: { id: { any_: [...ids] } }, limit: pageSize }));
  }

  async subflowsOf(id: string): Promise<Run[] | undefined> {
    return this.#ask((client) =>
      client.flowRuns.filter({ flowRuns: { parentFlowRunId: { any_: [id] } }, sort: 'EXPECTED_START_TIME_ASC', limit: pageSize }),
    );
  }

  /** The task runs of a run, without those that stand for subflows. */
  async tasksOf(id: string): Promise<Task[]> {
    const client = this.#session.require();
    const rows = await allPages(
      (page) =>
        client.taskRuns.filter({
          flowRuns: { id: { any_: [id] } },
          taskRuns: { subflowRuns: { exists_: false } },
          sort: 'EXPECTED_START_TIME_ASC',
          ...page,
        }),
      mostTasks,
    );
    return rows.map(toTask);
  }

  /** What the server told elsewhere, with the names of the flows. */
  async withFlowNames(rows: readonly FlowRun[]): Promise<Run[] | undefined> {
    return this.#ask(() => Promise.resolve(rows));
  }

  /** Another server has other flows. */
  forget(): void {
    this.#flowNames.clear();
  }

  async #ask(read: (client: Client) => Promise<readonly FlowRun[]>): Promise<Run[] | undefined> {
    const client = this.#session.require();
    const rows = await read(client);
    if (client !== this.#session.client) return undefined;
    const missing = [...new Set(rows.map((row) => row.flowId))].filter((id) => !this.#flowNames.has(id));
    if (missing.length > 0) {
      const flows = await client.flows.filter({ flows: { id: { any_: missing } }, limit: pageSize });
      if (client !== this.#session.client) return undefined;
      for (const flow of flows) this.#flowNames.set(flow.id, flow.name);
    }
    return rows.map((row) => toRun(row, this.#flowNames.get(row.flowId) ?? t('unknown flow')));
  }
}

/** Rows of several pages, at most so many. */
async function allPages<T>(read: (page: { offset: number; limit: number }) => Promise<T[]>, most: number): Promise<T[]> {
  const rows: T[] = [];
  for (;;) {
    const page = await read({ offset: rows.length, limit: pageSize });
    rows.push(...page);
    if (page.length < pageSize || rows.length >= most) return rows;
  }
}

import type { App } from './app.ts';
import type { Row, Tx } from './store/database.ts';
import type { WireEvent } from './store/events.ts';
import { toJsonText } from './store/rows.ts';
import { renderTaskRun } from './store/task-runs.ts';

/**
 * Hands the runs of background tasks (`task.delay()`) to the task workers that serve them. Each run goes to one worker;
 * when that leaves before it has said that it has it, to another. Who has what is forgotten with the process: then what
 * still waits is handed out again, as by Prefect.
 */
export interface BackgroundTasks {
  /** Takes up a worker for these tasks; runs are given to it one by one, each once it has the last one. */
  join(client: string, keys: readonly string[], give: (taskRun: string) => void): TaskWorker;
  /** Those that are connected, and serve one of these tasks; all without any. */
  workers(keys: readonly string[]): { identifier: string; task_keys: string[]; timestamp: string }[];
  /** Looks at what has happened for runs that wait now. */
  notice(events: readonly WireEvent[]): void;
  close(): void;
}

/** A worker that is connected. */
export interface TaskWorker {
  /** It has the run that it was given last, and wants another. */
  received(): void;
  leave(): void;
}

interface Member {
  client: string;
  /** When it was last heard of. */
  timestamp: string;
  keys: readonly string[];
  give: (taskRun: string) => void;
  /** The state of the run that it was given and has not received yet. */
  owed: string | undefined;
}

/** Retries become due without an event. */
const lookEvery = 1000;

/** See {@link BackgroundTasks}. */
export function createBackgroundTasks(reader: Tx): BackgroundTasks {
  const members = new Set<Member>();
  /** States of runs that a worker was given: a run that waits again does so in another state. */
  let given = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const serve = (member: Member): void => {
    if (member.owed !== undefined) return;
    const row = waiting(reader, member.keys, given);
    if (row === undefined) return;
    member.owed = String(row['state_id']);
    given.add(member.owed);
    member.give(toJsonText(renderTaskRun(row, reader.now())));
  };
  const look = (): void => {
    if (given.size > mostRemembered) given = stillWaiting(reader, given);
    for (const member of members) serve(member);
  };
  return {
    workers: (keys) =>
      [...members]
        .filter((member) => keys.length === 0 || member.keys.some((key) => keys.includes(key)))
        .map(({ client, keys: served, timestamp }) => ({ identifier: client, task_keys: [...served], timestamp })),
    join(client, keys, give) {
      const member: Member = { client, timestamp: reader.now(), keys, give, owed: undefined };
      members.add(member);
      timer ??= setInterval(look, lookEvery).unref();
      serve(member);
      return {
        received() {
          member.timestamp = reader.now();
          member.owed = undefined;
          serve(member);
        },
        leave() {
          members.delete(member);
          if (member.owed !== undefined) given.delete(member.owed);
          if (members.size > 0) look();
          else clearInterval(timer);
          if (members.size === 0) timer = undefined;
        },
      };
    },
    notice(events) {
      if (members.size > 0 && events.some(({ event }) => announcing.has(event))) look();
    },
    close: () => clearInterval(timer),
  };
}

const announcing: ReadonlySet<string> = new Set(['prefect.task-run.Scheduled', 'prefect.task-run.AwaitingRetry']);

/** Those who have run since are forgotten when there are more than this. */
const mostRemembered = 1000;

const isWaiting = `state_type = 'SCHEDULED' AND json_extract(state, '$.state_details.deferred') = 1`;

const waiting = (tx: Tx, keys: readonly string[], given: ReadonlySet<string>): Row | undefined =>
  tx.get(
    `SELECT * FROM task_run WHERE ${isWaiting} AND coalesce(next_scheduled_start_time, '') <= ?
      AND task_key IN (SELECT value FROM json_each(?)) AND state_id NOT IN (SELECT value FROM json_each(?))
      ORDER BY next_scheduled_start_time, id LIMIT 1`,
    tx.now(),
    JSON.stringify(keys),
    JSON.stringify([...given]),
  );

const stillWaiting = (tx: Tx, given: ReadonlySet<string>): Set<string> =>
  new Set(
    tx
      .all<{ state_id: string }>(`SELECT state_id FROM task_run WHERE ${isWaiting}`)
      .map(({ state_id: id }) => id)
      .filter((id) => given.has(id)),
  );

/** An app that answers who is connected. */
export const listingTaskWorkers =
  (app: App, tasks: Pick<BackgroundTasks, 'workers'>): App =>
  async (request) => {
    const result = await app(request);
    if (request.target !== '/task_workers/filter' || result.status !== 200) return result;
    return { ...result, text: JSON.stringify(tasks.workers(wantedKeys(request.body))) };
  };

/** The tasks that a request asks for; the app has found it to be right. */
function wantedKeys(body: unknown): string[] {
  const filter: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'task_worker_filter') : undefined;
  const keys: unknown = typeof filter === 'object' && filter !== null ? Reflect.get(filter, 'task_keys') : undefined;
  return Array.isArray(keys) ? keys.map(String) : [];
}

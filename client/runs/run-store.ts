import type { Client } from '../../runtime/api/client.ts';
import type { Event as ServerEvent, FlowRun } from '../../runtime/core/entities.ts';
import { messageOf } from '../../runtime/core/errors.ts';
import type { Disposable } from '../emitter.ts';
import { Emitter } from '../emitter.ts';
import type { Log, Timers } from '../ports.ts';
import type { ServerSession } from '../connections/server-session.ts';
import { t } from '../l10n.ts';
import type { Run, StateChange, Task } from './run.ts';
import { changeOf, isUnderWay, stateChangeOf, toRun, toTask, withState } from './run.ts';
import type { RunFilter } from './run-filter.ts';
import { passes, toServerFilter } from './run-filter.ts';

/** How many runs one request brings: the most that Prefect's server gives. */
const pageSize = 200;

/** Milliseconds in which the ids of unknown runs are gathered into one request. */
const gather = 20;

/** Milliseconds between looks at a server that tells nothing by itself, while somebody looks at its runs. */
const interval = 2500;

/** What happened to the runs: all may have changed, or these. */
export type RunsChange = 'all' | readonly string[];

/** Runs as the server last told them: loaded by pages, kept true by events. */
export class RunStore implements Disposable {
  readonly #session: ServerSession;
  readonly #timers: Timers;
  readonly #log: Log;
  readonly #runs = new Map<string, Run>();
  readonly #tasks = new Map<string, Map<string, Task>>();
  /** Subflows by the run around them. */
  readonly #subflows = new Map<string, string[]>();
  readonly #flowNames = new Map<string, string>();
  readonly #changed = new Emitter<RunsChange>();
  readonly #transitions = new Emitter<StateChange>();
  readonly #unknown = new Set<string>();
  readonly #subscriptions: Disposable[];
  #filter: RunFilter = {};
  #loaded = false;
  #loading: Promise<void> | undefined;
  #complete = false;
  #visible = false;
  #cancelLook: (() => void) | undefined;

  constructor(session: ServerSession, timers: Timers, log: Log) {
    this.#session = session;
    this.#timers = timers;
    this.#log = log;
    this.#subscriptions = [
      session.onDidReceiveEvent((event) => this.#receive(event)),
      session.onDidChange(({ kind }) => this.#forget(kind === 'connected')),
      session.onDidGoLive(() => this.#lookNow()),
    ];
  }

  readonly onDidChange = this.#changed.event;
  /** Every change of state of a flow or task run, also of runs that are not loaded. */
  readonly onDidTransition = this.#transitions.event;

  get filter(): RunFilter {
    return this.#filter;
  }

  get isLoaded(): boolean {
    return this.#loaded;
  }

  /** True when the server has more runs than were loaded. */
  get hasMore(): boolean {
    return this.#loaded && !this.#complete;
  }

  get(id: string): Run | undefined {
    return this.#runs.get(id);
  }

  /** A task run whose flow run was opened. */
  task(id: string): Task | undefined {
    for (const tasks of this.#tasks.values()) {
      const task = tasks.get(id);
      if (task !== undefined) return task;
    }
    return undefined;
  }

  /** What is known to run now: subflows and the tasks of runs that were opened, too. */
  running(): { runs: Run[]; tasks: Task[] } {
    const runs = [...this.#runs.values()].filter(isRunning);
    const tasks = runs.flatMap(({ id }) => [...(this.#tasks.get(id)?.values() ?? [])].filter(isRunning));
    return { runs, tasks };
  }

  /** Every run that is known, subflows included, in no order. */
  all(): Iterable<Run> {
    return this.#runs.values();
  }

  /** Whether a run passes the filter and is no subflow. */
  isTop(run: Run): boolean {
    return run.parentTaskRunId === undefined && passes(run, this.#filter, this.#timers.now());
  }

  /** The runs that pass the filter and are no subflows, newest first. */
  top(): Run[] {
    const found = [...this.#runs.values()].filter((run) => this.isTop(run));
    return found.toSorted((a, b) => b.expected - a.expected || (a.id < b.id ? 1 : -1));
  }

  /** Loads the first page unless it is loaded. */
  async ensureLoaded(): Promise<void> {
    await this.#session.ready();
    if (this.#loaded || this.#session.client === undefined) return;
    await this.#loadOnce();
  }

  /** Loads the next page. */
  async loadMore(): Promise<void> {
    if (this.hasMore) await this.#loadOnce();
  }

  async setFilter(filter: RunFilter): Promise<void> {
    this.#filter = filter;
    this.#complete = false;
    this.#loaded = false;
    this.#changed.fire('all');
    await this.ensureLoaded();
  }

  /** The run, read from the server when it is not known. Throws `not-found`. */
  async read(id: string): Promise<Run> {
    const known = this.#runs.get(id);
    if (known !== undefined) return known;
    const [run] = await this.#keep([await this.#session.require().flowRuns.read({ id })]);
    if (run === undefined) throw new Error(t('The run {0} could not be read.', id));
    this.#changed.fire([id]);
    return run;
  }

  /** Takes in runs that the server has just told. */
  async add(rows: readonly FlowRun[]): Promise<void> {
    await this.#keep(rows);
    this.#changed.fire('all');
  }

  /** Forgets a run that was deleted. */
  remove(id: string): void {
    this.#runs.delete(id);
    this.#tasks.delete(id);
    this.#changed.fire('all');
  }

  /** The task runs and subflows of a run; read once, then kept true by events. */
  async childrenOf(id: string): Promise<{ tasks: Task[]; subflows: Run[] }> {
    const client = this.#session.require();
    let tasks = this.#tasks.get(id);
    if (tasks === undefined) {
      const rows = await allPages(
        (page) =>
          client.taskRuns.filter({
            flowRuns: { id: { any_: [id] } },
            taskRuns: { subflowRuns: { exists_: false } },
            sort: 'EXPECTED_START_TIME_ASC',
            ...page,
          }),
        2000,
      );
      tasks = new Map(rows.map((row) => [row.id, toTask(row)]));
      this.#tasks.set(id, tasks);
    }
    let subflows = this.#subflows.get(id);
    if (subflows === undefined) {
      const rows = await client.flowRuns.filter({
        flowRuns: { parentFlowRunId: { any_: [id] } },
        sort: 'EXPECTED_START_TIME_ASC',
        limit: pageSize,
      });
      subflows = (await this.#keep(rows)).map((run) => run.id);
      this.#subflows.set(id, subflows);
    }
    const nested = subflows.flatMap((subflow) => this.#runs.get(subflow) ?? []);
    // Events tell the task runs that stand for subflows, too.
    const standIns = new Set(nested.map(({ parentTaskRunId }) => parentTaskRunId));
    return { tasks: [...tasks.values()].filter((task) => !standIns.has(task.id)), subflows: nested };
  }

  /** A hidden view asks nothing; a visible one asks servers that tell nothing again and again. */
  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#lookAgain();
  }

  dispose(): void {
    this.#cancelLook?.();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
    this.#transitions.dispose();
  }

  #loadOnce(): Promise<void> {
    this.#loading ??= this.#load(this.#session.require()).finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  async #load(client: Client): Promise<void> {
    const filter = this.#filter;
    const offset = this.#loaded ? this.top().length : 0;
    const rows = await client.flowRuns.filter({
      ...toServerFilter(filter, this.#timers.now()),
      sort: 'EXPECTED_START_TIME_DESC',
      limit: pageSize,
      offset,
    });
    if (client !== this.#session.client) return;
    await this.#keep(rows);
    if (client !== this.#session.client) return;
    // Others are meant by now.
    if (filter !== this.#filter) return this.#load(client);
    // Now, and not before: who asks meanwhile waits for the names of the flows, too.
    this.#loaded = true;
    this.#complete = rows.length < pageSize;
    this.#changed.fire('all');
  }

  async #keep(rows: readonly FlowRun[]): Promise<Run[]> {
    const missing = [...new Set(rows.map((row) => row.flowId))].filter((id) => !this.#flowNames.has(id));
    if (missing.length > 0) {
      const client = this.#session.require();
      const flows = await client.flows.filter({ flows: { id: { any_: missing } }, limit: pageSize });
      // These runs are another server's.
      if (client !== this.#session.client) return [];
      for (const flow of flows) this.#flowNames.set(flow.id, flow.name);
    }
    const runs = rows.map((row) => toRun(row, this.#flowNames.get(row.flowId) ?? t('unknown flow')));
    for (const run of runs) this.#runs.set(run.id, run);
    return runs;
  }

  #lookAgain(): void {
    this.#cancelLook?.();
    if (!this.#visible) return;
    this.#cancelLook = this.#timers.after(interval, () => {
      const looked = this.#session.isLive ? Promise.resolve() : this.#lookNow();
      void looked.then(() => this.#lookAgain());
    });
  }

  /** Reads again what was loaded. */
  async #lookNow(): Promise<void> {
    const { client } = this.#session;
    if (client === undefined || !this.#loaded) return;
    await this.#look(client).catch((error: unknown) => this.#log.error(`Runs could not be read: ${messageOf(error)}`));
  }

  /** Reads the newest runs and tells what has changed in them, as events would. */
  async #look(client: Client): Promise<void> {
    const filter = toServerFilter(this.#filter, this.#timers.now());
    const rows = await client.flowRuns.filter({ ...filter, sort: 'EXPECTED_START_TIME_DESC', limit: pageSize });
    if (client !== this.#session.client) return;
    const before = new Map(rows.map(({ id }) => [id, this.#runs.get(id)]));
    const runs = await this.#keep(rows);
    const changed = runs.filter((run) => !isSameState(run, before.get(run.id)));
    // What is under way may have other tasks by now; they are read again where they are shown.
    const underWay = [...changed, ...runs.filter(isUnderWay)].map(({ id }) => id);
    for (const id of underWay) this.#tasks.delete(id);
    if (changed.some(({ id }) => before.get(id) === undefined)) this.#changed.fire('all');
    else if (underWay.length > 0) this.#changed.fire([...new Set(underWay)]);
    for (const run of changed) this.#transitions.fire(changeOf(run, this.#timers.now()));
  }

  #receive(event: ServerEvent): void {
    const change = stateChangeOf(event);
    if (change === undefined) return;
    if (change.kind === 'task-run') this.#taskChanged(change);
    else this.#runChanged(change);
    this.#transitions.fire(change);
  }

  #runChanged(change: StateChange): void {
    const run = this.#runs.get(change.id);
    if (run === undefined) this.#ask(change.id);
    else {
      this.#runs.set(run.id, withState(run, change));
      this.#changed.fire([run.id]);
    }
  }

  #taskChanged(change: StateChange): void {
    const tasks = change.flowRunId === undefined ? undefined : this.#tasks.get(change.flowRunId);
    if (tasks === undefined || change.flowRunId === undefined) return;
    const empty: Task = {
      id: change.id,
      name: change.name,
      stateType: null,
      stateName: null,
      message: undefined,
      started: undefined,
      ended: undefined,
      expected: change.at,
      attempts: 1,
    };
    tasks.set(change.id, withState(tasks.get(change.id) ?? empty, change));
    this.#changed.fire([change.flowRunId]);
  }

  /** Reads runs that events named first; many in one request. */
  #ask(id: string): void {
    if (!this.#loaded && this.#loading === undefined) return;
    this.#unknown.add(id);
    if (this.#unknown.size > 1) return;
    this.#timers.after(gather, () => {
      const ids = [...this.#unknown];
      this.#unknown.clear();
      for (let begin = 0; begin < ids.length; begin += pageSize) void this.#readMany(ids.slice(begin, begin + pageSize));
    });
  }

  async #readMany(ids: string[]): Promise<void> {
    const client = this.#session.client;
    if (client === undefined) return;
    try {
      const rows = await client.flowRuns.filter({ flowRuns: { id: { any_: ids } }, limit: pageSize });
      // Which run they belong to is known only by asking again.
      if (rows.some((row) => row.parentTaskRunId !== null)) this.#subflows.clear();
      await this.add(rows);
    } catch (error) {
      this.#log.error(`New runs could not be read: ${messageOf(error)}`);
    }
  }

  /** What was read before may be out of date, or belong to another server. */
  #forget(connected: boolean): void {
    // While nothing is known and nothing can be read, there is nothing to draw: the first drawing is the one with data.
    const tells = connected || this.#loaded || this.#runs.size > 0;
    this.#runs.clear();
    this.#tasks.clear();
    this.#subflows.clear();
    this.#flowNames.clear();
    this.#loaded = false;
    this.#complete = false;
    if (tells) this.#changed.fire('all');
  }
}

const isSameState = (run: Run, other: Run | undefined): boolean =>
  other !== undefined && run.stateType === other.stateType && run.stateName === other.stateName && run.started === other.started;

/** Rows of several pages, at most so many. */
async function allPages<T>(read: (page: { offset: number; limit: number }) => Promise<T[]>, most: number): Promise<T[]> {
  const rows: T[] = [];
  for (;;) {
    const page = await read({ offset: rows.length, limit: pageSize });
    rows.push(...page);
    if (page.length < pageSize || rows.length >= most) return rows;
  }
}

/** Whether its duration goes on. */
const isRunning = (run: Run | Task): boolean => run.started !== undefined && isUnderWay(run);

import type { Event as ServerEvent, FlowRun } from '../../runtime/core/entities.ts';
import { messageOf } from '../../runtime/core/errors.ts';
import type { Disposable } from '../emitter.ts';
import { Emitter } from '../emitter.ts';
import type { Log, Timers } from '../ports.ts';
import type { ServerSession } from '../connections/server-session.ts';
import { t } from '../l10n.ts';
import { KnownRuns } from './known-runs.ts';
import type { RunFilter } from './run-filter.ts';
import { passes } from './run-filter.ts';
import { pageSize, RunReader } from './run-reader.ts';
import type { Run, StateChange, Task } from './run.ts';
import { changeOf, isUnderWay, stateChangeOf } from './run.ts';

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
  readonly #reader: RunReader;
  readonly #known = new KnownRuns();
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
    this.#reader = new RunReader(session);
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
    return this.#known.get(id);
  }

  /** A task run whose flow run was opened. */
  task(id: string): Task | undefined {
    return this.#known.task(id);
  }

  /** What is known to run now: subflows and the tasks of runs that were opened, too. */
  running(): { runs: Run[]; tasks: Task[] } {
    return this.#known.running();
  }

  /** Every run that is known, subflows included, in no order. */
  all(): Iterable<Run> {
    return this.#known.all();
  }

  /** Whether a run passes the filter and is no subflow. */
  isTop(run: Run): boolean {
    return run.parentTaskRunId === undefined && passes(run, this.#filter, this.#timers.now());
  }

  /** The runs that pass the filter and are no subflows, newest first. */
  top(): Run[] {
    const found = [...this.#known.all()].filter((run) => this.isTop(run));
    return found.toSorted((a, b) => b.expected - a.expected || (a.id < b.id ? 1 : -1));
  }

  /** Loads the first page unless it is loaded. */
  async ensureLoaded(): Promise<void> {
    await this.#session.ready();
    // Another server may be meant when the reading is done.
    while (!this.#loaded && this.#session.client !== undefined) await this.#loadOnce();
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
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    await this.#known.reading(
      () => this.#reader.one(id),
      (run) => this.#known.keep(run === undefined ? [] : [run]),
    );
    const run = this.#known.get(id);
    if (run === undefined) throw new Error(t('The run {0} could not be read.', id));
    this.#changed.fire([id]);
    return run;
  }

  /** Takes in runs that the server has just told. */
  async add(rows: readonly FlowRun[]): Promise<void> {
    await this.#take(() => this.#reader.withFlowNames(rows));
  }

  /** Forgets a run that was deleted. */
  remove(id: string): void {
    this.#known.remove(id);
    this.#changed.fire('all');
  }

  /** The task runs and subflows of a run; read once, then kept true by events. */
  async childrenOf(id: string): Promise<{ tasks: Task[]; subflows: Run[] }> {
    if (!this.#known.hasTasksOf(id)) {
      await this.#known.reading(
        () => this.#reader.tasksOf(id),
        (tasks) => this.#known.keepTasks(id, tasks),
      );
    }
    if (!this.#known.hasSubflowsOf(id)) {
      await this.#known.reading(
        () => this.#reader.subflowsOf(id),
        (subflows) => this.#known.keepSubflows(id, subflows ?? []),
      );
    }
    return this.#known.childrenOf(id);
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
    this.#loading ??= this.#load().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  async #load(): Promise<void> {
    const filter = this.#filter;
    await this.#known.reading(
      () => this.#reader.newest(filter, this.#timers.now(), this.#loaded ? this.top().length : 0),
      (runs) => {
        if (runs === undefined) return;
        this.#known.keep(runs);
        // Others are meant by now.
        if (filter !== this.#filter) return;
        // Now, and not before: who asks meanwhile waits for the names of the flows, too.
        this.#loaded = true;
        this.#complete = runs.length < pageSize;
      },
    );
    if (filter !== this.#filter) return this.#load();
    if (this.#loaded) this.#changed.fire('all');
  }

  async #take(read: () => Promise<readonly Run[] | undefined>): Promise<void> {
    let taken = false;
    await this.#known.reading(read, (runs) => {
      this.#known.keep(runs ?? []);
      taken = runs !== undefined;
    });
    if (taken) this.#changed.fire('all');
  }

  #lookAgain(): void {
    this.#cancelLook?.();
    if (!this.#visible) return;
    this.#cancelLook = this.#timers.after(interval, () => {
      const looked = this.#session.isLive ? Promise.resolve() : this.#lookNow();
      void looked.then(() => this.#lookAgain());
    });
  }

  /** Reads again what was loaded, or is being loaded: what happened meanwhile was not told. */
  async #lookNow(): Promise<void> {
    await this.#loading?.catch(() => undefined); // told to whoever wanted it
    if (this.#session.client === undefined || !this.#loaded) return;
    await this.#look().catch((error: unknown) => this.#log.error(`Runs could not be read: ${messageOf(error)}`));
  }

  /** Reads the newest runs and tells what has changed in them, as events would. */
  async #look(): Promise<void> {
    let runs: Run[] = [];
    let news = { changed: runs, isNew: false };
    await this.#known.reading(
      () => this.#reader.newest(this.#filter, this.#timers.now(), 0),
      (answer, told) => {
        // What was told meanwhile is known better.
        runs = (answer ?? []).filter(({ id }) => !told.some((change) => change.id === id));
        news = this.#known.renew(runs);
      },
    );
    // What is under way may have other tasks by now; they are read again where they are shown.
    const underWay = new Set([...news.changed, ...runs.filter(isUnderWay)].map(({ id }) => id));
    for (const id of underWay) this.#known.forgetTasksOf(id);
    if (news.isNew) this.#changed.fire('all');
    else if (underWay.size > 0) this.#changed.fire([...underWay]);
    for (const run of news.changed) this.#transitions.fire(changeOf(run, this.#timers.now()));
  }

  #receive(event: ServerEvent): void {
    const change = stateChangeOf(event);
    if (change === undefined) return;
    const shown = this.#known.change(change);
    if (shown !== undefined) this.#changed.fire([shown]);
    else if (change.kind === 'flow-run') this.#ask(change.id);
    this.#transitions.fire(change);
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
    if (this.#session.client === undefined) return;
    try {
      await this.#take(async () => {
        const runs = await this.#reader.many(ids);
        // Which run they belong to is known only by asking again.
        if (runs?.some((run) => run.parentTaskRunId !== undefined) === true) this.#known.forgetSubflows();
        return runs;
      });
    } catch (error) {
      this.#log.error(`New runs could not be read: ${messageOf(error)}`);
    }
  }

  /** What was read before may be out of date, or belong to another server. */
  #forget(connected: boolean): void {
    // While nothing is known and nothing can be read, there is nothing to draw: the first drawing is the one with data.
    const tells = connected || this.#loaded || !this.#known.isEmpty;
    this.#known.clear();
    this.#reader.forget();
    this.#loaded = false;
    this.#complete = false;
    if (tells) this.#changed.fire('all');
  }
}

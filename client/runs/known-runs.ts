import type { Run, StateChange, Task } from './run.ts';
import { isUnderWay, withState } from './run.ts';

/** Runs, their tasks and their subflows as they were last told; asks nobody. */
export class KnownRuns {
  readonly #runs = new Map<string, Run>();
  /** The tasks of the runs that were opened. */
  readonly #tasks = new Map<string, Map<string, Task>>();
  /** The ids of the subflows of the runs that were opened. */
  readonly #subflows = new Map<string, readonly string[]>();
  /** What was told since each reading that is under way began. */
  readonly #readings = new Set<StateChange[]>();

  get isEmpty(): boolean {
    return this.#runs.size === 0;
  }

  get(id: string): Run | undefined {
    return this.#runs.get(id);
  }

  /** Every run, subflows included, in no order. */
  all(): Iterable<Run> {
    return this.#runs.values();
  }

  task(id: string): Task | undefined {
    for (const tasks of this.#tasks.values()) {
      const task = tasks.get(id);
      if (task !== undefined) return task;
    }
    return undefined;
  }

  /** What is known to run now: subflows and tasks, too. */
  running(): { runs: Run[]; tasks: Task[] } {
    const runs = [...this.#runs.values()].filter(isRunning);
    const tasks = runs.flatMap(({ id }) => [...(this.#tasks.get(id)?.values() ?? [])].filter(isRunning));
    return { runs, tasks };
  }

  hasTasksOf(id: string): boolean {
    return this.#tasks.has(id);
  }

  hasSubflowsOf(id: string): boolean {
    return this.#subflows.has(id);
  }

  /** The tasks and subflows of a run, as far as they are known. */
  childrenOf(id: string): { tasks: Task[]; subflows: Run[] } {
    const subflows = (this.#subflows.get(id) ?? []).flatMap((subflow) => this.#runs.get(subflow) ?? []);
    // Events tell the task runs that stand for subflows, too.
    const standIns = new Set(subflows.map(({ parentTaskRunId }) => parentTaskRunId));
    const tasks = [...(this.#tasks.get(id)?.values() ?? [])].filter((task) => !standIns.has(task.id));
    return { tasks, subflows };
  }

  keep(runs: readonly Run[]): void {
    for (const run of runs) this.#runs.set(run.id, run);
  }

  /** Keeps runs, and says which of them were not known or in another state. */
  renew(runs: readonly Run[]): { changed: Run[]; isNew: boolean } {
    const changed = runs.filter((run) => !isSameState(run, this.#runs.get(run.id)));
    const isNew = changed.some(({ id }) => !this.#runs.has(id));
    this.keep(runs);
    return { changed, isNew };
  }

  keepTasks(id: string, tasks: readonly Task[]): void {
    this.#tasks.set(id, new Map(tasks.map((task) => [task.id, task])));
  }

  keepSubflows(id: string, subflows: readonly Run[]): void {
    this.keep(subflows);
    this.#subflows.set(
      id,
      subflows.map((run) => run.id),
    );
  }

  /**
   * Keeps what a reading brings. What is told while it goes on is taken in once more afterwards, as the answer may be older;
   * `keep` is given it, too.
   */
  async reading<T>(read: () => Promise<T>, keep: (answer: T, told: readonly StateChange[]) => void): Promise<void> {
    const told: StateChange[] = [];
    this.#readings.add(told);
    try {
      keep(await read(), told);
    } finally {
      this.#readings.delete(told);
    }
    for (const change of told) this.change(change);
  }

  /** Takes in a new state. The run whose rows it changes, unless that run or its tasks are unknown. */
  change(change: StateChange): string | undefined {
    for (const told of this.#readings) told.push(change);
    if (change.kind === 'task-run') return this.#changeTask(change);
    const run = this.#runs.get(change.id);
    if (run === undefined) return undefined;
    this.#runs.set(run.id, withState(run, change));
    return run.id;
  }

  remove(id: string): void {
    this.#runs.delete(id);
    this.#tasks.delete(id);
  }

  /** The run may have other tasks by now. */
  forgetTasksOf(id: string): void {
    this.#tasks.delete(id);
  }

  /** A run may have other subflows by now, and which one it is was not told. */
  forgetSubflows(): void {
    this.#subflows.clear();
  }

  clear(): void {
    this.#runs.clear();
    this.#tasks.clear();
    this.#subflows.clear();
  }

  #changeTask(change: StateChange): string | undefined {
    const tasks = change.flowRunId === undefined ? undefined : this.#tasks.get(change.flowRunId);
    tasks?.set(change.id, withState(tasks.get(change.id) ?? newTask(change), change));
    return tasks === undefined ? undefined : change.flowRunId;
  }
}

/** A task run of which nothing but an event is known. */
const newTask = ({ id, name, at }: StateChange): Task => ({
  id,
  name,
  stateType: null,
  stateName: null,
  message: undefined,
  started: undefined,
  ended: undefined,
  expected: at,
  attempts: 1,
});

/** Whether its duration goes on. */
const isRunning = (run: Run | Task): boolean => run.started !== undefined && isUnderWay(run);

const isSameState = (run: Run, other: Run | undefined): boolean =>
  other !== undefined && run.stateType === other.stateType && run.stateName === other.stateName && run.started === other.started;

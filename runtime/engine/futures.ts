import type { State } from '../core/state.ts';
import { isCompleted } from '../core/state.ts';

/** What a task run came to. */
export interface TaskOutcome<R = unknown> {
  state: State;
  /** The returned value of a completed run. */
  value?: R;
  /** Why it did not complete. */
  error?: unknown;
}

/** Options of {@link TaskFuture.result}. */
export interface ResultOptions {
  /** Whether a failure is thrown (the default) or returned as its error. */
  raiseOnFailure?: boolean;
}

/**
 * A task run that was submitted. Not a promise: `await future` gives the future itself, so that nobody waits by
 * accident; `await future.result()` waits.
 */
export class TaskFuture<R = unknown> {
  /** The name of the task that was submitted. */
  readonly taskName: string;
  readonly #started: Promise<string>;
  readonly #outcome: Promise<TaskOutcome<R>>;
  #settled: TaskOutcome<R> | undefined;

  constructor(taskName: string, started: Promise<string>, outcome: Promise<TaskOutcome<R>>) {
    this.taskName = taskName;
    this.#started = started;
    this.#outcome = outcome;
    const settle = (value: TaskOutcome<R>): void => {
      this.#settled = value;
    };
    // A future that nobody asks must not end the process; whoever asks gets the error.
    outcome.then(settle, () => undefined);
    started.catch(() => undefined);
  }

  /** The state of the finished run; undefined while it runs. */
  get state(): State | undefined {
    return this.#settled?.state;
  }

  /** The id of the task run, once it was created. */
  taskRunId(): Promise<string> {
    return this.#started;
  }

  /** Waits until the run is final, or for so many seconds; true when it is final. */
  wait(timeout?: number): Promise<boolean> {
    return within(timeout, this.#outcome);
  }

  /** What the run came to, without throwing its error. */
  outcome(): Promise<TaskOutcome<R>> {
    return this.#outcome;
  }

  /** The returned value. Throws the task's error when it failed, unless `raiseOnFailure` is false. */
  result(): Promise<R>;
  result(options: { raiseOnFailure: true }): Promise<R>;
  result(options: ResultOptions): Promise<R | Error>;
  async result(options: ResultOptions = {}): Promise<R | Error> {
    const outcome = await this.#outcome;
    if (isCompleted(outcome.state)) return outcome.value as R;
    if (options.raiseOnFailure !== false) throw outcome.error;
    return outcome.error instanceof Error ? outcome.error : new Error(String(outcome.error));
  }
}

/**
 * The futures of one `map`, in the order of its input. Where that input is itself the future of a list, the runs are
 * known, and the list is filled, once that one is final: see {@link ready}.
 */
export class TaskFutureList<R = unknown> extends Array<TaskFuture<R>> {
  #ready: Promise<void> = Promise.resolve();
  #isReady = true;

  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  /** A list that is filled when its futures are known. */
  static deferred<R>(futures: Promise<readonly TaskFuture<R>[]>): TaskFutureList<R> {
    const list = new TaskFutureList<R>();
    list.#isReady = false;
    list.#ready = futures.then((found) => {
      list.push(...found);
      list.#isReady = true;
    });
    // A list that nobody asks must not end the process; whoever asks gets the error.
    list.#ready.catch(() => undefined);
    return list;
  }

  /** Whether all futures are in the list. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Resolves when all futures are in the list. Rejects when what was to be mapped over failed. */
  ready(): Promise<void> {
    return this.#ready;
  }

  /** All values in order. Throws the first failure, unless `raiseOnFailure` is false. */
  result(): Promise<R[]>;
  result(options: { raiseOnFailure: true }): Promise<R[]>;
  result(options: ResultOptions): Promise<(R | Error)[]>;
  async result(options: ResultOptions = {}): Promise<(R | Error)[]> {
    await this.#ready;
    return Promise.all([...this].map((future) => future.result(options)));
  }

  /** Waits until all are final, or for so many seconds; true when all are. */
  async wait(timeout?: number): Promise<boolean> {
    return within(timeout, this.#allFinal());
  }

  async #allFinal(): Promise<void> {
    await this.#ready;
    await Promise.all([...this].map((future) => future.wait()));
  }
}

/** Several futures, once they are known. */
export async function known<R>(futures: readonly TaskFuture<R>[]): Promise<TaskFuture<R>[]> {
  if (futures instanceof TaskFutureList) await futures.ready();
  return [...futures];
}

/** A value that `map` gives to every run as it is. */
export class Unmapped<T> {
  readonly value: T;

  constructor(value: T) {
    this.value = value;
  }
}

/** A future whose failure does not keep its users from running: they get the error as the value. */
export class AllowFailure<T> {
  readonly value: T;

  constructor(value: T) {
    this.value = value;
  }
}

/** Whether the work is over before the time (seconds) is. */
async function within(timeout: number | undefined, work: Promise<unknown>): Promise<boolean> {
  const done = work.then(() => true);
  if (timeout === undefined) return done;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), timeout * 1000);
  });
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}

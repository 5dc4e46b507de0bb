import { systemClock } from '../core/clock.ts';
import type { FlowRun } from '../core/entities.ts';
import { MillraceError } from '../core/errors.ts';
import type { Clock, Orchestrator } from '../core/ports.ts';
import { isCompleted, isFinal } from '../core/state.ts';
import { flowScope } from '../engine/context.ts';
import { getClient, keepOpen } from './client.ts';

/** How runs are waited for. */
export interface WaitOptions {
  /** Seconds; no limit unless told. */
  timeout?: number;
  /** Seconds between looks; 0.5 unless told. */
  pollInterval?: number;
  /** Told each time a run is in another state than at the last look. */
  onChange?: (run: FlowRun) => void;
  /** Whether runs that did not complete are thrown as one {@link FlowRunsFailed}; true unless told. */
  raiseOnFailure?: boolean;
}

/** Thrown when runs are final and not all of them completed: final is not successful. */
export class FlowRunsFailed extends MillraceError {
  /** All runs that were waited for, in order, with their states. */
  readonly runs: readonly FlowRun[];

  constructor(runs: readonly FlowRun[]) {
    const failed = runs.filter((run) => !hasCompleted(run));
    const list = failed.map(({ name, id, stateName, state }) => {
      const reason = state?.message ? `: ${state.message}` : '';
      return `${name} (${id}) is ${stateName}${reason}`;
    });
    super('failed', `${failed.length} of ${runs.length} flow runs did not complete: ${list.join('; ')}`);
    this.runs = runs;
  }
}

/**
 * Waits until all runs are final; the runs, in order. Throws {@link FlowRunsFailed} when some did not complete,
 * `timed-out` when the time is over, `not-found` when a run was deleted.
 */
export async function waitForFlowRuns(runs: readonly { id: string }[], options: WaitOptions = {}): Promise<FlowRun[]> {
  const { runs: last, open } = await keepOpen(() => settle(runs, options));
  if (open.length > 0) {
    const message = `${open.length} of ${runs.length} flow runs were not final after ${options.timeout} seconds: ${open.join(', ')}`;
    throw new MillraceError('timed-out', message);
  }
  if (options.raiseOnFailure !== false && !last.every(hasCompleted)) throw new FlowRunsFailed(last);
  return last;
}

/** The runs once all are final or the time is over, and the ids of those that are not final. */
export async function settle(runs: readonly { id: string }[], options: WaitOptions): Promise<{ runs: FlowRun[]; open: string[] }> {
  const scope = flowScope();
  const orchestrator = scope?.orchestrator ?? (await getClient());
  const clock: Clock = scope?.clock ?? systemClock;
  const until = options.timeout === undefined ? Infinity : clock.now() + options.timeout * 1000;
  const last = new Map<string, FlowRun>();
  let open = runs.map(({ id }) => id);
  for (;;) {
    await look(orchestrator, open, last, options.onChange);
    open = open.filter((id) => !isDone(last.get(id)));
    if (open.length === 0 || clock.now() >= until) break;
    await clock.sleep(Math.min((options.pollInterval ?? 0.5) * 1000, until - clock.now()), scope?.signal);
  }
  return { runs: runs.flatMap(({ id }) => last.get(id) ?? []), open };
}

/** Prefect's servers answer with 200 runs at most. */
const page = 200;

async function look(
  orchestrator: Orchestrator,
  open: readonly string[],
  last: Map<string, FlowRun>,
  onChange: WaitOptions['onChange'],
): Promise<void> {
  for (let from = 0; from < open.length; from += page) {
    const ids = [...new Set(open.slice(from, from + page))];
    const found = await orchestrator.flowRuns.filter({ flowRuns: { id: { any_: ids } }, limit: page });
    if (found.length < ids.length) {
      const missing = ids.filter((id) => found.every((run) => run.id !== id));
      throw new MillraceError('not-found', `There is no flow run ${missing.join(', ')} (any more).`);
    }
    for (const run of found) {
      const changed = last.get(run.id)?.stateId !== run.stateId || !last.has(run.id);
      last.set(run.id, run);
      if (changed) onChange?.(run);
    }
  }
}

const hasCompleted = (run: FlowRun): boolean => run.state !== null && isCompleted(run.state);

const isDone = (run: FlowRun | undefined): boolean => run?.state != null && isFinal(run.state);

import { cacheParts, cachePolicies } from '../core/cache-policies.ts';
import type { CacheContext, TaskDefinition } from '../core/definitions.ts';
import type { TaskRun } from '../core/entities.ts';
import { messageOf } from '../core/errors.ts';
import type { Clock, ResultReference, ResultStore } from '../core/ports.ts';
import type { StateDetails } from '../core/state.ts';
import { nameFrom } from '../core/name-from.ts';
import { toTimestamp } from '../core/time.ts';
import type { FlowRunScope } from './context.ts';

/** What happens to the value of a task run. */
export interface Keeping {
  /** Whether it is kept. */
  persist: boolean;
  /** Under this key other runs find it; undefined for no caching. */
  cacheKey: string | undefined;
  /** Whether it is made anew although it is known. */
  refresh: boolean;
}

/** A task run, as far as its value is concerned. */
interface Run {
  host: { results?: ResultStore | undefined; clock: Clock; flow: FlowRunScope | undefined };
  task: TaskDefinition;
  taskRun: TaskRun;
  parameters: Record<string, unknown>;
}

/** How the task's options, or else its flow's, want the value kept. A key that cannot be made means no caching. */
export function keepingOf(run: Run, warn: (text: string) => void): Keeping {
  const { host, task } = run;
  const { persistResult, cachePolicy, cacheKeyFn, resultStorageKey, refreshCache } = task.options;
  const asked = cachePolicy !== undefined || cacheKeyFn !== undefined || resultStorageKey !== undefined;
  const persist = host.results !== undefined && (persistResult ?? (asked || host.flow?.flow.options.persistResult === true));
  const keeping = { persist, cacheKey: undefined, refresh: refreshCache === true };
  if (!persist) return keeping;
  try {
    return { ...keeping, cacheKey: cacheKey(run) };
  } catch (error) {
    warn(`The value of task run '${run.taskRun.name}' is not cached, its key cannot be made: ${messageOf(error)}`);
    return keeping;
  }
}

function cacheKey(run: Run): string | undefined {
  const { host, task, taskRun, parameters } = run;
  const { flowRun, parameters: flowParameters } = host.flow ?? {};
  const context: CacheContext = { task, taskRun, parameters, flowRun, flowParameters: flowParameters && { ...flowParameters } };
  if (task.options.cacheKeyFn !== undefined) return task.options.cacheKeyFn(context, parameters) ?? undefined;
  const text = cacheParts(task.options.cachePolicy ?? cachePolicies.default, context);
  return text === undefined ? undefined : host.results?.digest(text);
}

/** What the server is told when the run begins: it answers with the state of a run that was the same. */
export const detailsOf = ({ cacheKey: key, refresh }: Keeping): StateDetails =>
  key === undefined ? {} : { cacheKey: key, refreshCache: refresh };

/** Keeps the value of a completed run; what its state says of that. Throws `invalid` for a value that cannot be kept. */
export async function keep(
  run: Run,
  { persist, cacheKey: key }: Keeping,
  value: unknown,
): Promise<{ data?: ResultReference; stateDetails?: StateDetails }> {
  const { host, task, parameters } = run;
  if (!persist || host.results === undefined) return {};
  const { cacheExpiration, resultStorage, resultStorageKey } = task.options;
  const expiration = cacheExpiration === undefined ? null : toTimestamp(host.clock.now() + cacheExpiration * 1000);
  const name = resultStorageKey === undefined ? key : nameFrom(resultStorageKey, { ...parameters, parameters }, task.fn);
  const storage = resultStorage ?? host.flow?.flow.options.resultStorage;
  const data = await host.results.write(value, { key: name, storage, expiration });
  return { data, stateDetails: key === undefined ? {} : { cacheKey: key, cacheExpiration: expiration } };
}

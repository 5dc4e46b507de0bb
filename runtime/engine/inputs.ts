import type { TaskInput } from '../core/entities.ts';
import { MillraceError } from '../core/errors.ts';
import { isCompleted } from '../core/state.ts';
import { AllowFailure, TaskFuture } from './futures.ts';

/** Parameters with every future replaced by its value, and where each came from. */
export interface ResolvedInputs {
  parameters: Record<string, unknown>;
  taskInputs: Record<string, TaskInput[]>;
}

/** Thrown when a run needs the value of one that did not complete. */
export class UpstreamFailed extends MillraceError {
  constructor(taskRunId: string) {
    super('failed', `Upstream task run '${taskRunId}' did not reach a 'COMPLETED' state.`);
  }
}

/** Waits for the futures anywhere inside the parameters. Throws {@link UpstreamFailed} for one that did not complete. */
export async function resolveInputs(parameters: Readonly<Record<string, unknown>>, waitFor: readonly unknown[]): Promise<ResolvedInputs> {
  const taskInputs: Record<string, TaskInput[]> = {};
  const resolved: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parameters)) {
    const found: TaskInput[] = [];
    resolved[name] = await resolve(value, found, false);
    taskInputs[name] = found;
  }
  const awaited: TaskInput[] = [];
  for (const value of waitFor) await resolve(value, awaited, false);
  if (awaited.length > 0) taskInputs['wait_for'] = awaited;
  return { parameters: resolved, taskInputs };
}

async function resolve(value: unknown, found: TaskInput[], tolerant: boolean): Promise<unknown> {
  if (value instanceof AllowFailure) return resolve(value.value, found, true);
  if (value instanceof TaskFuture) return valueOf(value, found, tolerant);
  if (Array.isArray(value)) {
    if (!value.some(mayHoldFutures)) return value;
    return Promise.all([...value].map((item) => resolve(item, found, tolerant)));
  }
  if (!isPlain(value) || !Object.values(value).some(mayHoldFutures)) return value;
  const entries = await Promise.all(Object.entries(value).map(async ([key, item]) => [key, await resolve(item, found, tolerant)]));
  return Object.fromEntries(entries);
}

async function valueOf(future: TaskFuture, found: TaskInput[], tolerant: boolean): Promise<unknown> {
  const id = await future.taskRunId();
  found.push({ input_type: 'task_run', id });
  const outcome = await future.outcome();
  if (isCompleted(outcome.state)) return outcome.value;
  if (tolerant) return outcome.error;
  throw new UpstreamFailed(id);
}

const mayHoldFutures = (value: unknown): boolean => typeof value === 'object' && value !== null;

const isPlain = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

import type { TaskInput } from '../core/entities.ts';
import { MillraceError } from '../core/errors.ts';
import { isCompleted } from '../core/state.ts';
import { AllowFailure, TaskFuture, TaskFutureList } from './futures.ts';

/** Parameters with every future replaced by its value, and where each came from. */
export interface ResolvedInputs {
  parameters: Record<string, unknown>;
  taskInputs: Record<string, TaskInput[]>;
}

/** Thrown when a run needs the value of one that did not complete. */
export class UpstreamFailed extends MillraceError {
  constructor(taskRunId: string, cause: unknown) {
    super('failed', `Upstream task run '${taskRunId}' did not reach a 'COMPLETED' state.`, { cause });
  }
}

/** What is done with the futures that are found. */
type Visit = (future: TaskFuture, tolerant: boolean) => Promise<unknown>;

/** Where the parameters come from: the task runs of the futures anywhere inside them, once those are recorded. */
export async function findInputs(
  parameters: Readonly<Record<string, unknown>>,
  waitFor: readonly unknown[],
): Promise<Record<string, TaskInput[]>> {
  const taskInputs: Record<string, TaskInput[]> = {};
  const collect = async (name: string, value: unknown): Promise<void> => {
    const found: TaskInput[] = [];
    await replace(value, async (future) => {
      const input: TaskInput = { input_type: 'task_run', id: await future.taskRunId() };
      if (!found.some((known) => known.input_type === 'task_run' && known.id === input.id)) found.push(input);
    });
    taskInputs[name] = found;
  };
  for (const [name, value] of Object.entries(parameters)) await collect(name, value);
  if (waitFor.length > 0) await collect('wait_for', waitFor);
  return taskInputs;
}

/** Waits for the futures anywhere inside the parameters. Throws {@link UpstreamFailed} for one that did not complete. */
export async function resolveInputs(
  parameters: Readonly<Record<string, unknown>>,
  waitFor: readonly unknown[],
): Promise<{ parameters: Record<string, unknown> }> {
  const resolved: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parameters)) resolved[name] = await replace(value, valueOf);
  await replace(waitFor, valueOf);
  return { parameters: resolved };
}

/** The value with each future in it replaced. What holds none is given on as it is; circular objects are left alone. */
async function replace(value: unknown, visit: Visit, tolerant = false, above: readonly unknown[] = []): Promise<unknown> {
  if (value instanceof AllowFailure) return replace(value.value, visit, true, above);
  if (value instanceof TaskFuture) return visit(value, tolerant);
  if (value instanceof TaskFutureList) await value.ready();
  if (!mayHoldFutures(value) || above.includes(value)) return value;
  const inner = [...above, value];
  const items = Array.isArray(value) ? [...value] : Object.values(value);
  if (!items.some((item) => mayHoldFutures(item) || isFuture(item))) return value;
  const replaced = await Promise.all(items.map((item: unknown) => replace(item, visit, tolerant, inner)));
  if (replaced.every((item, index) => item === items[index])) return value;
  if (Array.isArray(value)) return replaced;
  return Object.fromEntries(Object.keys(value).map((key, index) => [key, replaced[index]]));
}

async function valueOf(future: TaskFuture, tolerant: boolean): Promise<unknown> {
  const outcome = await future.outcome();
  if (isCompleted(outcome.state)) return outcome.value;
  if (tolerant) return outcome.error;
  throw new UpstreamFailed(await future.taskRunId(), outcome.error);
}

const isFuture = (value: unknown): boolean => value instanceof TaskFuture || value instanceof AllowFailure;

/** Lists and plain objects: what has a class of its own is not looked into. */
function mayHoldFutures(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

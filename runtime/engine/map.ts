import { MillraceError } from '../core/errors.ts';
import { isCompleted } from '../core/state.ts';
import { TaskFuture, TaskFutureList, Unmapped } from './futures.ts';
import { UpstreamFailed } from './inputs.ts';

/**
 * The parameters of each call of a `map`: the elements of what can be iterated, and the same value for the rest.
 * Strings and bytes are values, as in Prefect. Throws `invalid` when there is nothing to iterate, or the lengths differ.
 */
export function mapInputs(parameters: Readonly<Record<string, unknown>>, of: string): Record<string, unknown>[] {
  const lists = new Map<string, unknown[]>();
  const constants: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (value instanceof Unmapped) constants[name] = value.value;
    else if (isIterable(value)) lists.set(name, [...value]);
    else constants[name] = value;
  }
  if (lists.size === 0) {
    throw new MillraceError(
      'invalid',
      `map of task '${of}' was given nothing to iterate: give a list for at least one parameter, or call submit.`,
    );
  }
  const lengths = new Set([...lists.values()].map((list) => list.length));
  if (lengths.size > 1) {
    const sizes = [...lists].map(([name, list]) => `${name}: ${list.length}`).join(', ');
    throw new MillraceError(
      'invalid',
      `map of task '${of}' was given lists of different lengths (${sizes}): wrap what is the same for all in unmapped().`,
    );
  }
  const [length = 0] = lengths;
  return Array.from({ length }, (_, index) => ({
    ...constants,
    ...Object.fromEntries([...lists].map(([name, list]) => [name, list[index]])),
  }));
}

/**
 * The parameters of a `map` with each future of a list as the list of its elements' futures; undefined when there is
 * no future to wait for. Throws {@link UpstreamFailed} when one does not complete.
 */
export function expandFutures(parameters: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> | undefined {
  const entries = Object.entries(parameters);
  if (!entries.some(([, value]) => isOpen(value))) return undefined;
  return Promise.all(entries.map(async ([name, value]) => [name, await expand(value)] as const)).then(Object.fromEntries);
}

const isOpen = (value: unknown): boolean => value instanceof TaskFuture || (value instanceof TaskFutureList && !value.isReady);

async function expand(value: unknown): Promise<unknown> {
  if (value instanceof TaskFutureList) await value.ready();
  if (!(value instanceof TaskFuture)) return value;
  const { state, value: list, error } = await value.outcome();
  if (!isCompleted(state)) throw new UpstreamFailed(await value.taskRunId(), error);
  return isIterable(list) ? [...list].map((_, index) => element(value, index)) : value;
}

/** The future of one element: its run is the one of the list, which its users name as their input. */
const element = (future: TaskFuture, index: number): TaskFuture =>
  new TaskFuture(
    future.taskName,
    future.taskRunId(),
    future.outcome().then((outcome) => ({ ...outcome, value: isIterable(outcome.value) ? [...outcome.value][index] : undefined })),
  );

/** Bytes are one value, like strings. */
const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value && !ArrayBuffer.isView(value);

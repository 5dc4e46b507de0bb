import { MillraceError } from '../core/errors.ts';
import { TaskFuture, Unmapped } from './futures.ts';

/**
 * The parameters of each call of a `map`: the elements of what can be iterated, and the same value for the rest.
 * Strings are values, as in Prefect. Throws `invalid` when there is nothing to iterate, or the lengths differ.
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

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value && !(value instanceof TaskFuture);

import type { CacheContext, CachePolicy } from './definitions.ts';
import { MillraceError } from './errors.ts';

const inputs: CachePolicy = ({ parameters }) => parameters;
const taskSource: CachePolicy = ({ task }) => task.key;
const runId: CachePolicy = ({ flowRun, taskRun }) => flowRun?.id ?? taskRun.id;
const flowParameters: CachePolicy = ({ flowParameters: given }) => given ?? null;

/**
 * What two task runs may have in common (Prefect's cache policies): the same parameters, the same code, the same flow
 * run, the same parameters of the flow. `default` is what holds for a kept value without a policy: a flow that is tried
 * again takes the values of the tasks that it has done. `none` is no caching.
 */
export const cachePolicies = {
  inputs,
  taskSource,
  runId,
  flowParameters,
  default: [inputs, taskSource, runId] as readonly CachePolicy[],
  none: [] as readonly CachePolicy[],
  /** The same parameters but those named. */
  inputsWithout:
    (...names: readonly string[]): CachePolicy =>
    ({ parameters }) =>
      Object.fromEntries(Object.entries(parameters).filter(([name]) => !names.includes(name))),
};

/** What the policies say of a run, as one text; undefined for no caching. Throws `invalid` for what JSON cannot carry. */
export function cacheParts(given: CachePolicy | readonly CachePolicy[], context: CacheContext): string | undefined {
  const policies = typeof given === 'function' ? [given] : given;
  if (policies.length === 0) return undefined;
  const parts = policies.map((policy) => policy(context));
  return parts.includes(undefined) ? undefined : stableText(parts);
}

/** JSON with the keys of objects in order, so that equal values have equal texts, and others have others. */
function stableText(value: unknown, around: readonly unknown[] = []): string {
  if (typeof value === 'function' || typeof value === 'symbol') throw unfit(`a ${typeof value}`);
  if (typeof value === 'bigint') return `${value}n`;
  // To JSON, NaN and Infinity are null.
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  if (around.includes(value)) throw unfit('an object that leads back to itself');
  const inner = (item: unknown): string => stableText(item, [...around, value]);
  if (Array.isArray(value)) return `[${value.map(inner).join(',')}]`;
  // A date is not the text that JSON makes of it.
  if ('toJSON' in value) return `${value.constructor.name} ${JSON.stringify(value)}`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw unfit(`an object of the class ${value.constructor.name}`);
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${inner(item)}`).join(',')}}`;
}

const unfit = (what: string): MillraceError =>
  new MillraceError(
    'invalid',
    `${what} has no text that is the same for the same value: leave it out with inputsWithout, or give a cacheKeyFn.`,
  );

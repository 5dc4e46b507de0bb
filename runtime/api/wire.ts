/**
 * The wire speaks snake_case, the clients camelCase. One conversion for every resource: it renames the keys of the
 * protocol and leaves the objects alone whose keys belong to the user.
 */
type CamelKey<K> = K extends `${infer A}_${infer B}` ? (B extends '' ? K : `${A}${Capitalize<CamelKey<B>>}`) : K;
type SnakeKey<K> = K extends `${infer C}${infer R}` ? `${C extends Lowercase<C> ? C : `_${Lowercase<C>}`}${SnakeKey<R>}` : K;

/** The keys under which a value's own keys are the user's (or another protocol's). */
export const opaqueKeys = [
  'parameters',
  'job_variables',
  'base_job_template',
  'context',
  'labels',
  'task_inputs',
  'parameter_openapi_schema',
  'pull_steps',
  'data',
  'value',
  'payload',
  'resource',
  'related',
  'run_input_keyset',
  'run_input',
  'metadata_',
  'fields',
  'block_document_references',
  'holder',
  'trigger',
  'actions',
  'actions_on_trigger',
  'actions_on_resolve',
] as const;

type OpaqueKey = (typeof opaqueKeys)[number];

/** T with the protocol's keys in camelCase. */
export type Camel<T> = T extends readonly (infer U)[]
  ? Camel<U>[]
  : T extends object
    ? string extends keyof T
      ? T
      : { [K in keyof T as CamelKey<K>]: K extends OpaqueKey ? T[K] : Camel<T[K]> }
    : T;

/** T with the protocol's keys in snake_case: what the server writes. */
export type Wire<T> = T extends readonly [string, infer N]
  ? [string, Wire<N>]
  : T extends readonly (infer U)[]
    ? Wire<U>[]
    : T extends object
      ? string extends keyof T
        ? T
        : { [K in keyof T as SnakeKey<K>]: SnakeKey<K> extends OpaqueKey ? T[K] : Wire<T[K]> }
      : T;

const opaque: ReadonlySet<string> = new Set([...opaqueKeys, ...opaqueKeys.map((key) => camelKey(key))]);

function camelKey(key: string): string {
  return key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

const snakeKey = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function rename(value: unknown, key: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => rename(item, key));
  if (typeof value !== 'object' || value === null) return value;
  const renamed: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) renamed[key(name)] = opaque.has(name) ? item : rename(item, key);
  return renamed;
}

/** A JSON value of the wire as clients see it. */
export const fromWire = (value: unknown): unknown => rename(value, camelKey);

/** A request as the wire wants it. */
export const toWire = (value: unknown): unknown => rename(value, snakeKey);

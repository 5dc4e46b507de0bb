/**
 * JSON Schema with its TypeScript type: one definition types the client, types the server's handlers and validates
 * requests (by ajv). A builder of our own because the libraries' import alone costs more CPU than `import 'millrace'`
 * may (measured: bench/RESULTS.md).
 */
declare const staticType: unique symbol;

/** A JSON Schema whose values have type T. */
export interface Schema<T> {
  readonly [staticType]?: T;
  readonly [keyword: string]: unknown;
}

/** A property that may be absent. */
export interface OptionalSchema<T> {
  readonly optional: Schema<T>;
}

/** The type of a schema's values. */
export type Static<S> = S extends Schema<infer T> ? T : never;

type Properties = Record<string, Schema<unknown> | OptionalSchema<unknown>>;
type OptionalKeys<P> = { [K in keyof P]: P[K] extends OptionalSchema<unknown> ? K : never }[keyof P];
type ObjectOf<P> = { [K in Exclude<keyof P, OptionalKeys<P>>]: Static<P[K]> } & {
  [K in OptionalKeys<P>]?: P[K] extends OptionalSchema<infer T> ? T : never;
};
type Flatten<T> = { [K in keyof T]: T[K] };

export const string = (keywords: Record<string, unknown> = {}): Schema<string> => ({ type: 'string', ...keywords });
/** One of the given words. */
export const words = <const W extends string>(...values: readonly W[]): Schema<W> => ({ type: 'string', enum: values });
/** A name as Prefect accepts it for flows, pools, queues and limits. */
export const entityName = (): Schema<string> => string({ pattern: '^[^/%&><]+$', minLength: 1 });
export const uuid = (): Schema<string> => string({ format: 'uuid' });
/** A time as Prefect's clients send it: ISO 8601, also with a space; or epoch seconds. Normalised by the server. */
export const time = (): Schema<string> => ({
  anyOf: [
    { type: 'string', format: 'time-point' },
    { type: 'number', minimum: -62_135_596_800, maximum: 253_402_300_799 },
  ],
});
export const number = (keywords: Record<string, unknown> = {}): Schema<number> => ({ type: 'number', ...keywords });
/** An integer that JavaScript holds exactly: a larger one could be stored and never be read again. */
export const integer = (keywords: Record<string, unknown> = {}): Schema<number> => ({
  type: 'integer',
  minimum: Number.MIN_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
  ...keywords,
});
export const boolean = (): Schema<boolean> => ({ type: 'boolean' });
/** Any JSON value. */
export const anything = (): Schema<unknown> => ({});
/** An object whose keys belong to the user. */
export const freeObject = (): Schema<Record<string, unknown>> => ({ type: 'object' });
/** An object whose keys belong to the user, and whose values do not. */
export const record = <T>(values: Schema<T>): Schema<Record<string, T>> => ({ type: 'object', additionalProperties: values });
export const array = <T>(items: Schema<T>): Schema<T[]> => ({ type: 'array', items });
export const nullable = <T>(schema: Schema<T>): Schema<T | null> => ({ anyOf: [schema, { type: 'null' }] });
export const anyOf = <S extends readonly Schema<unknown>[]>(...schemas: S): Schema<Static<S[number]>> => ({
  anyOf: schemas,
});
export const optional = <T>(schema: Schema<T>): OptionalSchema<T> => ({ optional: schema });
/** What users write beside a thing: names with plain values. */
export const labels = (): Schema<Record<string, unknown>> => record(anyOf(string(), number(), boolean()));
/** A property that may be absent or null: most of Prefect's request fields. */
export const maybe = <T>(schema: Schema<T>): OptionalSchema<T | null> => optional(nullable(schema));

/** An object with these properties; others are tolerated, as newer clients send more than older servers know. */
export function object<P extends Properties>(properties: P): Schema<Flatten<ObjectOf<P>>> {
  const schemas: Record<string, unknown> = {};
  const required: string[] = [];
  for (const [key, value] of Object.entries(properties)) {
    if (isOptional(value)) schemas[key] = value.optional;
    else {
      schemas[key] = value;
      required.push(key);
    }
  }
  return { type: 'object', properties: schemas, required };
}

const isOptional = (value: Schema<unknown> | OptionalSchema<unknown>): value is OptionalSchema<unknown> => 'optional' in value;

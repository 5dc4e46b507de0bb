import type { LinkedFile } from '../model/entities.ts';
import type { Call } from '../model/file.ts';
import type { ObjectValue, Value } from '../model/value.ts';
import type { JsonSchema } from '../protocol.ts';
import { jsonOf } from '../model/json-value.ts';
import { literals } from './literals.ts';

/** What a validator written with zod takes, and whether it may be left out. */
export interface ZodSchema {
  readonly schema: JsonSchema;
  readonly optional?: boolean;
}

/**
 * The JSON Schema of what `z.object({ … })` and the like take, read from their calls; undefined for anything else. A part
 * that is made otherwise, or that converts what it is given, takes anything.
 */
export function zodSchema(file: LinkedFile, value: Value): ZodSchema | undefined {
  const call = callOf(file, value);
  return call === undefined ? undefined : made({ file, depth: 0 }, call);
}

interface Here {
  readonly file: LinkedFile;
  readonly depth: number;
}

const anything: ZodSchema = { schema: {} };
const modules = new Set(['zod', 'zod/v3', 'zod/v4']);

/** The call that a value is, also through a variable of the file. */
function callOf({ model }: LinkedFile, value: Value): Call | undefined {
  let found: Value | undefined = value;
  for (let steps = 0; found?.kind === 'reference' && steps < 10; steps += 1) found = model.bindings[found.binding]?.value;
  return found?.kind === 'call' ? model.calls[found.call] : undefined;
}

function made(here: Here, { callee, arguments: given }: Call): ZodSchema | undefined {
  if (callee.kind !== 'member' || here.depth > 30) return undefined;
  const inner = { ...here, depth: here.depth + 1 };
  if (isZod(here.file, callee.object)) return base(inner, callee.name, given);
  const before = callOf(here.file, callee.object);
  const of = before && made(inner, before);
  return of && changed(inner, of, callee.name, given);
}

/** `z`, whether it is imported by its name, as the default, or with all that the module has. */
function isZod({ model }: LinkedFile, value: Value): boolean {
  const from = value.kind === 'reference' ? model.bindings[value.binding]?.value : undefined;
  return from?.kind === 'import' && modules.has(from.from) && ['z', '*', 'default'].includes(from.name);
}

const plain: Readonly<Record<string, JsonSchema>> = {
  string: { type: 'string' },
  number: { type: 'number' },
  int: { type: 'integer' },
  boolean: { type: 'boolean' },
  null: { type: 'null' },
  date: { type: 'string', format: 'date-time' },
  email: { type: 'string', format: 'email' },
  url: { type: 'string', format: 'uri' },
  uuid: { type: 'string', format: 'uuid' },
};

function base(here: Here, name: string, given: readonly Value[]): ZodSchema {
  const [first, second] = given;
  const known = plain[name];
  if (known !== undefined) return { schema: known };
  if (first === undefined) return anything;
  switch (name) {
    case 'object':
    case 'looseObject':
      return object(here, first);

    case 'strictObject':
      return changedObject(here, object(here, first), 'strict', undefined);

    case 'array':
      return { schema: { type: 'array', items: part(here, first).schema } };

    case 'tuple':
      return tuple(here, first);

    case 'record':
      return { schema: { type: 'object', additionalProperties: part(here, second ?? first).schema } };

    case 'literal':
    case 'enum':
    case 'nativeEnum':
      return choice(jsonOf(here.file, first));

    case 'union':
      return anyOf(partsOf(here, first));

    case 'discriminatedUnion':
      return anyOf(partsOf(here, second));

    case 'optional':
    case 'nullable':
      return changed(here, part(here, first), name, []);

    default:
      return anything;
  }
}

/** A part of a schema; one that cannot be read takes anything. */
function part({ file, depth }: Here, value: Value): ZodSchema {
  const call = callOf(file, value);
  return (call && made({ file, depth }, call)) ?? anything;
}

const partsOf = (here: Here, list: Value | undefined): ZodSchema[] =>
  list?.kind === 'array' ? list.items.map((item) => part(here, item)) : [];

function anyOf(parts: readonly ZodSchema[]): ZodSchema {
  if (parts.length === 0) return anything;
  return { schema: { anyOf: parts.map(({ schema }) => schema) }, optional: parts.some(({ optional }) => optional === true) };
}

function tuple(here: Here, list: Value): ZodSchema {
  const items = partsOf(here, list).map(({ schema }) => schema);
  return {
    schema: items.length === 0 ? { type: 'array' } : { type: 'array', prefixItems: items, minItems: items.length, maxItems: items.length },
  };
}

/** One value, a list of them, or those of an object. */
function choice(json: unknown): ZodSchema {
  if (json === undefined) return anything;
  return { schema: literals(typeof json === 'object' && json !== null ? Object.values(json) : [json]) };
}

function object(here: Here, shape: Value): ZodSchema {
  const found = here.file.objectOf(shape);
  if (found === undefined || found.file.path !== here.file.path) return { schema: { type: 'object' } };
  return { schema: withMembers({ type: 'object' }, membersOf(here, found.value)) };
}

const membersOf = (here: Here, { members }: ObjectValue): [string, ZodSchema][] =>
  members.map(({ name, value }) => [name, part(here, value)]);

function withMembers(schema: JsonSchema, members: readonly (readonly [string, ZodSchema])[]): JsonSchema {
  const properties = { ...recordIn(schema, 'properties'), ...Object.fromEntries(members.map(([name, one]) => [name, one.schema])) };
  const names = new Set(members.map(([name]) => name));
  const kept = listIn(schema, 'required').filter((name) => !names.has(name));
  return requiring({ ...schema, properties }, [...kept, ...members.flatMap(([name, { optional }]) => (optional === true ? [] : [name]))]);
}

function requiring(schema: JsonSchema, names: readonly string[]): JsonSchema {
  const others = Object.entries(schema).filter(([keyword]) => keyword !== 'required');
  return { ...Object.fromEntries(others), ...(names.length === 0 ? {} : { required: names }) };
}

/** Limits, by the method and the type of what it limits. */
const limits: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  min: { string: ['minLength'], number: ['minimum'], integer: ['minimum'], array: ['minItems'] },
  max: { string: ['maxLength'], number: ['maximum'], integer: ['maximum'], array: ['maxItems'] },
  length: { string: ['minLength', 'maxLength'], array: ['minItems', 'maxItems'] },
  gte: { number: ['minimum'], integer: ['minimum'] },
  lte: { number: ['maximum'], integer: ['maximum'] },
  gt: { number: ['exclusiveMinimum'], integer: ['exclusiveMinimum'] },
  lt: { number: ['exclusiveMaximum'], integer: ['exclusiveMaximum'] },
  multipleOf: { number: ['multipleOf'], integer: ['multipleOf'] },
};

const additions: Readonly<Record<string, JsonSchema>> = {
  int: { type: 'integer' },
  positive: { exclusiveMinimum: 0 },
  negative: { exclusiveMaximum: 0 },
  nonnegative: { minimum: 0 },
  nonpositive: { maximum: 0 },
  email: { format: 'email' },
  url: { format: 'uri' },
  uuid: { format: 'uuid' },
  datetime: { format: 'date-time' },
};

/** Methods after which the same values are taken, or fewer of them, for a reason that JSON Schema cannot say. */
const narrowing = new Set(
  'regex startsWith endsWith includes trim toLowerCase toUpperCase finite safe refine superRefine check brand readonly transform strip'.split(
    ' ',
  ),
);

function changed(here: Here, of: ZodSchema, name: string, given: readonly Value[]): ZodSchema {
  const { schema } = of;
  const [first] = given;
  const json = first === undefined ? undefined : jsonOf(here.file, first);
  const keywords = limits[name]?.[String(schema['type'])];
  if (keywords !== undefined)
    return typeof json === 'number' ? { ...of, schema: { ...schema, ...Object.fromEntries(keywords.map((word) => [word, json])) } } : of;
  const addition = additions[name];
  if (addition !== undefined) return { ...of, schema: { ...schema, ...addition } };
  if (narrowing.has(name)) return of;
  switch (name) {
    case 'optional':
      return { ...of, optional: true };

    case 'nullable':
      return { ...of, schema: orNull(schema) };

    case 'nullish':
      return { schema: orNull(schema), optional: true };

    case 'default':
    case 'prefault':
      return { schema: { ...schema, ...(json === undefined ? {} : { default: json }) }, optional: true };

    case 'describe':
      return { ...of, schema: { ...schema, ...(typeof json === 'string' ? { description: json } : {}) } };

    case 'array':
      return { schema: { type: 'array', items: schema } };

    case 'or':
      return first === undefined ? anything : anyOf([of, part(here, first)]);

    default:
      return schema['type'] === 'object' ? changedObject(here, of, name, first) : { ...anything, optional: of.optional === true };
  }
}

function changedObject(here: Here, of: ZodSchema, name: string, first: Value | undefined): ZodSchema {
  const { schema } = of;
  const named = first?.kind === 'object' ? first.members.map((member) => member.name) : undefined;
  const properties = recordIn(schema, 'properties');
  const only = (keep: (member: string) => boolean): ZodSchema => ({
    ...of,
    schema: requiring(
      { ...schema, properties: Object.fromEntries(Object.entries(properties).filter(([member]) => keep(member))) },
      listIn(schema, 'required').filter(keep),
    ),
  });
  switch (name) {
    case 'strict':
      return { ...of, schema: { ...schema, additionalProperties: false } };

    case 'passthrough':
    case 'loose':
      return of;

    case 'partial':
      return {
        ...of,
        schema: requiring(
          schema,
          listIn(schema, 'required').filter((one) => named?.includes(one) === false),
        ),
      };

    case 'extend':
      return first?.kind === 'object' ? { ...of, schema: withMembers(schema, membersOf(here, first)) } : { schema: { type: 'object' } };

    case 'pick':
      return named === undefined ? { schema: { type: 'object' } } : only((member) => named.includes(member));

    case 'omit':
      return named === undefined ? { schema: { type: 'object' } } : only((member) => !named.includes(member));

    default:
      return { schema: { type: 'object' } };
  }
}

const orNull = ({ description, ...schema }: JsonSchema): JsonSchema => ({
  anyOf: [schema, { type: 'null' }],
  ...(description === undefined ? {} : { description }),
});

function recordIn(schema: JsonSchema, name: string): Readonly<Record<string, JsonSchema>> {
  const found = schema[name];
  return typeof found === 'object' && found !== null ? { ...found } : {};
}

function listIn(schema: JsonSchema, name: string): string[] {
  const found = schema[name];
  return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
}

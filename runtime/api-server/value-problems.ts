import { createRequire } from 'node:module';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValueProblem, ValueProblems } from '../core/dashboard.ts';
import { messageOf } from '../core/errors.ts';
import { isUuid } from '../core/ids.ts';
import { parseTime } from '../core/time.ts';
import { hydrate } from './hydration.ts';
import { reasonOf } from './python-words.ts';
import { refuse } from './routes/route.ts';
import type { Tx } from './store/database.ts';
import type { SchemaError } from './validation.ts';
import { withNulls } from './schema-of-pydantic.ts';

/** A message at a place: keys and indices from the values themselves. */
interface Problem {
  path: readonly (string | number)[];
  message: string;
}

/**
 * What is wrong with the values of a form by the JSON Schema of what it asks for, in Prefect's shape and words: values that
 * stand for others (JSON texts, variables) are looked at as what they stand for. Refuses a schema that is none.
 */
export function valueProblems(tx: Tx, schema: Readonly<Record<string, unknown>>, values: Readonly<Record<string, unknown>>): ValueProblems {
  const { value, errors, open } = hydrate(tx, values);
  const problems = schemaErrors(schema, value)
    .map((error) => ({ path: pathOf(error, value), message: reasonOf(error, at(value, placesOf(error))) }))
    .filter(({ path }) => ![...open, ...errors.map((known) => known.path)].some((known) => isSame(known, path)));
  const tree: ValueProblem[] = [];
  for (const problem of [...problems, ...errors]) insert(tree, problem);
  return { errors: tree, valid: tree.length === 0 };
}

const require = createRequire(import.meta.url);

let loaded: Ajv2020 | undefined;

/** Made at first use, since it reads the schema of schemas. */
function loadValidator(): Ajv2020 {
  const { Ajv2020: Class }: { Ajv2020: typeof Ajv2020 } = require('ajv/dist/2020.js');
  loaded ??= new Class({ strict: false, allErrors: true, formats, logger: false });
  return loaded;
}

function schemaErrors(given: Readonly<Record<string, unknown>>, value: unknown): SchemaError[] {
  const ajv = loadValidator();
  // Asynchronous to this validator alone: its answer would come later, to nobody.
  const schema = { ...withNulls(given), $async: false };
  try {
    const validate = ajv.compile(schema);
    return validate(value) ? [] : telling(validate.errors ?? []);
  } catch (error) {
    throw refuse(422, `Invalid schema: ${messageOf(error)}`);
  } finally {
    // Each form is looked at once: nothing of it is kept.
    ajv.removeSchema(schema);
  }
}

/** The formats that Prefect's validator looks at; of others anything passes. */
const formats = {
  uuid: isUuid,
  date: (text: string) => isDay(text),
  'date-time': (text: string) =>
    /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)),
  email: (text: string) => text.includes('@'),
};

/** The days that there are: JavaScript takes the 30th of February for the 2nd of March. */
const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && parseTime(`${text}T00:00:00Z`)?.slice(0, 10) === text;

/**
 * One error for each thing that is wrong, in the order of Python: where none of several schemas fits, what each has against
 * the value is not told; what is missing comes after what is wrong.
 */
function telling(errors: readonly SchemaError[]): SchemaError[] {
  const told: SchemaError[] = [];
  for (const error of errors) {
    const { keyword, instancePath: path } = error;
    if (keyword === 'anyOf' || keyword === 'oneOf') {
      while (told.at(-1)?.instancePath === path || told.at(-1)?.instancePath.startsWith(`${path}/`) === true) told.pop();
    }
    told.push(error);
  }
  const isMissing = ({ keyword }: SchemaError): boolean => keyword === 'required';
  return [...told.filter((error) => !isMissing(error)), ...told.filter(isMissing)];
}

const placesOf = ({ instancePath }: SchemaError): string[] =>
  instancePath
    .split('/')
    .slice(1)
    .map((place) => place.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Where an error belongs: what is missing, to its own name. */
function pathOf(error: SchemaError, value: unknown): (string | number)[] {
  const path = placesOf(error).map((place, index, places) => (Array.isArray(at(value, places.slice(0, index))) ? Number(place) : place));
  const missing: unknown = error.params['missingProperty'];
  return typeof missing === 'string' ? [...path, missing] : path;
}

const at = (value: unknown, places: readonly (string | number)[]): unknown =>
  places.reduce<unknown>(
    (inside, place) => (typeof inside === 'object' && inside !== null ? Reflect.get(inside, place) : undefined),
    value,
  );

const isSame = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((part, index) => part === other[index]);

/** Puts a message into the tree of properties and indices. */
function insert(tree: unknown[], { path, message }: Problem): void {
  const [first, ...rest] = path;
  if (first === undefined) {
    tree.push(message);
    return;
  }
  const key = typeof first === 'number' ? 'index' : 'property';
  if (rest.length === 0) {
    tree.push({ [key]: first, errors: [message] });
    return;
  }
  const known = tree.find((entry) => typeof entry === 'object' && entry !== null && Reflect.get(entry, key) === first);
  const errors: unknown = known === undefined ? undefined : Reflect.get(known as object, 'errors');
  if (Array.isArray(errors)) return insert(errors, { path: rest, message });
  const entry: { errors: unknown[] } = { [key]: first, errors: [] };
  tree.push(entry);
  insert(entry.errors, { path: rest, message });
}

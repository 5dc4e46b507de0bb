import type { JsonObject } from '../../runtime/core/json.ts';
import { t } from '../l10n.ts';

/** One input of a form, from JSON Schema. */
export interface Field {
  name: string;
  label: string;
  description: string;
  kind: 'text' | 'long-text' | 'number' | 'integer' | 'boolean' | 'choice' | 'moment' | 'json';
  required: boolean;
  /** What it begins with; undefined for nothing. */
  initial: unknown;
  /** The values of a choice. */
  options: readonly unknown[];
  minimum?: number;
  maximum?: number;
  pattern?: string;
  /** Looks like a password: it would be stored with the run, readable by all. */
  secret: boolean;
}

/** Values as people typed them, and what is wrong with them by name. */
export interface Checked {
  values: JsonObject;
  faults: Record<string, string>;
}

/** The inputs of a parameter schema in the order of the parameters; `values` begin where the schema's defaults do not. */
export function fieldsOf(schema: JsonObject | undefined | null, values: JsonObject): Field[] {
  const properties = objectOf(schema?.['properties']);
  const required = new Set(arrayOf(schema?.['required']));
  const definitions = { ...objectOf(schema?.['definitions']), ...objectOf(schema?.['$defs']) };
  const known = Object.entries(properties).map(([name, value]) => ({ name, property: resolve(objectOf(value), definitions) }));
  const sorted = known.toSorted((a, b) => Number(a.property['position'] ?? 0) - Number(b.property['position'] ?? 0));
  const fields = sorted.map(({ name, property }) => toField(name, property, required.has(name), values));
  const others = Object.entries(values).filter(([name]) => !(name in properties));
  return [
    ...fields,
    ...others.map(([name, value]) => toField(name, typeof value === 'string' ? { type: 'string' } : {}, false, { [name]: value })),
  ];
}

/** What a form's texts mean; an empty text is no value. */
export function checkForm(fields: readonly Field[], texts: Readonly<Record<string, string | boolean>>): Checked {
  const values: JsonObject = {};
  const faults: Record<string, string> = {};
  for (const field of fields) {
    const text = texts[field.name];
    if (text === undefined || text === '') {
      if (field.required) faults[field.name] = t('This parameter is required.');
      continue;
    }
    const { value, fault } = typeof text === 'boolean' ? { value: text, fault: undefined } : read(field, text);
    if (fault === undefined) values[field.name] = value;
    else faults[field.name] = fault;
  }
  return { values, faults };
}

/** True when a few quick questions are enough: at most three simple inputs. */
export const isSimple = (fields: readonly Field[]): boolean =>
  fields.length <= 3 && fields.every(({ kind }) => kind !== 'json' && kind !== 'long-text');

/** What is wrong with a date, or a date and a time, as people type them: a bare number would be a date, too. */
export const momentFault = (text: string): string | undefined =>
  /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?$/.test(text.trim()) && !Number.isNaN(Date.parse(text))
    ? undefined
    : t('Give a moment such as 2026-11-21 08:00.');

/** The moment that a text means, in the time zone of this machine where it names none; JavaScript would take a bare date for UTC's. */
export const momentOf = (text: string): Date => new Date(/^\d{4}-\d\d-\d\d$/.test(text.trim()) ? `${text.trim()}T00:00` : text);

/** A value as the form shows it. */
export function textOf(field: Pick<Field, 'kind'>, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (field.kind === 'json') return JSON.stringify(value, null, 2);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function toField(name: string, property: JsonObject, required: boolean, values: JsonObject): Field {
  const { minimum, maximum, pattern } = property;
  return {
    name,
    label: typeof property['title'] === 'string' ? property['title'] : name,
    description: typeof property['description'] === 'string' ? property['description'] : '',
    kind: kindOf(property),
    required,
    initial: name in values ? values[name] : property['default'],
    options: optionsOf(property),
    secret: /password|passwd|secret|token|api_?key/i.test(name),
    ...(typeof minimum === 'number' ? { minimum } : {}),
    ...(typeof maximum === 'number' ? { maximum } : {}),
    ...(typeof pattern === 'string' ? { pattern } : {}),
  };
}

/** The values that are allowed; `Literal['a']` of Python is a single one. */
const optionsOf = (property: JsonObject): readonly unknown[] => ('const' in property ? [property['const']] : arrayOf(property['enum']));

/** The type of a property, or the only one beside null. */
function typeOf({ type }: JsonObject): unknown {
  if (!Array.isArray(type)) return type;
  const types: readonly unknown[] = type.filter((each) => each !== 'null');
  return types.length === 1 ? types[0] : undefined;
}

function kindOf(property: JsonObject): Field['kind'] {
  if (optionsOf(property).length > 0) return 'choice';
  const type = typeOf(property);
  const { format } = property;
  if (type === 'string') return format === 'date-time' ? 'moment' : Number(property['maxLength'] ?? 0) > 200 ? 'long-text' : 'text';
  return type === 'number' || type === 'integer' || type === 'boolean' ? type : 'json';
}

/** Follows `$ref`, and takes the only alternative beside null. */
function resolve(property: JsonObject, definitions: JsonObject): JsonObject {
  const reference: unknown = property['$ref'] ?? objectOf(arrayOf(property['allOf'])[0])['$ref'];
  if (typeof reference === 'string') {
    const target = objectOf(definitions[reference.split('/').at(-1) ?? '']);
    return { ...target, ...property };
  }
  const alternatives = arrayOf(property['anyOf'])
    .map(objectOf)
    .filter(({ type }) => type !== 'null');
  const [only] = alternatives;
  return only !== undefined && alternatives.length === 1 ? { ...resolve(only, definitions), ...property } : property;
}

function read(field: Field, text: string): { value?: unknown; fault?: string } {
  if (field.kind === 'number' || field.kind === 'integer') return readNumber(field, text);
  if (field.kind === 'choice') return { value: field.options.find((option) => textOf(field, option) === text) ?? text };
  if (field.kind === 'moment') {
    const fault = momentFault(text);
    return fault === undefined ? { value: momentOf(text).toISOString() } : { fault };
  }
  if (field.kind !== 'json') {
    const matches = patternOf(field)?.test(text) ?? true;
    return matches ? { value: text } : { fault: t('This must match {0}.', field.pattern ?? '') };
  }
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { fault: t('This is not JSON: {0}', error.message) };
  }
}

/** The pattern of a field; undefined for one in another dialect, as Python's `(?P<name>…)`: the server decides then. */
function patternOf({ pattern }: Field): RegExp | undefined {
  try {
    return pattern === undefined ? undefined : new RegExp(pattern);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function readNumber(field: Field, text: string): { value?: unknown; fault?: string } {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return { fault: t('Give a number.') };
  if (field.kind === 'integer' && !Number.isInteger(value)) return { fault: t('Give a whole number.') };
  if (field.minimum !== undefined && value < field.minimum) return { fault: t('Give at least {0}.', field.minimum) };
  if (field.maximum !== undefined && value > field.maximum) return { fault: t('Give at most {0}.', field.maximum) };
  return { value };
}

const objectOf = (value: unknown): JsonObject => (typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {});
const arrayOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

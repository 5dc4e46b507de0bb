import { refuse } from '../routes/route.ts';
import type { SchemaError } from '../validation.ts';
import { loadValidator } from '../validation.ts';

/** Refuses parameters that a deployment's JSON Schema does not allow, in Prefect's words. */
export function checkSchema(schema: Record<string, unknown> | null, parameters: Readonly<Record<string, unknown>>): void {
  const error = schemaProblem(schema, parameters);
  if (error !== undefined) throw refuse(409, `Error creating flow run: ${error}`);
}

/** What is wrong with values by a JSON Schema, in Prefect's words; undefined when nothing is. */
export function schemaProblem(schema: Record<string, unknown> | null, values: Readonly<Record<string, unknown>>): string | undefined {
  if (schema === null || Object.keys(schema).length === 0) return undefined;
  const validate = loadValidator().compile(schema);
  if (validate(values)) return undefined;
  const error = validate.errors?.[0];
  if (error === undefined) return 'Validation failed.';
  const field = error.instancePath.slice(1).replaceAll('/', '.');
  const where = field === '' ? 'Validation failed.' : `Validation failed for field '${field}'.`;
  return `${where} Failure reason: ${reasonOf(error, values)}`;
}

/** As Python's jsonschema words the commonest errors. */
function reasonOf({ keyword, params, instancePath, message }: SchemaError, values: unknown): string {
  if (keyword === 'required') return `'${params['missingProperty']}' is a required property`;
  if (keyword === 'additionalProperties') {
    return `Additional properties are not allowed ('${params['additionalProperty']}' was unexpected)`;
  }
  const value = instancePath.split('/').slice(1).reduce<unknown>(inside, values);
  if (keyword === 'type') return `${inPython(value)} is not of type '${params['type']}'`;
  if (keyword === 'enum') return `${inPython(value)} is not one of ${inPython(params['allowedValues'])}`;
  return `${inPython(value)} ${message ?? 'is not valid'}`;
}

const inside = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

/** A JSON value as Python prints it. */
function inPython(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return value.includes("'") ? JSON.stringify(value) : `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(inPython).join(', ')}]`;
  if (typeof value !== 'object') return String(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${inPython(key)}: ${inPython(item)}`)
    .join(', ')}}`;
}

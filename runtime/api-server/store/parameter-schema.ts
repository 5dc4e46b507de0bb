import { refuse } from '../routes/route.ts';
import { reasonOf } from '../python-words.ts';
import { loadValidator } from '../validation.ts';

/** Refuses parameters that a deployment's JSON Schema does not allow, in Prefect's words. */
export function checkSchema(schema: Record<string, unknown> | null, parameters: Readonly<Record<string, unknown>>): void {
  const error = schemaProblem(schema, parameters);
  if (error !== undefined) throw refuse(409, `Error creating flow run: ${error}`);
}

/** What is wrong with values by a JSON Schema, in Prefect's words; undefined when nothing is. */
export function schemaProblem(schema: Record<string, unknown> | null, values: Readonly<Record<string, unknown>>): string | undefined {
  if (schema === null || Object.keys(schema).length === 0) return undefined;
  // Asynchronous to this validator alone: its answer would come later, to nobody.
  const validate = loadValidator().compile({ ...schema, $async: false });
  if (validate(values)) return undefined;
  const error = validate.errors?.[0];
  if (error === undefined) return 'Validation failed.';
  const field = error.instancePath.slice(1).replaceAll('/', '.');
  const where = field === '' ? 'Validation failed.' : `Validation failed for field '${field}'.`;
  const value = error.instancePath.split('/').slice(1).reduce<unknown>(inside, values);
  return `${where} Failure reason: ${reasonOf(error, value)}`;
}

const inside = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

import type { FlowOptions, StandardSchema } from '../core/definitions.ts';
import { MillraceError } from '../core/errors.ts';

/** The parameters as the flow's validator returns them. Throws `invalid` with every issue and its place. */
export async function validate(
  { name, parameters: schema }: Pick<FlowOptions, 'name' | 'parameters'>,
  parameters: Readonly<Record<string, unknown>>,
): Promise<{ parameters: Record<string, unknown> }> {
  if (schema === undefined) return { parameters: { ...parameters } };
  const value = await checkValue(schema, parameters, `Validation of flow parameters failed: '${name}'`);
  return { parameters: typeof value === 'object' && value !== null ? { ...value } : { ...parameters } };
}

/** The value as a validator returns it. Throws `invalid` for one that it refuses: what it is of, and every issue. */
export async function checkValue<Output>(schema: StandardSchema<Output>, given: unknown, what: string): Promise<Output> {
  const result = await schema['~standard'].validate(given);
  if (result.issues === undefined) return result.value;
  const issues = result.issues.map(({ message, path = [] }) => {
    const place = path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
    return place === '' ? message : `${place}: ${message}`;
  });
  throw new MillraceError('invalid', `${what} was given ${issues.join('; ')}`);
}

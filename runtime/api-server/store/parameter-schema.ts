import { refuse } from '../routes/route.ts';
import { loadValidator } from '../validation.ts';

/** Refuses parameters that a deployment's JSON Schema does not allow, in Prefect's words. */
export function checkSchema(schema: Record<string, unknown> | null, parameters: Readonly<Record<string, unknown>>): void {
  if (schema === null || Object.keys(schema).length === 0) return;
  const validate = loadValidator().compile(schema);
  if (validate(parameters)) return;
  const reasons = (validate.errors ?? []).map((error) => `'${error.instancePath.slice(1) || 'parameters'}' ${error.message ?? ''}`);
  throw refuse(409, `Error creating flow run: Validation failed. Failure reason: ${reasons.join('; ')}`);
}

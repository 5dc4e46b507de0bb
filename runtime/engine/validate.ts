import type { FlowOptions, StandardResult } from '../core/definitions.ts';
import { MillraceError } from '../core/errors.ts';

/** The parameters as the flow's validator returns them. Throws `invalid` with every issue and its place. */
export async function validate(
  options: Pick<FlowOptions, 'name' | 'parameters'>,
  parameters: Readonly<Record<string, unknown>>,
): Promise<{ parameters: Record<string, unknown> }> {
  if (options.parameters === undefined) return { parameters: { ...parameters } };
  const result: StandardResult<unknown> = await options.parameters['~standard'].validate(parameters);
  if (result.issues === undefined) {
    return {
      parameters: typeof result.value === 'object' && result.value !== null ? { ...result.value } : { ...parameters },
    };
  }
  const issues = result.issues.map(({ message, path = [] }) => {
    const place = path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
    return place === '' ? message : `${place}: ${message}`;
  });
  throw new MillraceError('invalid', `Validation of flow parameters failed: '${options.name}' was given ${issues.join('; ')}`);
}

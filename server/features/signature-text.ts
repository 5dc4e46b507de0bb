import type { FlowModel, ParameterModel, TaskModel } from '../model/entities.ts';
import { literalText, typeText } from '../model/type-text.ts';
import type { Value } from '../model/value.ts';

/** The parameters of a flow or task as in a signature: `day: string`, `limit?: number = 10`. */
export function parameterText({ name, required, type, default: value }: ParameterModel): string {
  const written = `${name}${required ? '' : '?'}${type === undefined ? '' : `: ${typeText(type)}`}`;
  const given = value === undefined ? undefined : valueText(value);
  return given === undefined ? written : `${written} = ${given}`;
}

/** `flow etl(day: string, limit?: number = 10)`. */
export function signatureText(runnable: FlowModel | TaskModel): string {
  const { fields, open } = runnable.parameters;
  const parameters = [...fields.map(parameterText), ...(open ? ['…'] : [])];
  return `${runnable.kind} ${displayName(runnable)}(${parameters.join(', ')})`;
}

/** The name of a flow or task for people; one that is still empty is none. */
export const displayName = ({ name, binding, kind }: FlowModel | TaskModel): string =>
  [name, binding].find((one) => one !== undefined && one !== '') ?? `(${kind} without a fixed name)`;

function valueText(value: Value): string | undefined {
  if (value.kind === 'literal') return value.value === undefined ? undefined : literalText(value.value);
  if (value.kind === 'array') return value.items.length === 0 ? '[]' : '[…]';
  return value.kind === 'object' ? '{…}' : undefined;
}

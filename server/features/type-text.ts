import type { FlowModel, ParameterModel, TaskModel } from '../model/entities.ts';
import type { TypeModel, TypeProperty, Value } from '../model/value.ts';

/** A type as one writes it in TypeScript; `unknown` for what cannot be read. */
export function typeText(type: TypeModel | undefined): string {
  switch (type?.kind) {
    case 'primitive':
      return type.name;

    case 'literal':
      return literalText(type.value);

    case 'array':
      return `${operand(type.item)}[]`;

    case 'tuple': {
      const items = type.items.map((item, index) =>
        index < type.items.length - (type.optional ?? 0) ? typeText(item) : `${operand(item)}?`,
      );
      return `[${[...items, ...(type.rest === undefined ? [] : [`...${operand(type.rest)}[]`])].join(', ')}]`;
    }
    case 'union':
      return type.of.map(typeText).join(' | ');

    case 'intersection':
      return type.of.map(operand).join(' & ');

    case 'object':
      return objectText(type.properties, type.index);

    case 'reference':
      return type.arguments.length === 0 ? type.name : `${type.name}<${type.arguments.map(typeText).join(', ')}>`;

    case 'enum':
      return type.members.map(({ value }) => literalText(value)).join(' | ');

    case 'keyof':
      return `keyof ${operand(type.of)}`;

    case 'indexed':
      return `${operand(type.of)}[${typeText(type.key)}]`;

    case 'template':
      return 'string';

    case 'unsupported':
      return type.text;

    default:
      return 'unknown';
  }
}

function objectText(properties: readonly TypeProperty[], index: TypeModel | undefined): string {
  const members = properties.map(({ name, optional, type }) => `${name}${optional ? '?' : ''}: ${typeText(type)}`);
  if (index !== undefined) members.push(`[key: string]: ${typeText(index)}`);
  return members.length === 0 ? '{}' : `{ ${members.join('; ')} }`;
}

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

/** The name of a flow or task for people. */
export const displayName = ({ name, binding, kind }: FlowModel | TaskModel): string => name ?? binding ?? `(${kind} without a fixed name)`;

function valueText(value: Value): string | undefined {
  if (value.kind === 'literal') return value.value === undefined ? undefined : literalText(value.value);
  if (value.kind === 'array') return value.items.length === 0 ? '[]' : '[…]';
  return value.kind === 'object' ? '{…}' : undefined;
}

const literalText = (value: string | number | boolean | null): string => (typeof value === 'string' ? `'${value}'` : String(value));

/** A type inside another one: unions and functions in parentheses. */
const operand = (type: TypeModel): string =>
  (type.kind === 'union' || type.kind === 'intersection') && type.of.length > 1 ? `(${typeText(type)})` : typeText(type);

import type { TypeModel, TypeProperty } from './value.ts';

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

    case 'mapped':
      return `{ [${type.name} in ${typeText(type.keys)}]: ${typeText(type.value)} }`;

    case 'conditional':
      return `${operand(type.check)} extends ${operand(type.bound)} ? ${typeText(type.whenTrue)} : ${typeText(type.whenFalse)}`;

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

/** A text, number or the like as one writes it in TypeScript. */
export const literalText = (value: string | number | boolean | null): string => (typeof value === 'string' ? `'${value}'` : String(value));

/** A type inside another one: unions and functions in parentheses. */
const operand = (type: TypeModel): string =>
  (type.kind === 'union' || type.kind === 'intersection') && type.of.length > 1 ? `(${typeText(type)})` : typeText(type);

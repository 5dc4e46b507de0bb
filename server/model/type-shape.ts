import { typeOfConditional, typeOfIndexed, typeOfMapped } from './computed-types.ts';
import type { LinkedFile } from './entities.ts';
import { jsonOf } from './json-value.ts';
import type { Follow, TypeHere } from './type-here.ts';
import { at, homeOf, isWhole, oneOf, settled, unknownType } from './type-here.ts';
import { utility } from './utility-types.ts';
import type { TypeModel, TypeProperty } from './value.ts';

/** A type as an object with its members, or as what it computes (`keyof`, `typeof`, `Pick`); undefined when that is not known. */
export function shapeOf(here: TypeHere, depth = 0): TypeHere | undefined {
  const file = homeOf(here.type) ?? here.file;
  return depth > 20 ? undefined : step({ ...here, file }, (inner) => shapeOf(inner, depth + 1));
}

function step({ file, type }: TypeHere, follow: Follow): TypeHere | undefined {
  switch (type.kind) {
    case 'object':
      return { file, type };

    case 'reference': {
      const resolved = file.resolveType(type);
      if (resolved !== undefined) return follow(resolved);
      return utility(file, type, follow) ?? enumMember(file, type, follow);
    }
    case 'intersection':
      return merged(type.of.map((part) => follow({ file, type: part })));

    case 'typeof':
      return ofValue(file, type.value);

    case 'keyof': {
      const of = settled({ file, type: type.of }, follow);
      return isWhole(of.type)
        ? { file, type: { kind: 'union', of: of.type.properties.map(({ name }) => ({ kind: 'literal', value: name })) } }
        : undefined;
    }
    case 'indexed':
      return typeOfIndexed(file, type, follow);

    case 'mapped':
      return typeOfMapped(file, type, follow);

    case 'conditional':
      return typeOfConditional(file, type, follow);

    case 'tuple':
    case 'array':
    case 'union':
    case 'literal':
    case 'enum':
      return { file, type };

    default:
      return undefined;
  }
}

/** `Mode.Full`, of an enum `Mode`. */
function enumMember(file: LinkedFile, { name }: TypeModel & { kind: 'reference' }, follow: Follow): TypeHere | undefined {
  const dot = name.lastIndexOf('.');
  const of = dot === -1 ? undefined : follow({ file, type: { kind: 'reference', name: name.slice(0, dot), arguments: [] } });
  const member = of?.type.kind === 'enum' ? of.type.members.find((one) => one.name === name.slice(dot + 1)) : undefined;
  return of && member && { file: of.file, type: { kind: 'literal', value: member.value } };
}

/** The members of several object types in one; those of a part that is not known are missing. Names are looked up where the first one stands. */
function merged(parts: readonly (TypeHere | undefined)[]): TypeHere | undefined {
  const properties = new Map<string, TypeProperty>();
  let index: TypeModel | undefined;
  let home: LinkedFile | undefined;
  let open = false;
  for (const part of parts) {
    if (part?.type.kind !== 'object') {
      open = true;
      continue;
    }
    home ??= part.file;
    open ||= part.type.open === true;
    index = part.type.index ?? index;
    for (const property of part.type.properties) properties.set(property.name, { ...property, type: at(part.file, property.type) });
  }
  const whole = { kind: 'object', properties: [...properties.values()], ...(index === undefined ? {} : { index }) } as const;
  return home && { file: home, type: open ? { ...whole, open } : whole };
}

/** The type of a constant: its text, its list, its members. What an object or list holds may change, unless it is `as const`. */
function ofValue(file: LinkedFile, value: (TypeModel & { kind: 'typeof' })['value']): TypeHere | undefined {
  const held = file.objectOf(value) ?? file.arrayOf(value);
  const type = typeOfJson(jsonOf(file, value), held === undefined || held.value.constant === true);
  return type && { file, type };
}

function typeOfJson(json: unknown, exact: boolean): TypeModel | undefined {
  if (json === null) return { kind: 'primitive', name: 'null' };
  if (typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean')
    return exact ? { kind: 'literal', value: json } : { kind: 'primitive', name: primitiveOf(json) };
  if (Array.isArray(json)) {
    const items = json.map((item) => typeOfJson(item, exact) ?? unknownType);
    return exact ? { kind: 'tuple', items } : { kind: 'array', item: oneOf(items) };
  }
  if (typeof json !== 'object') return undefined;
  const properties = Object.entries(json).map(([name, inner]): TypeProperty => ({
    name,
    optional: false,
    type: typeOfJson(inner, exact) ?? unknownType,
  }));
  return { kind: 'object', properties };
}

const primitiveOf = (value: string | number | boolean): 'string' | 'number' | 'boolean' =>
  typeof value === 'string' ? 'string' : typeof value === 'number' ? 'number' : 'boolean';

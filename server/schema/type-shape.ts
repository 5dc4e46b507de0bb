import type { LinkedFile } from '../model/entities.ts';
import type { TypeModel, TypeProperty } from '../model/value.ts';
import { jsonOf } from './json-value.ts';

/** A type with the file in which its names are looked up. */
export interface TypeHere {
  readonly type: TypeModel;
  readonly file: LinkedFile;
}

/** A type as an object with its members, or as what it computes (`keyof`, `typeof`, `Pick`); undefined when that is not known. */
export function shapeOf(here: TypeHere, depth = 0): TypeHere | undefined {
  return depth > 20 ? undefined : step(here, (inner) => shapeOf(inner, depth + 1));
}

type ShapeOf = (here: TypeHere) => TypeHere | undefined;

function step({ file, type }: TypeHere, follow: ShapeOf): TypeHere | undefined {
  switch (type.kind) {
    case 'object':
      return { file, type };

    case 'reference': {
      const resolved = file.resolveType(type);
      if (resolved !== undefined) return follow(resolved);
      return mapped(file, type, follow) ?? chosen(file, type, follow) ?? record(file, type, follow) ?? enumMember(file, type, follow);
    }
    case 'intersection':
      return merged(type.of.map((part) => follow({ file, type: part })));

    case 'typeof':
      return ofValue(file, type.value);

    case 'keyof': {
      const of = follow({ file, type: type.of });
      return of?.type.kind === 'object'
        ? { file, type: { kind: 'union', of: of.type.properties.map(({ name }) => ({ kind: 'literal', value: name })) } }
        : undefined;
    }
    case 'indexed':
      return indexed(file, type, follow);

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

/** `Partial`, `Pick` and the like of an object type. */
function mapped(file: LinkedFile, { name, arguments: given }: TypeModel & { kind: 'reference' }, follow: ShapeOf): TypeHere | undefined {
  const [first, second] = given;
  const of = first === undefined || !(name in mappings) ? undefined : follow({ file, type: first });
  const mapping = mappings[name];
  if (of?.type.kind !== 'object' || mapping === undefined) return undefined;
  const keys = second === undefined ? undefined : keysOf({ file, type: second }, follow);
  if (second !== undefined && keys === undefined) return undefined;
  return { file: of.file, type: { ...of.type, properties: of.type.properties.flatMap((property) => mapping(property, keys ?? [])) } };
}

const mappings: Readonly<Record<string, (property: TypeProperty, keys: readonly string[]) => readonly TypeProperty[]>> = {
  Partial: (property) => [{ ...property, optional: true }],
  Required: (property) => [{ ...property, optional: false }],
  Readonly: (property) => [property],
  Pick: (property, keys) => (keys.includes(property.name) ? [property] : []),
  Omit: (property, keys) => (keys.includes(property.name) ? [] : [property]),
};

/** `Record<'a' | 'b', number>`: the members that its keys name, else members of any name. */
function record(file: LinkedFile, { name, arguments: given }: TypeModel & { kind: 'reference' }, follow: ShapeOf): TypeHere | undefined {
  const [key, value] = given;
  if (name !== 'Record' || key === undefined || value === undefined) return undefined;
  const keys = keysOf({ file, type: key }, follow);
  if (keys === undefined) return { file, type: { kind: 'object', properties: [], index: value } };
  return { file, type: { kind: 'object', properties: keys.map((one) => ({ name: one, optional: false, type: value })) } };
}

/** `Mode.Full`, of an enum `Mode`. */
function enumMember(file: LinkedFile, { name }: TypeModel & { kind: 'reference' }, follow: ShapeOf): TypeHere | undefined {
  const dot = name.lastIndexOf('.');
  const of = dot === -1 ? undefined : follow({ file, type: { kind: 'reference', name: name.slice(0, dot), arguments: [] } });
  const member = of?.type.kind === 'enum' ? of.type.members.find((one) => one.name === name.slice(dot + 1)) : undefined;
  return of && member && { file: of.file, type: { kind: 'literal', value: member.value } };
}

/** `NonNullable`, `Exclude` and `Extract` of a choice. */
function chosen(file: LinkedFile, { name, arguments: given }: TypeModel & { kind: 'reference' }, follow: ShapeOf): TypeHere | undefined {
  const [first, second] = given;
  if (first === undefined || !(name === 'NonNullable' || ((name === 'Exclude' || name === 'Extract') && second !== undefined)))
    return undefined;
  const whole = follow({ file, type: first }) ?? { file, type: first };
  const parts = choicesOf(whole.type);
  if (name === 'NonNullable') return { file: whole.file, type: { kind: 'union', of: parts.filter((part) => !isNothing(part)) } };
  const other = second === undefined ? [] : choicesOf((follow({ file, type: second }) ?? { type: second }).type);
  if (![...parts, ...other].every(({ kind }) => kind === 'literal' || kind === 'primitive')) return undefined;
  const kept = parts.filter((part) => other.some((one) => isPartOf(part, one)) === (name === 'Extract'));
  return { file: whole.file, type: { kind: 'union', of: kept } };
}

const choicesOf = (type: TypeModel): readonly TypeModel[] => (type.kind === 'union' ? type.of.flatMap(choicesOf) : [type]);

const isNothing = (type: TypeModel): boolean => type.kind === 'primitive' && (type.name === 'null' || type.name === 'undefined');

/** Whether one choice is another one, or a value of it. */
function isPartOf(part: TypeModel, of: TypeModel): boolean {
  if (of.kind === 'primitive')
    return part.kind === 'primitive' ? part.name === of.name : part.kind === 'literal' && typeof part.value === of.name;
  return of.kind === 'literal' && part.kind === 'literal' && part.value === of.value;
}

/** The names that a type of names stands for. */
function keysOf({ file, type }: TypeHere, follow: ShapeOf): readonly string[] | undefined {
  if (type.kind === 'literal') return [String(type.value)];
  if (type.kind === 'enum') return type.members.map(({ value }) => String(value));
  if (type.kind === 'union') {
    const parts = type.of.map((one) => keysOf({ file: homeOf(one) ?? file, type: one }, follow));
    return parts.includes(undefined) ? undefined : parts.flatMap((keys) => keys ?? []);
  }
  const shape = follow({ file, type });
  return shape === undefined || shape.type === type ? undefined : keysOf(shape, follow);
}

/** The members of several object types in one. Their names are looked up where the first one stands. */
function merged(parts: readonly (TypeHere | undefined)[]): TypeHere | undefined {
  const properties = new Map<string, TypeProperty>();
  let index: TypeModel | undefined;
  let home: LinkedFile | undefined;
  for (const part of parts) {
    if (part?.type.kind !== 'object') return undefined;
    home ??= part.file;
    index = part.type.index ?? index;
    for (const property of part.type.properties) properties.set(property.name, { ...property, type: at(part.file, property.type) });
  }
  return home && { file: home, type: { kind: 'object', properties: [...properties.values()], ...(index === undefined ? {} : { index }) } };
}

/** Types that were taken out of their file remember it. */
const homes = new WeakMap<TypeModel, LinkedFile>();

function at(file: LinkedFile, type: TypeModel): TypeModel {
  const known = homes.get(type);
  if (known !== undefined) return type;
  const copy = { ...type };
  homes.set(copy, file);
  return copy;
}

/** The file in which the names in a type are looked up, where that is not the file around it. */
export const homeOf = (type: TypeModel): LinkedFile | undefined => homes.get(type);

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

const unknownType: TypeModel = { kind: 'primitive', name: 'unknown' };

const primitiveOf = (value: string | number | boolean): 'string' | 'number' | 'boolean' =>
  typeof value === 'string' ? 'string' : typeof value === 'number' ? 'number' : 'boolean';

/** Types as one, each of them once. */
function oneOf(types: readonly TypeModel[]): TypeModel {
  const different = [...new Map(types.map((type) => [JSON.stringify(type), type])).values()];
  const [only] = different;
  return only === undefined ? unknownType : different.length === 1 ? only : { kind: 'union', of: different };
}

/** `Params['mode']`, `(typeof levels)[number]`. */
function indexed(file: LinkedFile, { of, key }: TypeModel & { kind: 'indexed' }, follow: ShapeOf): TypeHere | undefined {
  const whole = follow({ file, type: of });
  if (whole === undefined) return undefined;
  if (key.kind === 'primitive' && key.name === 'number') {
    if (whole.type.kind === 'array') return { file: whole.file, type: whole.type.item };
    return whole.type.kind === 'tuple' ? { file: whole.file, type: { kind: 'union', of: whole.type.items } } : undefined;
  }
  const keys = keysOf({ file, type: key }, follow);
  if (whole.type.kind !== 'object' || keys === undefined) return undefined;
  const found = whole.type.properties.filter(({ name }) => keys.includes(name)).map(({ type }) => type);
  const [only] = found;
  return found.length === 1 && only !== undefined
    ? { file: whole.file, type: only }
    : { file: whole.file, type: { kind: 'union', of: found } };
}

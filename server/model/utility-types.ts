import { choicesOf, isAssignable } from './assignable.ts';
import { keysOf } from './computed-types.ts';
import type { LinkedFile } from './entities.ts';
import type { Follow, TypeHere } from './type-here.ts';
import { settled, unknownType } from './type-here.ts';
import type { TypeModel, TypeProperty } from './value.ts';

/** The types of the language that are computed from others. */
export const utility = (file: LinkedFile, type: TypeModel & { kind: 'reference' }, follow: Follow): TypeHere | undefined =>
  mapped(file, type, follow) ?? chosen(file, type, follow) ?? record(file, type, follow) ?? ofFunction(file, type, follow);

/** `Partial`, `Pick` and the like of an object type. */
function mapped(file: LinkedFile, { name, arguments: given }: TypeModel & { kind: 'reference' }, follow: Follow): TypeHere | undefined {
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
function record(file: LinkedFile, { name, arguments: given }: TypeModel & { kind: 'reference' }, follow: Follow): TypeHere | undefined {
  const [key, value] = given;
  if (name !== 'Record' || key === undefined || value === undefined) return undefined;
  const keys = keysOf({ file, type: key }, follow);
  if (keys === undefined) return { file, type: { kind: 'object', properties: [], index: value } };
  return { file, type: { kind: 'object', properties: keys.map((one) => ({ name: one, optional: false, type: value })) } };
}

/** `NonNullable`, `Exclude` and `Extract` of a choice. */
function chosen(file: LinkedFile, { name, arguments: given }: TypeModel & { kind: 'reference' }, follow: Follow): TypeHere | undefined {
  const [first, second] = given;
  if (first === undefined || !(name === 'NonNullable' || ((name === 'Exclude' || name === 'Extract') && second !== undefined)))
    return undefined;
  const whole = follow({ file, type: first }) ?? { file, type: first };
  const parts = choicesOf(whole.type);
  if (name === 'NonNullable') return { file: whole.file, type: { kind: 'union', of: parts.filter((part) => !isNothing(part)) } };
  const answers = parts.map((part) => isAssignable({ file: whole.file, type: part }, { file, type: second ?? whole.type }, follow));
  if (answers.includes(undefined)) return undefined;
  return { file: whole.file, type: { kind: 'union', of: parts.filter((_, at) => answers[at] === (name === 'Extract')) } };
}

const isNothing = (type: TypeModel): boolean => type.kind === 'primitive' && (type.name === 'null' || type.name === 'undefined');

/** `Parameters` and `ReturnType` of a function in sight whose types are written, and `Awaited` of what is a promise by its name. */
function ofFunction(
  file: LinkedFile,
  { name, arguments: [first] }: TypeModel & { kind: 'reference' },
  follow: Follow,
): TypeHere | undefined {
  if (first === undefined) return undefined;
  if (name === 'Awaited') {
    const of = follow({ file, type: first }) ?? { file, type: first };
    const [inner] = of.type.kind === 'reference' && /^Promise(?:Like)?$/.test(of.type.name) ? of.type.arguments : [of.type];
    return inner && settled({ file: of.file, type: inner }, follow);
  }
  const entity = first.kind === 'typeof' && (name === 'ReturnType' || name === 'Parameters') ? file.entityOf(first.value) : undefined;
  if (entity?.kind !== 'function') return undefined;
  const { returnType, parameters } = entity.function;
  if (name === 'ReturnType') return returnType && settled({ file: entity.file, type: returnType }, follow);
  const items = parameters.filter(({ rest }) => !rest).map(({ type }) => type ?? unknownType);
  const rest = items.length < parameters.length ? { rest: unknownType } : {};
  return {
    file: entity.file,
    type: { kind: 'tuple', items, ...rest, optional: parameters.filter((one) => one.optional && !one.rest).length },
  };
}

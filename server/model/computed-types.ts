import { choicesOf, isAssignable } from './assignable.ts';
import type { LinkedFile } from './entities.ts';
import { substitute } from './substitute.ts';
import type { Follow, TypeHere } from './type-here.ts';
import { homeOf, isNever, isWhole, oneOf, settled } from './type-here.ts';
import type { ConditionalType, MappedType, TypeModel, TypeProperty } from './value.ts';

/** `Params['mode']`, `(typeof levels)[number]`, `Row[0]`; of a choice each part is asked. */
export function typeOfIndexed(file: LinkedFile, { of, key }: TypeModel & { kind: 'indexed' }, follow: Follow): TypeHere | undefined {
  const whole = follow({ file, type: of });
  if (whole === undefined) return undefined;
  const parts = choicesOf(whole.type).map((type) => partOf({ file: whole.file, type }, { file, type: key }, follow));
  const [only] = parts;
  if (parts.length === 1) return only;
  const types = parts.flatMap((part) => (part === undefined || part.file !== whole.file ? [] : [part.type]));
  return types.length < parts.length ? undefined : { file: whole.file, type: oneOf(types) };
}

function partOf(here: TypeHere, key: TypeHere, follow: Follow): TypeHere | undefined {
  const { type, file } = settled(here, follow);
  if (type.kind === 'array' || type.kind === 'tuple') {
    const item = itemOf(type, key.type);
    return item && { file, type: item };
  }
  const keys = isWhole(type) ? keysOf(key, follow) : undefined;
  if (type.kind !== 'object' || keys === undefined) return undefined;
  const found = type.properties.filter(({ name }) => keys.includes(name));
  const [only] = found;
  return {
    file,
    type: found.length === 1 && only !== undefined ? only.type : { kind: 'union', of: found.map((property) => property.type) },
  };
}

function itemOf(list: TypeModel & { kind: 'array' | 'tuple' }, key: TypeModel): TypeModel | undefined {
  const any = key.kind === 'primitive' && key.name === 'number';
  const at = key.kind === 'literal' && typeof key.value === 'number' ? key.value : undefined;
  if (list.kind === 'array') return any || at !== undefined ? list.item : undefined;
  if (at !== undefined) return list.items[at] ?? list.rest;
  return any ? { kind: 'union', of: list.rest === undefined ? list.items : [...list.items, list.rest] } : undefined;
}

/** The members of `{ [K in keyof P]: P[K][] }`, each with its own name in the place of `K`. */
export function typeOfMapped(file: LinkedFile, { name, keys, as, value, optional }: MappedType, follow: Follow): TypeHere | undefined {
  const source = keys.kind === 'keyof' ? settled({ file, type: keys.of }, follow) : undefined;
  // A string, a number or the like stays what it is.
  if (source?.type.kind === 'primitive' && source.type.name !== 'unknown') return source;
  const own = source !== undefined && isWhole(source.type) ? source.type.properties : undefined;
  const names = own?.map((property) => property.name) ?? keysOf({ file, type: keys }, follow);
  const properties = names?.map((key): TypeProperty | 'none' | undefined => {
    const filled = new Map<string, TypeModel>([[name, { kind: 'literal', value: key }]]);
    const found = own?.find((property) => property.name === key) ?? { name: key, optional: false };
    const renamed = as === undefined ? [key] : namesIn(settled({ file, type: substitute(as, filled) }, follow).type);
    const [only] = renamed ?? [];
    if (renamed === undefined || renamed.length > 1) return undefined;
    return only === undefined ? 'none' : { ...found, name: only, optional: optional ?? found.optional, type: substitute(value, filled) };
  });
  if (properties === undefined || properties.includes(undefined)) return undefined;
  return { file, type: { kind: 'object', properties: properties.filter((property) => typeof property === 'object') } };
}

/** The names that a type is: none for `never`; undefined when it is no name. */
function namesIn(type: TypeModel): readonly string[] | undefined {
  const parts = choicesOf(type).filter((part) => !isNever(part));
  return parts.every((part) => part.kind === 'literal') ? parts.map(({ value }) => String(value)) : undefined;
}

/** What a conditional type is, where the answer can be given: for each part of a union, if it asks about a parameter. */
export function typeOfConditional(
  file: LinkedFile,
  { check, bound, whenTrue, whenFalse, parameter }: ConditionalType,
  follow: Follow,
): TypeHere | undefined {
  const whole = settled({ file, type: check }, follow);
  const parts = parameter === undefined ? [whole.type] : choicesOf(whole.type);
  // Names that were given in another file mean something else here.
  if (whole.file !== file && parts.some(({ kind }) => kind !== 'literal' && kind !== 'primitive')) return undefined;
  const found = parts.map((part) => {
    const own = (type: TypeModel): TypeModel => (parameter === undefined ? type : substitute(type, new Map([[parameter, part]])));
    const answer = isAssignable({ file: whole.file, type: part }, { file, type: own(bound) }, follow);
    return answer === undefined ? undefined : settled({ file, type: own(answer ? whenTrue : whenFalse) }, follow);
  });
  const types = found.flatMap((one) => (one === undefined || one.file !== file ? [] : choicesOf(one.type)));
  const [only] = found;
  if (found.length === 1) return only;
  return types.length === 0 || found.includes(undefined) ? undefined : { file, type: oneOf(types.filter((type) => !isNever(type))) };
}

/** The names that a type of names stands for. */
export function keysOf({ file, type }: TypeHere, follow: Follow): readonly string[] | undefined {
  if (type.kind === 'literal') return [String(type.value)];
  if (type.kind === 'enum') return type.members.map(({ value }) => String(value));
  if (type.kind === 'union') {
    const parts = type.of.map((one) => keysOf({ file: homeOf(one) ?? file, type: one }, follow));
    return parts.includes(undefined) ? undefined : parts.flatMap((keys) => keys ?? []);
  }
  const shape = follow({ file, type });
  return shape === undefined || shape.type === type ? undefined : keysOf(shape, follow);
}

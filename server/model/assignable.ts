import type { Follow, TypeHere } from './type-here.ts';
import type { TypeModel } from './value.ts';

/** How deep members are compared: what tells the parts of a choice apart stands further up, and types may lead back to themselves. */
const deepest = 3;

/** Whether every value of one type is one of another, as `extends` asks; undefined when that cannot be said from what is written. */
export function isAssignable(from: TypeHere, to: TypeHere, follow: Follow, depth = 0): boolean | undefined {
  if (depth > deepest) return undefined;
  const [a, b] = [follow(from) ?? from, follow(to) ?? to];
  if (b.type.kind === 'primitive' && b.type.name === 'unknown') return true;
  // A value of an enum is one of its own only, whatever text it has.
  if (b.type.kind === 'enum') return a.type === b.type || undefined;
  const parts = (here: TypeHere): TypeHere[] => choicesOf(here.type).map((type) => ({ file: here.file, type }));
  if (a.type.kind === 'union' || a.type.kind === 'enum') return every(parts(a).map((part) => isAssignable(part, b, follow, depth + 1)));
  if (b.type.kind === 'union') return some(parts(b).map((part) => isAssignable(a, part, follow, depth + 1)));
  const inner: Compare = (one, other) => isAssignable({ file: a.file, type: one }, { file: b.file, type: other }, follow, depth + 1);
  if (b.type.kind === 'object') return hasMembers(a.type, b.type, inner);
  if (b.type.kind === 'array') return isListOf(a.type, b.type.item, inner);
  return b.type.kind === 'literal' || b.type.kind === 'primitive' ? isSimple(a.type, b.type) : undefined;
}

type Compare = (one: TypeModel, other: TypeModel) => boolean | undefined;

/** The parts of a choice. */
export function choicesOf(type: TypeModel): readonly TypeModel[] {
  if (type.kind === 'enum') return type.members.map(({ value }) => ({ kind: 'literal', value }));
  return type.kind === 'union' ? type.of.flatMap(choicesOf) : [type];
}

function isSimple(type: TypeModel, of: TypeModel & { kind: 'literal' | 'primitive' }): boolean | undefined {
  if (type.kind === 'literal') {
    if (of.kind === 'literal') return type.value === of.value;
    return type.value === null ? of.name === 'null' : typeof type.value === of.name;
  }
  if (type.kind === 'primitive') {
    if (type.name === 'unknown' || type.name === 'object' || (type.name === 'boolean' && of.kind === 'literal')) return undefined;
    return type.name === 'never' || (of.kind === 'primitive' && type.name === of.name);
  }
  if (type.kind === 'template') return of.kind === 'primitive' ? of.name === 'string' : undefined;
  if (type.kind !== 'object' && type.kind !== 'array' && type.kind !== 'tuple') return undefined;
  return of.kind === 'primitive' && of.name === 'object';
}

function hasMembers(type: TypeModel, of: TypeModel & { kind: 'object' }, compare: Compare): boolean | undefined {
  if (type.kind !== 'object' || [type, of].some(({ open, index }) => open === true || index !== undefined)) return undefined;
  return every(
    of.properties.map(({ name, optional, type: bound }) => {
      const own = type.properties.find((property) => property.name === name);
      if (own === undefined) return optional;
      return own.optional && !optional ? false : compare(own.type, bound);
    }),
  );
}

function isListOf(type: TypeModel, item: TypeModel, compare: Compare): boolean | undefined {
  if (type.kind === 'array') return compare(type.item, item);
  if (type.kind === 'tuple')
    return every([...type.items, ...(type.rest === undefined ? [] : [type.rest])].map((one) => compare(one, item)));
  return type.kind === 'literal' || (type.kind === 'primitive' && isSimple(type, { kind: 'primitive', name: 'object' }) === false)
    ? false
    : undefined;
}

const every = (answers: readonly (boolean | undefined)[]): boolean | undefined =>
  answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;

const some = (answers: readonly (boolean | undefined)[]): boolean | undefined =>
  answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;

import type { LinkedFile } from './entities.ts';
import type { TypeModel } from './value.ts';

/** A type with the file in which its names are looked up. */
export interface TypeHere {
  readonly type: TypeModel;
  readonly file: LinkedFile;
}

/** What a type leads to when its names are followed; undefined when that is not known. */
export type Follow = (here: TypeHere) => TypeHere | undefined;

/** A type with all names followed that lead anywhere: what is computed may be a name again. */
export function settled(here: TypeHere, follow: Follow, steps = 0): TypeHere {
  const next = follow(here);
  if (next === undefined || next.type === here.type || steps > 8) return next ?? here;
  return settled(next, follow, steps + 1);
}

/** Whether all members of an object type are known. */
export const isWhole = (type: TypeModel): type is TypeModel & { kind: 'object' } => type.kind === 'object' && type.open !== true;

/**
 * Whether a value may be missing; JSON has no `undefined`, so that what may be undefined may be left out. Names are followed in their
 * own file: for others, files would be read that nothing else needs.
 */
export function allowsUndefined({ file, type }: TypeHere, steps = 0): boolean {
  if (type.kind === 'primitive') return type.name === 'undefined' || type.name === 'void';
  const home = homeOf(type) ?? file;
  if (type.kind === 'union') return type.of.some((one) => allowsUndefined({ file: home, type: one }, steps));
  if (type.kind !== 'reference' || steps > 8 || !Object.hasOwn(home.model.types, type.name)) return false;
  const resolved = home.resolveType(type);
  return resolved !== undefined && allowsUndefined(resolved, steps + 1);
}

/** Types as one, each of them once. */
export function oneOf(types: readonly TypeModel[]): TypeModel {
  const different = [...new Map(types.map((type) => [JSON.stringify(type), type])).values()];
  const [only] = different;
  return only === undefined ? unknownType : different.length === 1 ? only : { kind: 'union', of: different };
}

/** A type of which nothing is known. */
export const unknownType: TypeModel = { kind: 'primitive', name: 'unknown' };

/** Whether a type has no values. */
export const isNever = (type: TypeModel): boolean => type.kind === 'primitive' && type.name === 'never';

/** Types that were taken out of their file remember it. */
const homes = new WeakMap<TypeModel, LinkedFile>();

/** A type that remembers its file. */
export function at(file: LinkedFile, type: TypeModel): TypeModel {
  const known = homes.get(type);
  if (known !== undefined) return type;
  const copy = { ...type };
  homes.set(copy, file);
  return copy;
}

/** The file in which the names in a type are looked up, where that is not the file around it. */
export const homeOf = (type: TypeModel): LinkedFile | undefined => homes.get(type);

import type { Entity } from '../model/entities.ts';

/** What cannot be decided; nothing is ever reported about it. */
export const unknown: Entity = { kind: 'unknown' };

/** One entity for several; nothing is said twice, and one is itself. */
export function unionOf(entities: readonly Entity[]): Entity {
  const flat = entities.flatMap((entity) => (entity.kind === 'union' ? entity.of : [entity]));
  const distinct = flat.filter((entity, index) => flat.indexOf(entity) === index);
  const [first] = distinct;
  if (first === undefined) return unknown;
  return distinct.length === 1 ? first : { kind: 'union', of: distinct };
}

/** What `await` gives: a future stays what it is, as it is no promise. */
export function awaited(entity: Entity): Entity {
  if (entity.kind === 'promise') return awaited(entity.of);
  if (entity.kind === 'union') return unionOf(entity.of.map((part) => awaited(part)));
  return entity;
}

/** A promise of something; a promise of a promise is none. */
export const promiseOf = (entity: Entity): Entity => ({ kind: 'promise', of: awaited(entity) });

import type { Added, Entity } from '../model/entities.ts';

/** What cannot be decided; nothing is ever reported about it. */
export const unknown: Entity = { kind: 'unknown' };

/** Where the way to something leads back to itself: not decided, but nothing else either than what it is otherwise. */
export const circle: Entity = { kind: 'unknown' };

/** What a union is where a part of it is asked for: whoever asks has a value. */
export function present(entities: readonly Entity[]): readonly Entity[] {
  const some = entities.filter((entity) => !isNothing(entity));
  return some.length === 0 ? entities : some;
}

/** `undefined` and `null`. */
export const isNothing = (entity: Entity): boolean => entity.kind === 'literal' && (entity.value === undefined || entity.value === null);

/** What is in a container of which nothing says more. */
export const nothing: Entity = { kind: 'literal' };

/** Whether something is known to be empty as it is made, or nothing says what is in it. */
export function isEmpty(entity: Entity): boolean {
  if (entity.kind === 'array') return entity.array.value.items.length === 0;
  if (entity.kind === 'object') return entity.object.value.members.length === 0 && entity.object.value.spreads.length === 0;
  return (entity.kind === 'list' || entity.kind === 'map') && (entity.of.kind === 'unknown' || isNothing(entity.of));
}

/** Whether a value does not say what it is, or not all of it. */
export const isUnclear = (entity: Entity): boolean =>
  entity.kind === 'unknown' ||
  (entity.kind === 'object' && isEmpty(entity)) ||
  (entity.kind === 'union' && entity.of.some(({ kind }) => kind === 'unknown'));

/** Whether only what it was made with says what type parameters stand for: a declared type may say that it holds other things, too. */
export const isGuessed = (entity: Entity): boolean => entity.kind === 'class' && entity.given !== undefined;

/** What is said of something, or else what is known otherwise. */
export const firstKnown = (entity: Entity, otherwise: Entity): Entity => (entity.kind === 'unknown' ? otherwise : entity);

/** A container by what was put into it. */
export const collectionEntity = (as: 'list' | 'map' | 'record', of: Entity): Entity =>
  as === 'list' ? { kind: 'list', of } : { kind: 'map', of, record: as === 'record' };

/** A container together with what is put into it later. */
export function withAdded(entity: Entity, added: Added): Entity {
  switch (entity.kind) {
    case 'flow':
    case 'task':
    case 'shape':
    case 'object':
    case 'array':
    case 'list':
    case 'map':
    case 'function':
    case 'class':
      return { ...entity, added: [...(entity.added ?? []), ...added] };
    default:
      return entity;
  }
}

/** How many things something may be, and still be said to be one of them. */
const most = 200;

/** One entity for several; nothing is said twice, and one is itself. What may be very many things is not known. */
export function unionOf(entities: readonly Entity[]): Entity {
  const distinct = new Set<Entity>();
  for (const entity of entities) {
    for (const part of entity.kind === 'union' ? entity.of : [entity]) distinct.add(part);
    if (distinct.size > most) return unknown;
  }
  const [first = unknown] = distinct;
  return distinct.size <= 1 ? first : { kind: 'union', of: [...distinct] };
}

/** What `await` gives: a future stays what it is, as it is no promise. */
export function awaited(entity: Entity): Entity {
  if (entity.kind === 'promise') return awaited(entity.of);
  if (entity.kind === 'union') return unionOf(entity.of.map((part) => awaited(part)));
  return entity;
}

/** A promise of something; a promise of a promise is none. */
export const promiseOf = (entity: Entity): Entity => ({ kind: 'promise', of: awaited(entity) });

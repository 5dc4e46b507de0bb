import type { Entity, LinkedFile } from '../../model/entities.ts';
import { futureMembers } from '../../model/sdk.ts';
import type { Value } from '../../model/value.ts';
import { alternativesOf } from './callees.ts';

/** Whether a member is one that futures have. */
export const isOfFutures = (member: string | undefined): boolean => futureMembers.some((name) => name === member);

/** Whether a value is a task's future, or a list that holds nothing else, however the list is made. */
export function holdsFutures(file: LinkedFile, value: Value): boolean {
  if (value.kind === 'spread') return holdsFutures(file, value.value);
  const entity = file.entityOf(value);
  if (isFuture(entity)) return true;
  return (
    alternativesOf(entity).every(({ kind }) => lists.has(kind)) && isFuture(file.entityOf({ kind: 'item', of: value, span: value.span }))
  );
}

const lists: ReadonlySet<Entity['kind']> = new Set(['list', 'array', 'tuple']);

/** A future, or the list of futures of `map`, in every case. */
export const isFuture = (entity: Entity): boolean =>
  entity.kind === 'union' ? entity.of.every(isFuture) : entity.kind === 'future' || entity.kind === 'futures';

/** `nodes.map((node) => load.submit({ node }))`. */
export const isListOfFutures = (entity: Entity): boolean => entity.kind === 'list' && isFuture(entity.of);

import type { Entity, LinkedFile } from '../../model/entities.ts';
import type { Value } from '../../model/value.ts';

/** Whether a value is a task's future, or a list that holds nothing else, however the list is made. */
export function holdsFutures(file: LinkedFile, value: Value): boolean {
  const entity = file.entityOf(value);
  if (isFuture(entity) || (entity.kind === 'list' && isFuture(entity.of))) return true;
  const list = file.arrayOf(value);
  return list !== undefined && list.value.items.length > 0 && list.value.items.every((item) => holdsFutures(list.file, item));
}

/** A future, or the list of futures of `map`. */
export const isFuture = (entity: Entity): boolean => entity.kind === 'future' || entity.kind === 'futures';

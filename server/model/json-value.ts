import type { LinkedFile } from '../model/entities.ts';
import type { Value } from '../model/value.ts';

/** The JSON that a value is, followed through constants; undefined when a part of it is computed. */
export function jsonOf(file: LinkedFile, value: Value, depth = 0): unknown {
  if (depth > 20) return undefined;
  const literal = file.literalOf(value);
  if (literal !== undefined) return literal.value.value;
  const array = file.arrayOf(value);
  if (array !== undefined) return listOf(array.file, array.value.items, depth + 1);
  const object = file.objectOf(value);
  if (object === undefined || object.value.open || object.value.spreads.length > 0) return undefined;
  const entries = object.value.members.map(
    ({ name, written, value: inner }) => [written ?? name, jsonOf(object.file, inner, depth + 1)] as const,
  );
  return entries.some(([, inner]) => inner === undefined) ? undefined : Object.fromEntries(entries);
}

function listOf(file: LinkedFile, items: readonly Value[], depth: number): unknown {
  const list = items.map((item) => jsonOf(file, item, depth));
  return list.includes(undefined) ? undefined : list;
}

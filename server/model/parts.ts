import type { Value } from './value.ts';

/** Whether a list or an object is written with nothing in it, so that it says nothing of what it will hold. */
export function isEmptyLiteral(value: Value): boolean {
  if (value.kind === 'array') return value.items.length === 0;
  return value.kind === 'object' && value.members.length === 0 && value.spreads.length === 0 && !value.open;
}

/** What a chain of members and items begins with: `registry` in `registry.flows[0]`. */
export function rootOf(value: Value): Value {
  if (value.kind === 'member') return rootOf(value.object);
  return value.kind === 'item' ? rootOf(value.of) : value;
}

/** What a value is made of as it is written; what a call is given is in the list of calls. */
export function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'template':
      return value.values;
    case 'member':
      return [value.object];
    case 'item':
      return value.key === undefined ? [value.of] : [value.of, value.key];
    case 'result':
      return [value.of];
    case 'awaited':
    case 'spread':
      return [value.value];
    case 'object':
      return [...value.members.map((member) => member.value), ...(value.computed ?? []).map((member) => member.value), ...value.spreads];
    case 'array':
      return value.items;
    case 'union':
      return value.of;
    case 'default':
      return [value.of, value.otherwise];
    case 'collection':
      return [value.of];
    default:
      return [];
  }
}

import type { Value } from './value.ts';

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

import type { FileModel } from '../../model/file.ts';
import type { Value } from '../../model/value.ts';

/** A value and all that it is made of, also the arguments and the receiver of calls; bodies of functions are left out. */
export function* partsOf(model: FileModel, value: Value): Generator<Value> {
  yield value;
  for (const part of directParts(model, value)) yield* partsOf(model, part);
}

function directParts(model: FileModel, value: Value): readonly Value[] {
  switch (value.kind) {
    case 'template':
      return value.values;
    case 'member':
      return [value.object];
    case 'item':
      return [value.of];
    case 'call': {
      const call = model.calls[value.call];
      return call === undefined ? [] : [call.callee, ...call.arguments];
    }
    case 'awaited':
    case 'spread':
      return [value.value];
    case 'object':
      return [...value.members.map((member) => member.value), ...value.spreads];
    case 'array':
      return value.items;
    case 'union':
      return value.of;
    default:
      return [];
  }
}

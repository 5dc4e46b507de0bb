import type { FileModel } from '../../model/file.ts';
import { partsOf } from '../../model/parts.ts';
import type { Value } from '../../model/value.ts';

/** A value and all that it is made of, also the arguments and the receiver of calls; bodies of functions are left out. */
export function allPartsOf(model: FileModel, value: Value): readonly Value[] {
  const found: Value[] = [];
  addParts(model, value, found);
  return found;
}

function addParts(model: FileModel, value: Value, found: Value[]): void {
  found.push(value);
  for (const part of directParts(model, value)) addParts(model, part, found);
}

function directParts(model: FileModel, value: Value): readonly Value[] {
  if (value.kind !== 'call') return partsOf(value);
  const call = model.calls[value.call];
  return call === undefined ? [] : [call.callee, ...call.arguments];
}

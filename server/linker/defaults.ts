import type { Entity, LinkedFile } from '../model/entities.ts';
import type { DefaultValue, Value } from '../model/value.ts';
import { isNothing, unknown } from './entity.ts';
import { isKnownWhole } from './members.ts';

/** What a default or a cast stands in for, or itself; one that is only written down says little about what is given instead. */
export function defaultEntity(file: LinkedFile, { of, otherwise }: DefaultValue): Entity {
  const given = file.entityOf(of);
  if (given.kind !== 'unknown' && !isNothing(given)) return given;
  if (!isNothing(given) && otherwise.kind !== 'typed' && !isLeftToDefault(file, of)) return unknown;
  const entity = file.entityOf(otherwise);
  return entity.kind === 'literal' ? given : entity;
}

/** Whether the default is all that says what is there: of a parameter without a type, or of what is known whole without it. */
function isLeftToDefault(file: LinkedFile, value: Value): boolean {
  switch (value.kind) {
    case 'member':
      return isLeftToDefault(file, value.object);
    case 'item':
    case 'default':
      return isLeftToDefault(file, value.of);
    case 'argument':
      return file.model.functions[value.function]?.parameters[value.parameter]?.type === undefined;
    case 'reference':
      return isKnownWhole(file.entityOf(value));
    default:
      return value.kind === 'object' || value.kind === 'array';
  }
}

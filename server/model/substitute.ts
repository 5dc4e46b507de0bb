import type { TypeArguments } from './entities.ts';
import { homeOf } from './type-here.ts';
import type { ConditionalType, MappedType, TypeModel } from './value.ts';

/** A type with its parameters replaced; one that remembers another file means nothing by their names. */
export function substitute(type: TypeModel, filled: TypeArguments): TypeModel {
  if (homeOf(type) !== undefined) return type;
  const inner = (part: TypeModel): TypeModel => substitute(part, filled);
  switch (type.kind) {
    case 'reference':
      return filled.get(type.name) ?? { ...type, arguments: type.arguments.map(inner) };
    case 'array':
      return { ...type, item: inner(type.item) };
    case 'union':
    case 'intersection':
      return { ...type, of: type.of.map(inner) };
    case 'tuple':
      return { ...type, items: type.items.map(inner), ...(type.rest === undefined ? {} : { rest: inner(type.rest) }) };
    case 'function':
      return {
        ...type,
        ...(type.parameters === undefined ? {} : { parameters: type.parameters.map(inner) }),
        ...(type.returns === undefined ? {} : { returns: inner(type.returns) }),
      };
    case 'object':
      return {
        ...type,
        properties: type.properties.map((property) => ({ ...property, type: inner(property.type) })),
        ...(type.index === undefined ? {} : { index: inner(type.index) }),
      };
    case 'keyof':
      return { ...type, of: inner(type.of) };
    case 'indexed':
      return { ...type, of: inner(type.of), key: inner(type.key) };
    case 'mapped':
      return mapped(type, without(filled, type.name));
    case 'conditional':
      return conditional(type, filled);
    default:
      return type;
  }
}

function mapped(type: MappedType, filled: TypeArguments): MappedType {
  const inner = (part: TypeModel): TypeModel => substitute(part, filled);
  return { ...type, keys: inner(type.keys), value: inner(type.value), ...(type.as === undefined ? {} : { as: inner(type.as) }) };
}

/** The parameter that is asked about stays in the branches: what it stands for there is known only with the answer. */
function conditional(type: ConditionalType, filled: TypeArguments): ConditionalType {
  const asked = type.check.kind === 'reference' && filled.has(type.check.name) ? type.check.name : undefined;
  const kept = asked ?? type.parameter;
  const inner = (part: TypeModel): TypeModel => substitute(part, kept === undefined ? filled : without(filled, kept));
  return {
    kind: 'conditional',
    check: substitute(type.check, filled),
    bound: inner(type.bound),
    whenTrue: inner(type.whenTrue),
    whenFalse: inner(type.whenFalse),
    ...(kept === undefined ? {} : { parameter: kept }),
  };
}

const without = (filled: TypeArguments, name: string): TypeArguments => new Map([...filled].filter(([other]) => other !== name));

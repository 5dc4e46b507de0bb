import type { TypeModel } from '../model/value.ts';
import type { JsonSchema } from '../protocol.ts';

interface Walk {
  schemaOf(type: TypeModel): JsonSchema;
  unsupported(): JsonSchema;
}

/** The types of the language itself and of its library, as JSON carries their values. */
export const knownTypes: Readonly<Record<string, (given: readonly TypeModel[], walk: Walk) => JsonSchema>> = {
  String: () => ({ type: 'string' }),
  Number: () => ({ type: 'number' }),
  Boolean: () => ({ type: 'boolean' }),
  Object: () => ({ type: 'object' }),
  Date: () => ({ type: 'string', format: 'date-time' }),
  URL: () => ({ type: 'string', format: 'uri' }),
  Buffer: () => ({ type: 'string', format: 'binary' }),
  Uint8Array: () => ({ type: 'string', format: 'binary' }),
  Map: ([, value], walk) => ({ type: 'object', additionalProperties: schemaOr(value, walk) }),
  ReadonlyMap: ([, value], walk) => ({ type: 'object', additionalProperties: schemaOr(value, walk) }),
  Set: ([item], walk) => ({ type: 'array', items: schemaOr(item, walk), uniqueItems: true }),
  ReadonlySet: ([item], walk) => ({ type: 'array', items: schemaOr(item, walk), uniqueItems: true }),
  Array: ([item], walk) => ({ type: 'array', items: schemaOr(item, walk) }),
  ReadonlyArray: ([item], walk) => ({ type: 'array', items: schemaOr(item, walk) }),
  RegExp: (_, walk) => walk.unsupported(),
  Promise: (_, walk) => walk.unsupported(),
  Function: (_, walk) => walk.unsupported(),
};

const schemaOr = (type: TypeModel | undefined, walk: Walk): JsonSchema => (type === undefined ? {} : walk.schemaOf(type));

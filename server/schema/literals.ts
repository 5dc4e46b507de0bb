import type { JsonSchema } from '../protocol.ts';

/** The schema of one value, or of a choice of several. Each value once, as JSON Schema wants it: members of an enum may have the same. */
export function literals(all: readonly unknown[]): JsonSchema {
  const values = [...new Set(all)];
  const types = [...new Set(values.map((value) => (value === null ? 'null' : typeof value)))];
  const [type] = types;
  const typed = types.length === 1 ? { type } : {};
  return values.length === 1 ? { ...typed, const: values[0] } : { ...typed, enum: values };
}

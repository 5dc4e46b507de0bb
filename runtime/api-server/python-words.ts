import type { SchemaError } from './validation.ts';

/** What is wrong with a value by a JSON Schema, as Python's jsonschema words it (its `_keywords.py`). */
export function reasonOf({ keyword, params, message }: SchemaError, value: unknown): string {
  const words = reasons[keyword];
  return words === undefined ? `${inPython(value)} ${message ?? 'is not valid'}` : words(inPython(value), params);
}

const tooShort = (value: string, { limit }: Params): string => `${value} ${limit === 1 ? 'should be non-empty' : 'is too short'}`;
const tooLong = (value: string, { limit }: Params): string => `${value} ${limit === 0 ? 'is expected to be empty' : 'is too long'}`;

type Params = Record<string, unknown>;

const reasons: Readonly<Record<string, (value: string, params: Params) => string>> = {
  required: (_value, { missingProperty }) => `'${String(missingProperty)}' is a required property`,
  additionalProperties: (_value, { additionalProperty }) =>
    `Additional properties are not allowed ('${String(additionalProperty)}' was unexpected)`,
  type: (value, { type }) => `${value} is not of type ${[type].flat().map(inPython).join(', ')}`,
  enum: (value, { allowedValues }) => `${value} is not one of ${inPython(allowedValues)}`,
  const: (_value, { allowedValue }) => `${inPython(allowedValue)} was expected`,
  anyOf: (value) => `${value} is not valid under any of the given schemas`,
  oneOf: (value) => `${value} is not valid under any of the given schemas`,
  minimum: (value, { limit }) => `${value} is less than the minimum of ${String(limit)}`,
  maximum: (value, { limit }) => `${value} is greater than the maximum of ${String(limit)}`,
  exclusiveMinimum: (value, { limit }) => `${value} is less than or equal to the minimum of ${String(limit)}`,
  exclusiveMaximum: (value, { limit }) => `${value} is greater than or equal to the maximum of ${String(limit)}`,
  multipleOf: (value, { multipleOf }) => `${value} is not a multiple of ${String(multipleOf)}`,
  minLength: tooShort,
  minItems: tooShort,
  maxLength: tooLong,
  maxItems: tooLong,
  pattern: (value, { pattern }) => `${value} does not match ${inPython(pattern)}`,
  format: (value, { format }) => `${value} is not a ${inPython(format)}`,
  uniqueItems: (value) => `${value} has non-unique elements`,
};

/** A JSON value as Python prints it. */
function inPython(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return value.includes("'") ? JSON.stringify(value) : `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(inPython).join(', ')}]`;
  if (typeof value !== 'object') return String(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${inPython(key)}: ${inPython(item)}`)
    .join(', ')}}`;
}

type Json = Record<string, unknown>;

/**
 * A JSON Schema as Prefect reads it before it validates by it (`preprocess_schema`): what is neither required nor has a
 * default may be null, tuples are said in the words of 2020-12, and a block may be named by its id.
 */
export function withNulls(schema: Readonly<Json>): Json {
  const definitions = isJson(schema['definitions']) ? schema['definitions'] : undefined;
  return {
    ...withProperties(schema),
    ...(definitions === undefined
      ? {}
      : {
          definitions: Object.fromEntries(
            Object.entries(definitions).map(([name, part]) => [name, isJson(part) ? definition(part) : part]),
          ),
        }),
  };
}

function withProperties(schema: Readonly<Json>): Json {
  const { properties, required } = schema;
  if (!isJson(properties)) return schema;
  const needed: unknown[] = Array.isArray(required) ? required : [];
  const changed = Object.entries(properties).map(([name, part]) => [name, isJson(part) ? property(part, needed.includes(name)) : part]);
  return { ...schema, properties: Object.fromEntries(changed) };
}

function property(schema: Readonly<Json>, required: boolean): Json {
  const { type, items, ...rest } = withProperties(schema);
  const tuple = Array.isArray(items) && items.length > 0 && rest['prefixItems'] === undefined;
  const listed = items === undefined ? {} : tuple ? { prefixItems: items } : { items };
  if (type === undefined) return { ...rest, ...listed };
  const nullable = !required && type !== 'null' && !('default' in rest);
  return { ...rest, ...listed, ...(nullable ? { anyOf: [{ type }, { type: 'null' }] } : { type }) };
}

function definition(schema: Readonly<Json>): Json {
  const whole = withProperties(schema);
  if (!('block_type_slug' in schema)) return whole;
  const reference = {
    oneOf: [
      { type: 'string', format: 'uuid' },
      { type: 'object', additionalProperties: { type: 'string' }, minProperties: 1 },
    ],
  };
  return { oneOf: [whole, { type: 'object', properties: { $ref: reference }, required: ['$ref'] }] };
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

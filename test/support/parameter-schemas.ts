import assert from 'node:assert/strict';
import { Ajv } from 'ajv';
import { parameterSchema } from '../../server/schema/parameter-schema.ts';
import { projectOf } from './project-of.ts';

/** The schema of the flow that a file exports; types stand before it. */
export function schemaOf(parameters: string, types = '', files: Readonly<Record<string, string>> = {}) {
  const text = `import { flow } from 'millrace';\n${types}\nexport const etl = flow({ name: 'etl' }, async (${parameters}) => 1);\n`;
  const [flow] = projectOf({ '/p/flows.ts': text, ...files }).file('/p/flows.ts')?.flows ?? [];
  assert.ok(flow !== undefined);
  const result = parameterSchema(flow);
  // Whatever is made is a schema, and one that ajv can use as it stands.
  new Ajv({ strict: false, validateFormats: false }).compile(result.schema);
  return result;
}

/** The schema of one parameter `x` of a type. */
export function typed(type: string, types = '', files: Readonly<Record<string, string>> = {}) {
  const { schema, unsupported } = schemaOf(`{ x }: { x: ${type} }`, types, files);
  const { title, position, ...rest }: Record<string, unknown> = schema.properties['x'] ?? {};
  assert.deepEqual([title, position], ['x', 0]);
  return { rest, definitions: schema.definitions, required: schema.required, unsupported };
}

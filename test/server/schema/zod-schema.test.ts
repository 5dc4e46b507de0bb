import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { parameterSchema } from '../../../server/schema/parameter-schema.ts';
import * as validators from '../../fixtures/zod-parameters.ts';
import { projectOf } from '../../support/project-of.ts';

const source = readFileSync(join(import.meta.dirname, '../../fixtures/zod-parameters.ts'), 'utf8');

function schemaOf(text: string, option: string) {
  const code = `${text}\nimport { flow } from 'millrace';\nexport const it = flow({ name: 'it', parameters: ${option} }, async (given) => given);\n`;
  const [flow] = projectOf({ '/p/flows.ts': code }).file('/p/flows.ts')?.flows ?? [];
  assert.ok(flow !== undefined);
  return parameterSchema(flow).schema;
}

const left = new Set(['$schema', 'pattern', 'propertyNames', 'title', 'position']);
const ofTuples = new Set(['items', 'minItems', 'maxItems']);

/** What two schemas of the same values may differ in: limits that only zod's numbers have, patterns, titles, and how a choice is written. */
function plain(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(plain);
  if (typeof schema !== 'object' || schema === null) return schema;
  if ('type' in schema && Array.isArray(schema.type)) return { anyOf: schema.type.map((type) => ({ type })) };
  const members = Object.entries(schema).filter(
    ([key, value]) =>
      !left.has(key) && !('prefixItems' in schema && ofTuples.has(key)) && Math.abs(Number(value)) !== Number.MAX_SAFE_INTEGER,
  );
  return Object.fromEntries(
    members.map(([key, value]) => [key === 'oneOf' ? 'anyOf' : key, key === 'required' ? [value].flat().toSorted() : plain(value)]),
  );
}

for (const [name, validator] of Object.entries(validators)) {
  test(`the parameters that the zod schema "${name}" takes are those that zod says it takes`, () => {
    const expected = z.toJSONSchema(validator, { io: 'input' });
    assert.deepEqual(plain(schemaOf(source, name)), plain(expected));
  });
}

const imports = `import { z } from 'zod';\n`;

test('a date is given as a text, and names are places in a form', () => {
  assert.deepEqual(schemaOf(imports, '{ ...z.object({}) }').properties, {}, 'what is no call is left to the function');
  assert.deepEqual(schemaOf(`import zod from 'zod/v4';`, 'zod.object({ from: zod.date(), to: zod.date().optional() })'), {
    title: 'Parameters',
    type: 'object',
    properties: {
      from: { type: 'string', format: 'date-time', title: 'from', position: 0 },
      to: { type: 'string', format: 'date-time', title: 'to', position: 1 },
    },
    required: ['from'],
  });
});

const open: readonly (readonly [string, string])[] = [
  ['what converts what it is given', 'z.coerce.number()'],
  ['what is prepared before it is checked', 'z.preprocess((value) => value, z.string())'],
  ['a function of the user', 'own()'],
  ['a value of another package', 'v.string()'],
  ['what stands for a failure', 'z.string().catch("x")'],
  ['a method that nobody knows', 'z.string().later()'],
];

for (const [what, written] of open) {
  test(`${what} takes anything`, () => {
    const { properties } = schemaOf(
      `${imports}import * as v from 'valibot';\nconst own = () => z.string();`,
      `z.object({ it: ${written} })`,
    );
    assert.deepEqual(properties['it'], { title: 'it', position: 0 });
  });
}

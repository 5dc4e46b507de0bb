import assert from 'node:assert/strict';
import { test } from 'node:test';
import { typeText } from '../../../server/model/type-text.ts';
import { projectOf } from '../../support/project-of.ts';

/** Types that read as they are written. */
const same = [
  'string',
  'string[]',
  "('a' | 1 | null)[]",
  'Level',
  'Map<string, number>',
  '{ a: string; b?: number }',
  '{ [key: string]: number }',
  '[string, number?, ...boolean[]]',
  '[string, (string | number)?]',
  'A & (B | C)',
  'keyof (A | B)',
  "Params['mode']",
  '{}',
] as const;

/** Types that are shown in another way. */
const others: Readonly<Record<string, string>> = {
  any: 'unknown',
  'readonly string[]': 'string[]',
  'Array<string>': 'string[]',
  '() => void': 'unknown',
  'typeof levels': 'unknown',
  'A extends B ? 1 : 2': 'A extends B ? 1 : 2',
  "{ [K in 'a' | 'b']?: K[] }": "{ [K in 'a' | 'b']: K[] }",
  [`\`day-\${string}\``]: 'string',
  'unique symbol': 'unique symbol',
};

for (const [written, shown] of [...same.map((type) => [type, type] as const), ...Object.entries(others)])
  test(`${written} is shown as ${shown}`, () => {
    const text = `import { flow } from 'millrace';\nexport const etl = flow({ name: 'etl' }, async ({ p }: { p: ${written} }) => p);\n`;
    const [flow] = projectOf({ 'flows.ts': text }).file('flows.ts')?.flows ?? [];
    assert.equal(typeText(flow?.parameters.fields[0]?.type), shown);
  });

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { misfit, strangers } from '../../../../server/rules/facts/fits.ts';
import { projectOf } from '../../../support/project-of.ts';

/** Types, with values that may be of them and values that surely are not. */
const cases: Readonly<Record<string, { fits: readonly string[]; not: readonly string[] }>> = {
  string: { fits: ["'a'", '`a`', 'given', 'x()'], not: ['1', 'true', 'null', '[]', '{}'] },
  number: { fits: ['1', '-1', '1 / 3', 'given'], not: ["'1'", 'true', 'null', '[1]'] },
  boolean: { fits: ['true', 'false', '!given'], not: ["'true'", '1', 'null'] },
  bigint: { fits: ['1', '1n'], not: ["'a'"] },
  'string | number': { fits: ["'a'", '1'], not: ['true', 'null', '{}'] },
  'string | null': { fits: ["'a'", 'null'], not: ['1'] },
  'string | undefined': { fits: ["'a'", 'undefined'], not: ['1'] },
  "'low' | 'high'": { fits: ["'low'", "'high'", 'given'], not: ["'medium'", '1'] },
  '1 | 2': { fits: ['1', '2'], not: ['3', "'1'"] },
  'string[]': { fits: ['[]', "['a']", 'given'], not: ["'a'", '{}', '1'] },
  'readonly string[]': { fits: ['[]'], not: ["'a'"] },
  'Array<string>': { fits: ['[]', 'given'], not: [] },
  '[string, number]': { fits: ["['a', 1]"], not: ["'a'"] },
  '{ a: string }': { fits: ["{ a: 'a' }", 'given'], not: ["'a'", '1', '[]'] },
  Level: { fits: ["'low'"], not: ["'other'", '2'] },
  Color: { fits: ["'red'"], not: ["'blue'"] },
  Shape: { fits: ['{}'], not: ["'a'"] },
  unknown: { fits: ["'a'", '1', 'null', '{}', '[]'], not: [] },
  any: { fits: ["'a'", '1', 'null', '{}', '[]'], not: [] },
  Date: { fits: ["'2027-01-01'", 'new Date()', '0'], not: [] },
  'Record<string, number>': { fits: ['{}', 'given'], not: ["'a'"] },
  'Partial<Shape>': { fits: ['{}'], not: ["'a'"] },
  "Exclude<Level, 'low'>": { fits: ["'high'"], not: ["'low'"] },
  '(typeof levels)[number]': { fits: ["'a'"], not: ["'c'", '1'] },
  'keyof Shape': { fits: ["'sides'"], not: ["'corners'"] },
  "Shape['sides']": { fits: ['4'], not: ["'four'"] },
  "string & { __brand: 'Id' }": { fits: ["'a'"], not: ['1'] },
  '{ a: 1 } & { b: 2 }': { fits: ['{ a: 1, b: 2 }'], not: ["'a'"] },
  'Shape & Elsewhere': { fits: ['{}', 'given'], not: [] },
  'Shape | Elsewhere': { fits: ['{}', "'a'"], not: [] },
  'ReturnType<typeof String>': { fits: ["'a'", '1'], not: [] },
  Elsewhere: { fits: ["'a'", '1'], not: [] },
};

const types = `
  import type { Elsewhere } from 'elsewhere';
  type Level = 'low' | 'high';
  enum Color { Red = 'red', Green = 'green' }
  interface Shape { sides: number }
  const levels = ['a', 'b'] as const;
`;

for (const [type, { fits, not }] of Object.entries(cases)) {
  test(`${type} takes ${fits.join(', ')}${not.length === 0 ? '' : `, and not ${not.join(', ')}`}`, () => {
    for (const value of fits) assert.equal(misfitOf(type, value), undefined, value);
    for (const value of not) assert.notEqual(misfitOf(type, value), undefined, value);
  });
}

test('a value that may be one of several fits when one of them does', () => {
  assert.equal(misfitOf('string', "given ? 'a' : 1"), undefined);
  assert.equal(misfitOf('string', 'given ? 2 : 1'), '2');
});

test('values are described as they are written', () => {
  assert.equal(misfitOf('number', "'ten'"), "the text 'ten'");
  assert.equal(misfitOf('number', 'null'), 'null');
  assert.equal(misfitOf('number', 'false'), 'false');
  assert.equal(misfitOf('number', '[]'), 'a list');
  assert.equal(misfitOf('number', '{}'), 'an object');
});

test('strangers are the members that name no parameter, when all are known', () => {
  const fields = modelOf('string', '1').file.flows[0]?.parameters.fields ?? [];
  const span = { start: 0, end: 0 };
  const members = ['p', 'hour'].map((name) => ({ name, nameSpan: span, span, value: { kind: 'opaque', span } as const }));
  const names = (open: boolean): readonly string[] => strangers({ fields, open }, members).map(({ name }) => name);
  assert.deepEqual(names(false), ['hour']);
  assert.deepEqual(names(true), []);
});

function misfitOf(type: string, value: string): string | undefined {
  const { file, member, type: model } = modelOf(type, value);
  return misfit(file, member, model, file);
}

/** The type of the parameter `p` of a flow, and the value that a deployment gives it. */
function modelOf(type: string, value: string) {
  const file = projectOf({
    'flows.ts': `import { flow } from 'millrace';${types}
      export const etl = flow({ name: 'etl' }, async ({ p }: { p: ${type} }) => p);
      export const go = (given: never, x: () => string) => etl.deploy({ name: 'a', parameters: { p: ${value} } });`,
  }).file('flows.ts');
  const parameters = file?.deployments[0]?.options?.value.members.find(({ name }) => name === 'parameters')?.value;
  const member = parameters?.kind === 'object' ? parameters.members[0]?.value : undefined;
  const field = file?.flows[0]?.parameters.fields[0]?.type;
  assert.ok(file !== undefined && member !== undefined && field !== undefined);
  return { file, member, type: field };
}

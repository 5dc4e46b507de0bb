import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodiesIn, withoutBodies } from '../../../../server/parsers/typescript/bodies.ts';
import { typescriptFrontEnd } from '../../../../server/parsers/typescript/front-end.ts';

const head = `import { flow, task } from 'millrace';
import { load } from './load.ts';
const limit = 3;
`;

/** Code of the length of a real body, so that leaving it out is worth its while. */
const work = (indentation: string): string =>
  ['let sum = 0;', 'for (const value of values) sum += Math.round(value * 100) / 100;', 'return { sum, values: [...values] };']
    .map((line) => `${indentation}${line}`)
    .join('\n');

/** By name: a text, and the first lines of the bodies that are left out of a model, and of an outline. */
const layouts: readonly (readonly [name: string, text: string, left: readonly string[], outlined?: readonly string[]])[] = [
  ['a function', `export async function mean(values: number[]): Promise<object> {\n${work('  ')}\n}\n`, ['mean']],
  [
    'a function with its parameters below each other',
    `function mean(\n  values: number[],\n): { sum: number; values: number[] } {\n${work('  ')}\n}\n`,
    ['): {'],
  ],
  ['a class', `export class Mean {\n  of(values: number[]) {\n${work('    ')}\n  }\n}\n`, ['class Mean']],
  ['lines that end as on Windows', `export function mean(values: number[]) {\n${work('  ')}\n}\n`.replaceAll('\n', '\r\n'), ['mean']],
  [
    'callbacks of flows and tasks',
    `export const etl = flow({ name: 'etl' }, async (values: number[]) => {\n${work('  ')}\n});\nconst one = task(\n  { name: 'one' },\n  async (values: number[]) => {\n${work('    ')}\n  },\n);\n`,
    [],
    ['etl', 'async (values'],
  ],
  ['one that names what is imported', `function rows(values: number[]) {\n  load(values);\n${work('  ')}\n}\n`, []],
  ['one that names what the file keeps', `function rows(values: number[]) {\n  if (values.length > limit) return;\n${work('  ')}\n}\n`, []],
  ['one in which something is made', `function make(values: number[]) {\n${work('  ')}\n  return flow({}, async () => 1);\n}\n`, []],
  ['one that stands in a template', `const text = \`\nfunction mean(values) {\n${work('  ')}\n}\n\`;\n`, []],
  ['one whose template looks like its end', `function mean(values: number[]) {\n${work('  ')}\n  print(\`{\n}\`);\n}\n`, []],
  ['one whose comment looks like its end', `function mean(values: number[]) {\n${work('  ')}\n/*\n}\n*/\n}\n`, []],
  ['one without an end', `function mean(values: number[]) {\n${work('  ')}\n`, []],
  ['one that takes along what stands behind it', `function mean(values: number[]) {\n  if (values) {\n${work('  ')}\n}\n`, []],
  ['a condition at the top', `if (\n  limit > 2\n) {\n${work('  ')}\n}\n`, []],
];

for (const [name, text, left, outlined = left] of layouts) {
  test(`what is left out: ${name}`, () => {
    for (const outline of [false, true]) {
      const found = bodiesIn(head + text, outline).map(({ start }) => (head + text).slice(0, start).split('\n').at(-1) ?? '');
      const expected = outline ? outlined : left;
      assert.equal(found.length, expected.length, found.join('; '));
      for (const [index, part] of expected.entries()) assert.ok(found[index]?.includes(part), found[index]);
    }
  });
}

test('what is left out leaves all else where it is', () => {
  assert.equal(
    withoutBodies('f() { a; } g() { b; } h', [
      { start: 4, end: 10 },
      { start: 15, end: 21 },
    ]),
    'f() {    } g() {    } h',
  );
});

/** Texts in which a body is guessed that is none, or that is walked after all. */
const misleading: readonly (readonly [name: string, text: string])[] = [
  ...layouts.map(([name, text]) => [name, text] as const),
  [
    'a function that calls one that matters',
    `function rows(values: number[]) {\n  load(values);\n}\nfunction all(values: number[]) {\n  rows(values);\n${work('  ')}\n}\n`,
  ],
  [
    'a function of a type that matters',
    `interface Rows {\n  of: typeof load;\n}\nfunction all(values: number[]): unknown {\n  const rows: Rows[] = [];\n${work('  ')}\n}\n`,
  ],
  ['a function that is not indented', `function mean(values: number[]) {\nfor (const value of values) {\n${work('')}\n}\n${work('')}\n}\n`],
  ['parameters that look like a body', `function mean(o: {\n${'  a: string;\n'.repeat(20)}}) {\n  return o;\n}\n`],
  ['a type that looks like a callback', `export const etl = flow({}, async (): Promise<() => {\n${'  a: string;\n'.repeat(20)}}> => 1);\n`],
  [
    'a callback of a callback',
    `export const etl = flow(\n  wrap(flow),\n  pick(1) ?? (async (values: number[]) => {\n${work('    ')}\n  }),\n);\n`,
  ],
  ['a callback that is chosen', `const one = flow(limit > 2 ? async () => 1 : async (values: number[]) => {\n${work('  ')}\n});\n`],
  ['a function of a template', `const a = '\`';\nfunction mean(values: number[]) {\n${work('  ')}\n}\n`],
  [
    'syntax errors in a function',
    `function mean(values: number[]) {\n${work('  ')}\n  const = ;\n  let let\n}\nexport const etl = flow({}, async () => mean([1]));\n`,
  ],
  [
    'syntax errors behind a function',
    `function mean(values: number[]) {\n${work('  ')}\n} const = 1;\nexport const etl = flow({}, async () => mean([1]));\n`,
  ],
  ['a task of another library', `import { task } from 'elsewhere';\nconst one = task(async (values: number[]) => {\n${work('  ')}\n});\n`],
];

for (const [name, text] of misleading) {
  test(`a model is the same whatever has been left out: ${name}`, () => {
    const open = typescriptFrontEnd.open('a.ts', head + text);
    assert.deepEqual(plain(typescriptFrontEnd.parse('a.ts', head + text)), plain(open.model));
    // Where something is silenced, all is read.
    const silenced = `${head}${text}// millrace-disable-line no-floating-run: a test\n`;
    assert.deepEqual(
      plain({ ...typescriptFrontEnd.outline('a.ts', head + text), lineStarts: [], directives: [] }),
      plain({ ...typescriptFrontEnd.outline('a.ts', silenced), lineStarts: [], directives: [] }),
    );
  });
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

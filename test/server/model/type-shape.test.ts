import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shapeOf } from '../../../server/model/type-shape.ts';
import { typeText } from '../../../server/model/type-text.ts';
import { projectOf } from '../../support/project-of.ts';

const types = `
  type Row = { id: string; value?: number };
  type Kinds = { k: 'a'; a: number } | { k: 'b'; b: string };
  enum Mode { Full = 'full', Delta = 'delta' }
  const levels = ['low', 'high'] as const;
  const limits = { low: 1, names: ['x'] };
  type Boxed<T> = T extends string ? T[] : { of: T };
  type Both<T, U> = { pair: [T, U?]; all: (T | U)[]; keyed: Record<'x', T>; call: (one: T) => U };
  type Deep<T> = { [K in keyof T]: T[K] extends object ? Deep<T[K]> : boolean };
  type Json = string | Json[] | { [key: string]: Json };
  function load(day: string, limit?: number, ...rest: string[]): Promise<Row[]> { return Promise.resolve([]); }
`;

/** What a type leads to, as one would write that; undefined when it is not known. */
function shapeOfWritten(written: string): string | undefined {
  const text = `import { flow } from 'millrace';\n${types}\nexport const etl = flow({ name: 'etl' }, async ({ x }: { x: ${written} }) => x);\n`;
  const file = projectOf({ 'flows.ts': text }).file('flows.ts');
  const type = file?.flows[0]?.parameters.fields[0]?.type;
  assert.ok(file !== undefined && type !== undefined);
  const shape = shapeOf({ file, type });
  return shape === undefined ? undefined : typeText(shape.type);
}

/** As they are written, and as what they are known. */
const known: Readonly<Record<string, string>> = {
  Row: '{ id: string; value?: number }',
  'keyof Row': "'id' | 'value'",
  "Row['id']": 'string',
  "Row['id' | 'value']": 'string | number',
  "Kinds['k']": "'a' | 'b'",
  'Row[][0]': 'Row',
  '[string, number][1]': 'number',
  '[string, ...number[]][7]': 'number',
  '[string, ...boolean[]][number]': 'string | boolean',
  'string[][number]': 'string',
  Mode: "'full' | 'delta'",
  'Mode.Delta': "'delta'",
  'typeof levels': "['low', 'high']",
  '(typeof levels)[number]': "'low' | 'high'",
  'typeof limits': '{ low: number; names: string[] }',
  'Row & { more: boolean }': '{ id: string; value?: number; more: boolean }',
  'Partial<Row>': '{ id?: string; value?: number }',
  'Required<Row>': '{ id: string; value: number }',
  'Readonly<Row>': '{ id: string; value?: number }',
  "Pick<Row, 'id'>": '{ id: string }',
  "Omit<Row, 'id'>": '{ value?: number }',
  "Record<'a' | 'b', number>": '{ a: number; b: number }',
  'Record<Mode, number>': '{ full: number; delta: number }',
  'Record<keyof Row, boolean>': '{ id: boolean; value: boolean }',
  'Record<string, number>': '{ [key: string]: number }',
  'NonNullable<string | null>': 'string',
  "Exclude<'a' | 'b' | 1, string>": '1',
  "Extract<Kinds, { k: 'a' }>": "{ k: 'a'; a: number }",
  'Awaited<Promise<Row>>': '{ id: string; value?: number }',
  'Awaited<Row>': '{ id: string; value?: number }',
  'ReturnType<typeof load>': 'Promise<Row[]>',
  'Parameters<typeof load>': '[string, number?, ...unknown[]]',
  "{ [K in 'a' | 'b']: K }": "{ a: 'a'; b: 'b' }",
  '{ [K in keyof Row]?: Row[K] }': '{ id?: string; value?: number }',
  "{ [K in keyof Row as Exclude<K, 'id'>]-?: 1 }": '{ value: 1 }',
  "{ [K in 'a' as 'b']: K }": "{ b: 'a' }",
  "Boxed<'a' | 1>": "'a'[] | { of: 1 }",
  'Boxed<string>': 'string[]',
  'Deep<{ a: 1; b: { c: 1 } }>':
    "{ a: { a: 1; b: { c: 1 } }['a'] extends object ? Deep<{ a: 1; b: { c: 1 } }['a']> : boolean; b: { a: 1; b: { c: 1 } }['b'] extends object ? Deep<{ a: 1; b: { c: 1 } }['b']> : boolean }",
  'Both<string, 1>': "{ pair: [string, 1?]; all: (string | 1)[]; keyed: Record<'x', string>; call: unknown }",
  Json: 'string | Json[] | { [key: string]: Json }',
  "1 extends 1 | 2 ? 'yes' : 'no'": "'yes'",
  "true extends boolean ? 'yes' : 'no'": "'yes'",
  "null extends null ? 'yes' : 'no'": "'yes'",
  "string extends 'a' ? 'yes' : 'no'": "'no'",
  "'a' | 'b' extends 'a' ? 'yes' : 'no'": "'no'",
  "Mode extends Mode ? 'yes' : 'no'": "'yes'",
  "Mode extends string ? 'yes' : 'no'": "'yes'",
  "string extends unknown ? 'yes' : 'no'": "'yes'",
  "string extends object ? 'yes' : 'no'": "'no'",
  "string[] extends object ? 'yes' : 'no'": "'yes'",
  "string[] extends string ? 'yes' : 'no'": "'no'",
  "string[] extends (string | number)[] ? 'yes' : 'no'": "'yes'",
  "[string, ...number[]] extends string[] ? 'yes' : 'no'": "'no'",
  "string extends string[] ? 'yes' : 'no'": "'no'",
  "Row extends { value: number } ? 'yes' : 'no'": "'no'",
  "Row extends { id: string } ? 'yes' : 'no'": "'yes'",
  "Row extends { id: string; other?: 1 } ? 'yes' : 'no'": "'yes'",
  "never extends string ? 'yes' : 'no'": "'yes'",
};

for (const [written, shape] of Object.entries(known)) test(`${written} is ${shape}`, () => assert.equal(shapeOfWritten(written), shape));

/** What nobody can say from what is written here. */
const open = [
  'string',
  'Missing',
  'keyof Missing',
  'keyof (Row & Missing)',
  "Missing['a']",
  "(Row | string)['id' | 'x'][0]",
  'string[][string]',
  "[string]['length']",
  'Pick<Row, Missing>',
  'Exclude<Row, Missing>',
  'ReturnType<Missing>',
  'Missing.Member',
  'Row.id',
  '{ [K in Missing]: K }',
  "{ [K in 'a' as Missing]: K }",
  "{ [K in 'a' as 'b' | 'c']: K }",
  "boolean extends true ? 'yes' : 'no'",
  "unknown extends string ? 'yes' : 'no'",
  "'a' extends Mode ? 'yes' : 'no'",
  "Json extends (() => void) ? 'yes' : 'no'",
  "{ [key: string]: 1 } extends { a: 1 } ? 'yes' : 'no'",
  '() => void',
] as const;

for (const written of open) test(`${written} stays open`, () => assert.equal(shapeOfWritten(written), undefined));

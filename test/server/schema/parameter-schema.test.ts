import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parameterSchema } from '../../../server/schema/parameter-schema.ts';
import { schemaOf, typed } from '../../support/parameter-schemas.ts';
import { projectOf } from '../../support/project-of.ts';

const numbers = (...names: readonly string[]) => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, { type: 'number', title: name.toUpperCase() }])),
  required: names,
});

/** A template literal type of two parts. */
const template = (...parts: readonly string[]): string => `\`${parts.map((part) => `\${${part}}`).join('-')}\``;

const types: readonly [string, object][] = [
  ['string', { type: 'string' }],
  ['number', { type: 'number' }],
  ['boolean', { type: 'boolean' }],
  ['bigint', { type: 'integer' }],
  ['null', { type: 'null' }],
  ['unknown', {}],
  ['any', {}],
  ['never', { not: {} }],
  ['object', { type: 'object' }],
  ["'full'", { type: 'string', const: 'full' }],
  ["'full' | 'delta'", { type: 'string', enum: ['full', 'delta'] }],
  ['1 | 2', { type: 'number', enum: [1, 2] }],
  ["'a' | 1", { enum: ['a', 1] }],
  ['true | false', { type: 'boolean' }],
  ['string | null', { anyOf: [{ type: 'string' }, { type: 'null' }] }],
  ['string | undefined', { type: 'string' }],
  ["'a' | 'b' | number", { anyOf: [{ type: 'string', enum: ['a', 'b'] }, { type: 'number' }] }],
  ['string[]', { type: 'array', items: { type: 'string' } }],
  ['readonly string[]', { type: 'array', items: { type: 'string' } }],
  ['Array<string[]>', { type: 'array', items: { type: 'array', items: { type: 'string' } } }],
  ['[string, number]', { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], minItems: 2, maxItems: 2 }],
  ['[string, ...number[]]', { type: 'array', prefixItems: [{ type: 'string' }], minItems: 1, items: { type: 'number' } }],
  ['[string, number?]', { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], minItems: 1, maxItems: 2 }],
  ['[at: string, to?: number]', { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], minItems: 1, maxItems: 2 }],
  ["string & { readonly __brand: 'Id' }", { type: 'string' }],
  ["'a' | (string & {})", { anyOf: [{ type: 'string', const: 'a' }, { type: 'string' }] }],
  ['NonNullable<string | null | undefined>', { type: 'string' }],
  ["Exclude<'a' | 'b' | 'c', 'c'>", { type: 'string', enum: ['a', 'b'] }],
  ["Exclude<'a' | 1 | null, string>", { anyOf: [{ type: 'number', const: 1 }, { type: 'null' }] }],
  ["Extract<'a' | 'b' | 1, string>", { type: 'string', enum: ['a', 'b'] }],
  ["Extract<{ k: 'a'; a: number } | { k: 'b' }, { k: 'a' }>['a']", { type: 'number' }],
  ["Exclude<'a' | 1, unknown>", { not: {} }],
  ['[string, number][0]', { type: 'string' }],
  ['[string, ...number[]][5]', { type: 'number' }],
  ['string[][0]', { type: 'string' }],
  ["({ k: 'a' } | { k: 'b' })['k']", { type: 'string', enum: ['a', 'b'] }],
  ["'a' extends string ? number : boolean", { type: 'number' }],
  ['{ a: 1; b: 2 } extends { a: number } ? number : boolean', { type: 'number' }],
  ['{ a?: 1 } extends { a: number } ? number : boolean', { type: 'boolean' }],
  ["['a', 'b'] extends string[] ? number : boolean", { type: 'number' }],
  ["'a' extends string[] ? number : boolean", { type: 'boolean' }],
  ["null extends 'a' | null ? number : boolean", { type: 'number' }],
  ["{ [K in keyof { a: string; b: string } as Exclude<K, 'a'>]: number }", numbers('b')],
  ["{ [K in 'a' | 'b']: { a: number; b: number }[K] }", numbers('a', 'b')],
  ["{ [K in keyof { a?: string }]-?: number | { a: string }[K] }['a']", { anyOf: [{ type: 'number' }, { type: 'string' }] }],
  ['{ a: { b: { c: 1 } } } extends { a: { b: { c: number } } } ? number : boolean', { type: 'number' }],
  ['Awaited<string>', { type: 'string' }],
  ['Date', { type: 'string', format: 'date-time' }],
  ['URL', { type: 'string', format: 'uri' }],
  ['Uint8Array', { type: 'string', format: 'binary' }],
  ['Set<string>', { type: 'array', items: { type: 'string' }, uniqueItems: true }],
  ['Map<string, number>', { type: 'object', additionalProperties: { type: 'number' } }],
  ['Record<string, number>', { type: 'object', additionalProperties: { type: 'number' } }],
  ["Record<'a' | 'b', number>", numbers('a', 'b')],
  ["Partial<Record<'a' | 'b', number>>", { type: 'object', properties: numbers('a', 'b').properties }],
  ["{ [K in 'a' | 'b']: number }", numbers('a', 'b')],
  ["{ readonly [K in 'a' | 'b']-?: number }", numbers('a', 'b')],
  ['{ [K in string]: number }', { type: 'object', additionalProperties: { type: 'number' } }],
  ['{ [K in keyof { a: string; b: string }]: number }', numbers('a', 'b')],
  ['{ [K in keyof { a: number }]?: { a: number }[K] }', { type: 'object', properties: numbers('a').properties }],
  [template("'a' | 'b'", '1 | 2'), { type: 'string', pattern: '^(a|b)-(1|2)$' }],
  ['Awaited<Promise<string>>', { type: 'string' }],
  [
    '{ a: string; b?: number }',
    { type: 'object', properties: { a: { type: 'string', title: 'A' }, b: { type: 'number', title: 'B' } }, required: ['a'] },
  ],
  ['{ [key: string]: number }', { type: 'object', additionalProperties: { type: 'number' } }],
  [
    '{ maxRows: number } & { dry: boolean }',
    {
      type: 'object',
      properties: { maxRows: { type: 'number', title: 'Max Rows' }, dry: { type: 'boolean', title: 'Dry' } },
      required: ['maxRows', 'dry'],
    },
  ],
];

for (const [type, expected] of types) {
  test(`${type} is ${JSON.stringify(expected)}`, () => {
    const { rest, unsupported } = typed(type);
    assert.deepEqual([rest, unsupported], [expected, []]);
  });
}

const templateType = `type Version = \`v\${number}\`;`;

const declared: readonly [string, string, string, object][] = [
  ['an alias of few values', "type Mode = 'a' | 'b';", 'Mode', { type: 'string', enum: ['a', 'b'] }],
  ['an enum', "enum Mode { A = 'a', B = 'b' }", 'Mode', { type: 'string', enum: ['a', 'b'] }],
  ['a constant list', "const modes = ['a', 'b'] as const;", '(typeof modes)[number]', { type: 'string', enum: ['a', 'b'] }],
  ['a list that may change', "const modes = ['a', 'b'];", 'typeof modes', { type: 'array', items: { type: 'string' } }],
  ['an item of a list that may change', "const modes = ['a', 'b'];", '(typeof modes)[number]', { type: 'string' }],
  [
    'an object that may change',
    "const defaults = { x: 1, y: ['a', 2], z: [] };",
    'typeof defaults',
    {
      type: 'object',
      properties: {
        x: { type: 'number', title: 'X' },
        y: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'number' }] }, title: 'Y' },
        z: { type: 'array', items: {}, title: 'Z' },
      },
      required: ['x', 'y', 'z'],
    },
  ],
  ['a constant text', "const mode = 'a';", 'typeof mode', { type: 'string', const: 'a' }],
  ['a branded alias', "type Brand<T, B> = T & { readonly __brand: B }; type Id = Brand<string, 'Id'>;", 'Id', { type: 'string' }],
  ['the names of an object', 'const modes = { a: 1, b: 2 };', 'keyof typeof modes', { type: 'string', enum: ['a', 'b'] }],
  ['a member of an interface', "interface P { mode: 'a' | 'b' }", "P['mode']", { type: 'string', enum: ['a', 'b'] }],
  [
    'an index signature of a generic type',
    'interface Table<T> { [name: string]: T }',
    'Required<Table<number>>',
    { type: 'object', additionalProperties: { type: 'number' } },
  ],
  [
    'the rest of a generic tuple',
    'type Row<T> = [string, ...T[]];',
    'Row<number>',
    { type: 'array', prefixItems: [{ type: 'string' }], minItems: 1, items: { type: 'number' } },
  ],
  ['the names of a generic type', 'type Names<T> = keyof T;', 'Names<{ a: 1; b: 2 }>', { type: 'string', enum: ['a', 'b'] }],
  ['a member of a generic type', 'type At<T, K> = T[K];', "At<{ a: 1; b: string }, 'b'>", { type: 'string' }],
  ['an answer about an enum', "enum Mode { A = 'a', B = 'b' }", "Mode extends string ? 'yes' : 'no'", { type: 'string', const: 'yes' }],
  ['what a function gives', 'function count(): number { return 1; }', 'ReturnType<typeof count>', { type: 'number' }],
  ['what one gives later', 'const count = async (): Promise<number> => 1;', 'Awaited<ReturnType<typeof count>>', { type: 'number' }],
  [
    'what a function takes',
    'function load(day: string, limit?: number): void {}',
    'Parameters<typeof load>',
    { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], minItems: 1, maxItems: 2 },
  ],
  ['one of it', 'function load(day: string, ...more): void {}', 'Parameters<typeof load>[0]', { type: 'string' }],
  [
    'an answer for each of a union',
    'type Texts<T> = T extends string ? T : never;',
    "Texts<'a' | 1 | 'b'>",
    { type: 'string', enum: ['a', 'b'] },
  ],
  [
    'one answer for a list of them',
    "type Text<T> = T extends string ? 'yes' : 'no';",
    "Text<('a' | 1)[]>",
    { type: 'string', const: 'no' },
  ],
  [
    'one answer where it asks about no parameter',
    "type Mode = 'a' | 1;",
    "Mode extends string ? 'yes' : 'no'",
    { type: 'string', const: 'no' },
  ],
  [
    'members that are made optional, however deep',
    'type Deep<T> = { [K in keyof T]?: Deep<T[K]> }; interface P { a: { b: string } }',
    "Required<Deep<P>>['a'] extends { b: string } ? 'all' : 'some'",
    { type: 'string', const: 'some' },
  ],
  [
    'an optional part',
    'interface P { a: string; b: number }',
    'Partial<P>',
    { type: 'object', properties: { a: { type: 'string', title: 'A' }, b: { type: 'number', title: 'B' } } },
  ],
  [
    'a choice of members',
    'interface P { a: string; b: number }',
    "Pick<P, 'a'>",
    { type: 'object', properties: { a: { type: 'string', title: 'A' } }, required: ['a'] },
  ],
  [
    'all but some members',
    'interface P { a: string; b: number }',
    "Omit<P, 'a'>",
    { type: 'object', properties: { b: { type: 'number', title: 'B' } }, required: ['b'] },
  ],
  ['names that a choice has', "type K = 'a' | 'b';", 'Record<K, number>', numbers('a', 'b')],
  ['names that an enum has', "enum K { A = 'a', B = 'b' }", 'Record<K, number>', numbers('a', 'b')],
  [
    'an enum whose values are computed, as flags are',
    "enum F { A = 1 << 0, B = 1 << 1, C = A | F.B, D = (-1), E, F = 'x' + 1, G = ~1, H = 6 - 2 * 2 }",
    'F',
    { enum: [1, 2, 3, -1, 0, 'x1', -2] },
  ],
  ['an enum that only a run knows', "enum K { A = 'a'.length, B = 2 }", 'K', {}],
  ['a type parameter that has a default', 'interface Box<T = string> { value: T }', "Box['value']", { type: 'string' }],
  ['a member of an enum', "enum K { A = 'a', B = 'b' }", 'K.B', { type: 'string', const: 'b' }],
  [
    'what a validator takes',
    "import { z } from 'zod'; const p = z.string().min(2);",
    'z.infer<typeof p>',
    { type: 'string', minLength: 2 },
  ],
  ['a template', templateType, 'Version', { type: 'string' }],
];

for (const [name, types_, type, expected] of declared) {
  test(`${name}: ${type}`, () => {
    const { pattern: _, ...rest } = typed(type, types_).rest;
    assert.deepEqual(rest, expected);
  });
}

test('named object types become definitions, once, and may lead back to themselves', () => {
  const { rest, definitions } = typed('[Node, Node]', 'interface Node { name: string; children: Node[] }');
  assert.deepEqual(rest['prefixItems'], [{ $ref: '#/definitions/Node' }, { $ref: '#/definitions/Node' }]);
  assert.deepEqual(definitions, {
    Node: {
      title: 'Node',
      type: 'object',
      properties: {
        name: { type: 'string', title: 'Name' },
        children: { type: 'array', items: { $ref: '#/definitions/Node' }, title: 'Children' },
      },
      required: ['name', 'children'],
    },
  });
});

test('a reference keeps its title, as Prefect writes it', () => {
  assert.deepEqual(typed('P', 'interface P { a: string }').rest, { allOf: [{ $ref: '#/definitions/P' }] });
});

test('what an imported interface names is looked up where the interface is', () => {
  const text = `import { flow } from 'millrace';\nimport type { Params } from './params.ts';\nexport const etl = flow({ name: 'etl' }, async ({ mode, day = 'today' }: Params) => [mode, day]);\n`;
  const files = {
    '/p/flows.ts': text,
    '/p/params.ts':
      "type Mode = 'a' | 'b';\nexport interface Params {\n  /** How much.\n   * @deprecated */\n  mode: Mode;\n  day?: string;\n}\n",
  };
  const [flow] = projectOf(files).file('/p/flows.ts')?.flows ?? [];
  assert.ok(flow !== undefined);
  const { schema } = parameterSchema(flow);
  assert.deepEqual(schema.properties['mode'], {
    type: 'string',
    enum: ['a', 'b'],
    deprecated: true,
    title: 'mode',
    position: 0,
    description: 'How much.',
  });
  assert.deepEqual(schema.properties['day'], { type: 'string', title: 'day', position: 1, default: 'today' });
  assert.deepEqual(schema.required, ['mode']);
});

test('defaults are followed through constants; what is computed has none, and is not required', () => {
  const { schema } = schemaOf(
    '{ a = LIST, b = Date.now(), c = -1, d = true, e }: { a?: string[]; b?: number; c?: number; d?: boolean; e: string }',
    "const LIST = ['x', 'y'];",
  );
  assert.deepEqual(
    Object.entries(schema.properties).map(([name, property]) => [name, property['default']]),
    [
      ['a', ['x', 'y']],
      ['b', undefined],
      ['c', -1],
      ['d', true],
      ['e', undefined],
    ],
  );
  assert.deepEqual(schema.required, ['e']);
});

test('a parameter without a type has that of its default', () => {
  const { schema } = schemaOf("{ a = 'x', b = 3, c = [], d }");
  assert.deepEqual(
    Object.values(schema.properties).map(({ type }) => type),
    ['string', 'number', 'array', undefined],
  );
});

test('what JSON cannot carry is named, and accepts anything', () => {
  const { unsupported, rest } = typed('() => void');
  assert.deepEqual([rest, unsupported], [{}, [{ parameter: 'x', type: 'a function' }]]);
  assert.equal(typed('RegExp').unsupported.length, 1);
  assert.equal(typed('SomewhereElse').unsupported.length, 1);
});

/** Types of which it cannot be said what they are: any value is right then. */
const undecided: readonly [string, string][] = [
  ['', "Elsewhere extends string ? 'a' : 'b'"],
  ['', "boolean extends true ? 'a' : 'b'"],
  ['', "unknown extends string ? 'a' : 'b'"],
  ['', "{ a: { b: { c: { d: 1 } } } } extends { a: { b: { c: { d: number } } } } ? 'a' : 'b'"],
  ['type Item<T> = T extends (infer U)[] ? U : never;', 'Item<string[]>'],
  ["type Numbers<T> = T extends Record<string, number> ? 'a' : 'b';", 'Numbers<{ a: 1 }>'],
  ["enum Mode { A = 'a' } type Is<T> = T extends Mode ? 1 : 2;", "Is<'a'>"],
  ['interface Node { next: Node; v: 1 } type Is<T> = T extends Node ? 1 : 2;', 'Is<{ next: Node; v: 1 }>'],
  ['interface P { a: 1 }', '{ [K in keyof P as Uppercase<K>]: 1 }'],
  ['function count() { return 1; }', 'ReturnType<typeof count>'],
  ["import type { TaskFuture } from 'millrace';", 'TaskFuture<string>'],
  ['type A = A;', 'A'],
  ['type A = B; type B = A;', 'A'],
  ["type A = A['a'];", 'A'],
  ['type A = { [K in keyof A]: A[K] };', 'A'],
];

for (const [types_, type] of undecided)
  test(`${types_} ${type} may be anything`, () => {
    const { rest, unsupported } = typed(type, types_);
    assert.deepEqual([rest, unsupported.length], [{}, 1]);
  });

test('choices and lists that lead back to themselves become definitions, too', () => {
  const { rest, definitions } = typed('Json', 'type Json = string | Json[] | { [name: string]: Json };');
  assert.deepEqual(rest, { allOf: [{ $ref: '#/definitions/Json' }] });
  const json = { $ref: '#/definitions/Json' };
  assert.deepEqual(definitions, {
    Json: { title: 'Json', anyOf: [{ type: 'string' }, { type: 'array', items: json }, { type: 'object', additionalProperties: json }] },
  });
});

test('types that lead to others of their own without end have an end', () => {
  for (const types_ of ['interface Wrap<T> { v: T; next: Wrap<T[]> }', 'type Wrap<T> = T | Wrap<T[]>[];'])
    assert.ok(typed('Wrap<string>', types_).unsupported.length > 0, types_);
});

test('no parameters are no parameters, and unknown ones may be any', () => {
  assert.deepEqual(schemaOf('').schema, { title: 'Parameters', type: 'object', properties: {} });
  assert.equal(schemaOf('{ a, ...rest }: { a: string; [key: string]: string }').schema.additionalProperties, true);
});

/** The parameters that a type has, and whether there may be more. */
const named: readonly [string, string, string, readonly string[], boolean][] = [
  ['the names of a record', '', "Record<'a' | 'b', number>", ['a', 'b'], false],
  ['the members that a union names', "interface P { a: 1; b: 2; c: 3 } type Names = 'a' | 'b';", 'Pick<P, Names>', ['a', 'b'], false],
  ['all members but those of another type', 'interface P { a: 1; b: 2 } interface Q { b: 2 }', 'Omit<P, keyof Q>', ['a'], false],
  ['the members of a constant', 'const standard = { a: 1, b: 2 };', 'typeof standard', ['a', 'b'], false],
  ['a member of another type', 'interface All { etl: { a: 1 } }', "All['etl']", ['a'], false],
  ['what is known beside what is not', "import type { Q } from 'elsewhere'; interface P { a: 1 }", 'P & Q', ['a'], true],
  ['what is known of it, as a part', "import type { Q } from 'elsewhere'; type P = { a: 1 } & Q;", 'Partial<P>', ['a'], true],
  ['members of any name', '', 'Record<string, number>', [], true],
  ['one of two objects', '', '{ a: 1 } | { b: 2 }', [], true],
  ['nothing that is known', "import type { Q } from 'elsewhere';", "Pick<Q, 'a'>", [], true],
];

for (const [what, types_, type, names, open] of named)
  test(`parameters of type ${type}: ${what}`, () => {
    const { schema } = schemaOf(`given: ${type}`, types_);
    assert.deepEqual([Object.keys(schema.properties), schema.additionalProperties === true], [names, open]);
  });

const required: readonly [string, string, readonly string[]][] = [
  ['what has no default', '{ a, b = 1 }: { a: string; b?: number }', ['a']],
  ['nothing that may be undefined, which JSON cannot say', '{ a, b }: { a: string | undefined; b: undefined | 1 }', []],
  ['nothing that has no value', '{ a, b }: { a: undefined; b: void }', []],
  ['nothing whose type has a name and may be undefined', '{ a, b, c }: { a: Maybe; b: Maybe[]; c: number | Nothing }', ['b']],
  ['nothing of a type that cannot be read', '{ a, b }: z.infer<typeof schema>', []],
];

for (const [what, parameters, expected] of required)
  test(`required is ${what}`, () =>
    assert.deepEqual(schemaOf(parameters, 'type Maybe = string | undefined; type Nothing = void;').schema.required ?? [], expected));

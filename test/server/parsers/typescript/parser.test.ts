import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FileModel, Usage } from '../../../../server/model/file.ts';
import { typescriptFrontEnd } from '../../../../server/parsers/typescript/front-end.ts';

const parse = (text: string, path = 'flows.ts'): FileModel => typescriptFrontEnd.parse(path, text);

/** The model of the first call of `load`. */
function loadCall(text: string) {
  const model = parse(`import { load } from './load.ts';\n${text}`);
  const call = model.calls.find(({ callee }) => callee.kind === 'reference' && model.bindings[callee.binding]?.name === 'load');
  assert.ok(call !== undefined, text);
  return { model, call };
}

const usages: Readonly<Record<string, readonly [Usage['as'], boolean]>> = {
  'load();': ['discarded', false],
  'await load();': ['discarded', true],
  'void load();': ['voided', false],
  'const a = load();': ['variable', false],
  'const a = (await load())!;': ['variable', true],
  'let a; a = load() as string;': ['variable', false],
  'x.y = load();': ['assigned', false],
  'print(load());': ['argument', false],
  'load().result();': ['member', false],
  'load()();': ['callee', false],
  'const a = [load()];': ['element', false],
  'const a = { b: load() };': ['property', false],
  'const a = load() + 1;': ['operand', false],
  [`const a = \`\${load()}\`;`]: ['template', false],
  'if (load()) {}': ['condition', false],
  'const a = load() ? 1 : 2;': ['condition', false],
  'const a = b ? load() : 2;': ['variable', false],
  'b && load();': ['discarded', false],
  'b ?? load();': ['discarded', false],
  'for (const x of await load()) {}': ['iterated', true],
  'const a = [...load()];': ['spread', false],
  'throw load();': ['thrown', false],
  'export default load();': ['exported', false],
  'const f = () => load();': ['returned', false],
  'function f() { return load(); }': ['returned', false],
  'class A { b = load(); }': ['property', false],
  '(1, load());': ['discarded', false],
};

for (const [text, [as, awaited]] of Object.entries(usages)) {
  test(`usage: ${text}`, () => {
    const { usage } = loadCall(text).call;
    assert.deepEqual([usage.as, usage.awaited], [as, awaited]);
  });
}

test('a call knows its function, loops, try block and main guard', () => {
  const { call, model } = loadCall(`
    if (import.meta.main) {
      function go() {
        for (const a of b) { while (true) { try { load(); } catch {} } }
      }
    }`);
  assert.equal(model.functions[call.function]?.name, 'go');
  assert.deepEqual(
    call.loops?.map((loop) => [model.loops[loop]?.kind, model.loops[loop]?.endless]),
    [
      ['for-of', false],
      ['while', true],
    ],
  );
  assert.equal(call.try, 0);
  assert.equal(call.mainOnly, true);
});

const handlers: Readonly<Record<string, readonly [rethrows: boolean, uses: boolean, returns: boolean]>> = {
  'catch (error) { throw error; }': [true, true, false],
  'catch (error) { console.error(error); }': [false, false, false],
  [`catch (error) { log.warn(\`failed: \${error}\`); }`]: [false, false, false],
  'catch (error) { return failed(error); }': [false, true, true],
  'catch (error) { last = error; }': [false, true, false],
  'catch { return undefined; }': [false, false, true],
  'catch (error) { later(() => { throw new Error(); }); }': [false, false, false],
};

for (const [text, [rethrows, uses, returns]] of Object.entries(handlers)) {
  test(`handler: ${text}`, () => {
    const [found] = parse(`const f = () => { try { load(); } ${text} };`).tries;
    assert.ok(found?.handler !== undefined);
    const { handler } = found;
    assert.deepEqual([handler.rethrows, handler.uses, handler.returns], [rethrows, uses, returns]);
  });
}

test('writes are changes of what belongs to a function further out', () => {
  const model = parse(`let count = 0; const list = []; const own = {};
    function f() { let inner = 0; inner++; count += 1; list.push(1); own.x.y = 2; list.map(String); }
    count = 5;`);
  assert.deepEqual(
    model.writes.map(({ binding, how }) => `${model.bindings[binding]?.name} ${how}`),
    ['count assign', 'list method', 'own member'],
  );
});

test('calls that can have to do with nothing are not kept', () => {
  const model = parse(`import { x } from './x.ts';
    function f(rows: number[], other: Thing) {
      rows.map((row) => Math.round(row));
      JSON.stringify(rows);
      other.run();
      x.go();
      new Map();
    }`);
  const names = model.calls.map(({ callee }) => (callee.kind === 'member' || callee.kind === 'global' ? callee.name : callee.kind));
  assert.deepEqual(names, ['map', 'run', 'go', 'Map']);
});

test('functions that have to do with nothing are known by how they are called; those they call, and that are used, are walked', () => {
  const model = parse(`import { x } from './x.ts';
    function plain(a: number) { setTimeout(() => a, 1); return other(); }
    function other() { setTimeout(plain, 1); }
    function calls() { return user(); }
    function user() { x(); }
    function handed() { setTimeout(plain, 2); }
    class Service { go() { setTimeout(plain, 3); } }
    export const f = flow({}, handed);`);
  const walked = model.calls.filter(({ callee }) => callee.kind === 'global' && callee.name === 'setTimeout');
  assert.equal(walked.length, 1);
  assert.equal(model.functions.find(({ name }) => name === 'plain')?.parameters.length, 1);
  assert.equal(model.functions.find(({ name }) => name === 'calls')?.returns.length, 1);
});

test('parameters are read from patterns, types and defaults', () => {
  const [model] = parse(
    `const f = async ({ a, b: renamed = 2, ...rest }: { a: string; b?: number }, c = 'x', ...d: string[]) => 1;`,
  ).functions;
  assert.deepEqual(
    model?.parameters.map(({ name, fields, open, optional, rest, default: given }) => ({
      name,
      fields: fields?.map((field) => field.name),
      open,
      optional,
      rest,
      given: given?.kind === 'literal' ? given.value : undefined,
    })),
    [
      { name: undefined, fields: ['a', 'b'], open: true, optional: false, rest: false, given: undefined },
      { name: 'c', fields: undefined, open: undefined, optional: true, rest: false, given: 'x' },
      { name: 'd', fields: undefined, open: undefined, optional: false, rest: true, given: undefined },
    ],
  );
});

test('documentation goes to the function of its statement', () => {
  const [first] = parse(`import { flow } from 'millrace';
    /**
     * Loads a day.
     * @param day the day, as 2026-01-31
     */
    export const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day);`).functions;
  assert.equal(first?.documentation, 'Loads a day.');
  assert.deepEqual(first?.parameterDocumentation, { day: 'the day, as 2026-01-31' });
});

const named = (name: string) => ({ kind: 'reference', name, arguments: [] });

const types: Readonly<Record<string, unknown>> = {
  string: { kind: 'primitive', name: 'string' },
  any: { kind: 'primitive', name: 'unknown' },
  'readonly string[]': { kind: 'array', item: { kind: 'primitive', name: 'string' } },
  'Array<number>': { kind: 'array', item: { kind: 'primitive', name: 'number' } },
  "'a' | 1 | -2 | true | null": {
    kind: 'union',
    of: [
      { kind: 'literal', value: 'a' },
      { kind: 'literal', value: 1 },
      { kind: 'literal', value: -2 },
      { kind: 'literal', value: true },
      { kind: 'primitive', name: 'null' },
    ],
  },
  '[first: string, ...rest: number[]]': {
    kind: 'tuple',
    items: [{ kind: 'primitive', name: 'string' }],
    rest: { kind: 'primitive', name: 'number' },
  },
  'Record<string, Thing>': {
    kind: 'reference',
    name: 'Record',
    arguments: [
      { kind: 'primitive', name: 'string' },
      { kind: 'reference', name: 'Thing', arguments: [] },
    ],
  },
  [`\`v\${number}.x\``]: { kind: 'template', pattern: String.raw`^v-?\d+(\.\d+)?\.x$` },
  'keyof A': { kind: 'keyof', of: { kind: 'reference', name: 'A', arguments: [] } },
  '() => void': { kind: 'function' },
  'A extends B ? C : D': { kind: 'conditional', check: named('A'), bound: named('B'), whenTrue: named('C'), whenFalse: named('D') },
  "{ [K in keyof A as 'b']-?: A[K] }": {
    kind: 'mapped',
    name: 'K',
    keys: { kind: 'keyof', of: named('A') },
    as: { kind: 'literal', value: 'b' },
    value: { kind: 'indexed', of: named('A'), key: named('K') },
    optional: false,
  },
  'unique symbol': { kind: 'unsupported', text: 'unique symbol' },
};

for (const [text, expected] of Object.entries(types)) {
  test(`type: ${text}`, () => {
    assert.deepEqual(parse(`type T = ${text};`).types['T']?.type, expected);
  });
}

test('interfaces of one name are one, enums have their values', () => {
  const model = parse(`interface A { a: string } interface A { /** The b. */ b?: number; [key: string]: unknown }
    enum E { One, Two = 'two', Three = 3, Four }`);
  const { type } = model.types['A'] ?? {};
  assert.deepEqual(
    type?.kind === 'object' ? type.properties.map(({ name, optional, description }) => [name, optional, description]) : type,
    [
      ['a', false, undefined],
      ['b', true, 'The b.'],
    ],
  );
  const members = model.types['E']?.type;
  assert.deepEqual(members?.kind === 'enum' ? members.members.map(({ value }) => value) : members, [0, 'two', 3, 4]);
});

test('half-typed, broken and odd texts give a model, and say that they are broken', () => {
  const odd = ['const a = {', 'import {', 'flow(', 'class {', 'export default', '@', '\0', 'a?.', 'for (', '`${', '<a', 'async ({ a: ['];
  for (const text of odd) assert.equal(parse(text).broken, true, text);
  assert.equal(parse('const a = <b>c</b>;', 'page.tsx').broken, false);
});

for (const [title, text] of [
  ['brackets', `const x = ${'['.repeat(20_000)}${']'.repeat(20_000)};`],
  ['calls', `const x = a${'.b()'.repeat(50_000)};`],
  ['sums', `const x = ${'1+'.repeat(100_000)}1;`],
  ['types', `type T = ${'Array<'.repeat(20_000)}1${'>'.repeat(20_000)};`],
] as const) {
  test(`${title} that are nested too deeply for a parser make a broken file, and none when they are gone`, () => {
    const source = `const a = 1;\n${text}\n`;
    const model = typescriptFrontEnd.parse('a.ts', source);
    assert.equal(model.lineStarts.length, 3);
    const document = typescriptFrontEnd.open('a.ts', source);
    assert.equal(document.model.lineStarts.length, 3);
    document.change([{ start: 13, end: source.length, text: '' }]);
    assert.deepEqual([document.model.broken, document.model.bindings.length], [false, 1]);
  });
}

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { typescriptFrontEnd } from '../../../../server/parsers/typescript/front-end.ts';
import { changePieces, readPieces } from '../../../../server/parsers/typescript/pieces.ts';
import { randomFrom } from '../../../support/random.ts';
import { sample } from '../../../support/sample.ts';

/** How many edits; more with FUZZ=10000. */
const edits = Number(process.env['FUZZ'] ?? 400);
const texts = [
  sample('await x();'),
  readFileSync(join(import.meta.dirname, '../../../../server/parsers/typescript/expressions.ts'), 'utf8'),
  ...['distributed-etl/flows.ts', 'map.ts', 'nested.ts'].map((file) =>
    readFileSync(join(import.meta.dirname, '../../../../examples', file), 'utf8'),
  ),
];
/** Mostly bodies that have to do with nothing, and are left out of a text that is read at once. */
const helpers = ['mean', 'spread'].map(
  (name) => `/** \`${name}\` of some values. */
export function ${name}(values: readonly number[]): { sum: number } {
  let sum = 0;
  for (const value of values) sum += value; // [
  if (sum > 3) {
    return { sum: [...values].length };
  }
  return { sum };
}
class Of_${name} {
  readonly #text = \`{\${1}\n}\`;
  all(): string[] {
    return [this.#text];
  }
}
`,
);
texts.push(
  `import { flow } from 'millrace';\n${helpers.join('')}export const etl = flow({}, async () => mean([1]));\n${helpers.join('').replaceAll('mean', 'mode')}`,
);
const inserted = [
  ...[
    '{',
    '}',
    '(',
    ')',
    "'",
    '`',
    '${',
    '[',
    ',',
    '=>',
    '<',
    '@',
    '!',
    '/',
    '//',
    '/*',
    '*/',
    ';',
    ' ',
    '\n',
    '\r\n',
    '\u2028',
    '💡',
    'a',
  ],
  ...['.submit(', 'flow(', 'task({', 'await ', 'const x = ', 'class A {', 'function f() {}', 'export ', 'import ', 'async ', 'else '],
  ...['x = load;', 'interface B { a: 1 }', '// millrace-disable-next-line\n', ': string', ': { [a: string'],
];

/** Where edits stand: anywhere, or as somebody types, most of them beside the one before. */
for (const [where, near] of [
  ['anywhere', 0],
  ['beside each other', 9],
] as const) {
  test(`${edits} random edits ${where} leave the model that the text gives when it is read at once`, () => {
    const random = randomFrom(Number(process.env['SEED'] ?? 1));
    let text = sample();
    let document = typescriptFrontEnd.open('a.ts', text);
    let start = 0;
    for (let edit = 0; edit < edits; edit += 1) {
      if (edit % 40 === 39) {
        text = random.pick(texts);
        document = typescriptFrontEnd.open('a.ts', text);
        void document.model;
      }
      start = random.below(10) < near ? Math.max(0, start + random.below(12) - 5) : random.below(text.length + 1);
      start = Math.min(text.length, start);
      const end = Math.min(text.length, start + (random.below(3) === 0 ? random.below(near > 0 ? 4 : 40) : 0));
      const change = { start, end, text: random.below(4) === 0 ? '' : random.pick(inserted) };
      const before = text;
      text = text.slice(0, start) + change.text + text.slice(end);
      document.change([change]);
      const fresh = typescriptFrontEnd.parse('a.ts', text);
      assert.equal(JSON.stringify(document.model), JSON.stringify(fresh), JSON.stringify({ before, change }));
    }
  });
}

test('what a variable at the top is given may be a local one of the function that gives it, and lead in a circle', () => {
  const text = `import { flow, task } from 'millrace';
const load = task({ name: 'load' }, async () => 1);
let current, other;
export const etl = flow({ name: 'etl' }, async () => {
  let more = load;
  let further = more;
  more = further;
  current = more;
  other = unknown();
});
const all = [current, other];
current.submit();
other.submit();
`;
  const document = typescriptFrontEnd.open('a.ts', text);
  assert.equal(JSON.stringify(document.model), JSON.stringify(typescriptFrontEnd.parse('a.ts', text)));
  assert.equal(document.model.unreadable, undefined);
});

test('a regular expression may end behind the statement that follows as it was read before', () => {
  const document = typescriptFrontEnd.open('a.ts', 'f)r{}w/');
  void document.model;
  document.change([{ start: 1, end: 1, text: '*/' }]);
  assert.equal(JSON.stringify(document.model), JSON.stringify(typescriptFrontEnd.parse('a.ts', 'f*/)r{}w/')));
});

for (const blank of ['\u2028', '\u00A0', '\u0085', '\u200B', '\uFEFF'])
  test(`a name that is declared is mentioned behind the blank U+${blank.codePointAt(0)?.toString(16).padStart(4, '0')}, too`, () => {
    const rest = `import { task } from 'millrace';\nconst load = task({ name: 'load' }, async () => 1);\nawait${blank}all.result();\n`;
    const document = typescriptFrontEnd.open('a.ts', rest);
    void document.model;
    const change = { start: 33, end: 33, text: 'const all = load.submit();\n' };
    document.change([change]);
    assert.equal(JSON.stringify(document.model), JSON.stringify(typescriptFrontEnd.parse('a.ts', document.text)));
  });

/** Statements that declare names at the top and use those of each other, in both directions. */
const declaring = `import { flow, task, type Flow } from 'millrace';
import * as sdk from 'millrace';
const load = task({ name: 'load' }, async ({ node }: { node: string }) => [node]);
let current = load;
function run() { return current.submit({ node: 'a' }); }
export const etl = flow({ name: 'etl' }, async () => run());
interface Wanted { day: string }
type Made = Wanted | { run: Flow };
const all = [];
all.push(etl);
var key = 'name';
const makers = { [key]: load, etl };
class Flows { static nightly = sdk.flow({ name: 'nightly' }, async () => makers.etl()); own: Made = etl; }
enum Way { up = 1, down }
current = makers.etl;
export { etl as again, all };
export default makers;
for (const one of all) one();
exports.far = current;
function mean(values: readonly number[]): number { return values.length; }
`;
const names = ['load', 'current', 'run', 'etl', 'Wanted', 'Made', 'all', 'key', 'makers', 'Flows', 'Way', 'mean', 'fresh', 'fetch', 'sdk'];
const declarations = [
  ...['let NAME;', 'const NAME = load;', 'function NAME() { return etl(); }', 'class NAME {}', 'interface NAME { a: Made }', 'NAME = etl;'],
  ...['type NAME = Wanted;', 'var NAME = {};', 'NAME.push(load);', 'NAME;', 'enum NAME { up }', 'if (key) { var NAME = flow(run); }'],
];

/** Another word in the place of one or before it, a line more, or one less. */
function redeclared(text: string, random: ReturnType<typeof randomFrom>): { start: number; end: number; text: string } {
  const [part, index] = random.pick(
    [...text.matchAll(random.below(2) === 0 ? /\b[a-zA-Z]+\b/g : /\n/g)].map((one) => [one[0], one.index] as const),
  );
  if (part !== '\n') return { start: index, end: random.below(3) === 0 ? index : index + part.length, text: random.pick(names) };
  const start = index + 1;
  if (random.below(4) === 0) return { start, end: Math.max(start, text.indexOf('\n', start) + 1), text: '' };
  return { start, end: start, text: `${random.pick(declarations).replace('NAME', random.pick(names))}\n` };
}

test(`${edits} random edits of what the top declares, one or more at once, leave the model that the text gives when it is read at once`, () => {
  const random = randomFrom(Number(process.env['SEED'] ?? 3));
  let text = declaring;
  let document = typescriptFrontEnd.open('a.ts', text);
  for (let edit = 0; edit < edits; edit += 1) {
    if (edit % 40 === 39) {
      text = declaring;
      document = typescriptFrontEnd.open('a.ts', text);
      void document.model;
    }
    const before = text;
    const changes = [];
    for (let count = random.below(2); count >= 0; count -= 1) {
      const change = redeclared(text, random);
      text = text.slice(0, change.start) + change.text + text.slice(change.end);
      changes.push(change);
    }
    document.change(changes);
    assert.equal(
      JSON.stringify(document.model),
      JSON.stringify(typescriptFrontEnd.parse('a.ts', text)),
      JSON.stringify({ before, changes }),
    );
  }
});

test('a key in a name at the top leaves the statements alone that do not mention it', () => {
  const document = typescriptFrontEnd.open('a.ts', declaring);
  const call = (name: string): unknown =>
    document.model.calls.find(({ callee }) => 'binding' in callee && document.model.bindings[callee.binding]?.name === name);
  const [flowBefore, taskBefore] = [call('flow'), call('task')];
  const at = declaring.indexOf('function mean');
  document.change([{ start: at, end: at, text: 'const fresh = 1;\n' }]);
  assert.equal(call('flow') === flowBefore, true);
  document.change([{ start: at + 'const fresh'.length, end: at + 'const fresh'.length, text: 'er' }]);
  assert.equal(call('flow') === flowBefore, true);
  const name = declaring.indexOf('load');
  document.change([{ start: name, end: name, text: 'un' }]);
  assert.equal(call('task') === taskBefore, false);
});

/** A text with one edit (`‹removed›` becomes `+inserted`), and how many of its statements are read anew. */
const rereads: readonly { readonly title: string; readonly text: string; readonly put: string; readonly anew: number }[] = [
  { title: 'inside a statement', text: 'a();\nb(‹›);\nc();\nd();\n', put: '1', anew: 1 },
  { title: 'inside the first one', text: 'a(‹›);\nb();\nc();\nd();\n', put: '1', anew: 1 },
  { title: 'a new statement', text: 'a();\nb();\n‹›c();\nd();\n', put: 'x();\n', anew: 2 },
  { title: 'a statement goes', text: 'a();\nb();\n‹c();\n›d();\n', put: '', anew: 1 },
  { title: 'a bracket opens up to the end', text: 'a();\nb();\n‹›c();\nd();\n', put: '{', anew: 1 },
  { title: 'the end of the file', text: 'a();\nb();\nc();\n‹›', put: 'd();', anew: 1 },
];

for (const { title, text, put, anew } of rereads) {
  test(`what is read anew: ${title}`, () => {
    const [head = '', removed = '', tail = ''] = text.split(/[‹›]/);
    const before = readPieces('a.ts', head + removed + tail);
    const change = { start: head.length, end: head.length + removed.length, text: put };
    const after = changePieces(before, head + put + tail, change);
    assert.equal(after.list.filter((piece) => !before.list.includes(piece)).length, anew);
    assert.deepEqual(
      after.list.map(({ statement, anchor }) => statement.end + anchor.offset),
      readPieces('a.ts', head + put + tail).list.map(({ statement }) => statement.end),
    );
  });
}

test('a name that leads elsewhere after an edit changes what is kept of the statements behind it', () => {
  const text = "import { flow } from 'millrace';\nlet run = 1;\nrun.start();\nexport const f = flow({}, async () => {});\n";
  const document = typescriptFrontEnd.open('a.ts', text);
  assert.equal(document.model.calls.length, 1);
  const at = text.indexOf('1;');
  document.change([{ start: at, end: at + 1, text: 'flow' }]);
  assert.equal(document.model.calls.length, 2);
});

const outlined = `import { flow as make, task } from 'millrace';
const load = task({ name: 'load' }, async ({ node }: { node: string }) => ({ node, rows: [1, 2] }));
export const etl = make({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => nodes.map((node) => load.submit({ node })));
export const outer = make({ name: 'outer' }, async () => {
  const inner = make({ name: 'inner' }, async () => 1);
  return inner();
});
const factory = () => etl;
await factory().deploy({ name: 'nightly', cron: '0 6 * * *' });
`;

test('an outline leaves out what flows and tasks do, and keeps whatever has a name', () => {
  const { functions, calls } = typescriptFrontEnd.outline('a.ts', outlined);
  const whole = typescriptFrontEnd.parse('a.ts', outlined);
  // The calls of `map` and `submit` in what `etl` does are the ones that are missing.
  assert.equal(calls.length, whole.calls.length - 2);
  assert.equal(functions.filter(({ body }) => body === undefined).length, 3);
  assert.equal(whole.functions.filter(({ body }) => body === undefined).length, 0);
  assert.deepEqual(
    functions.map(({ parameters }) => parameters).slice(0, 2),
    whole.functions.map(({ parameters }) => parameters).slice(0, 2),
  );
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Entity, FlowModel, LinkedFile, TaskModel } from '../../../server/model/entities.ts';
import { Workspace } from '../../../server/workspace/workspace.ts';
import { folderOf } from '../../support/folder.ts';
import { randomFrom } from '../../support/random.ts';
import { sample } from '../../support/sample.ts';

/** How many edits; more with FUZZ=10000. */
const edits = Number(process.env['FUZZ'] ?? 150);

/** Statements that lead to each other in all ways: by names, types, exports, and by what they give to others. */
const crowd = `import { flow, task, type Flow } from 'millrace';
import * as sdk from 'millrace';
import { far, made, round } from './other.ts';
interface Wanted { day: string; nodes?: string[] }
interface Tools extends Wanted { run: Flow; all: Flow[] }
const options = { name: 'load', retries: 2 };
const load = task(options, async ({ node }: { node: string }) => [node]);
const look = () => [first, second];
const save = task({ name: 'save' }, async ({ rows }: { rows: string[] }) => rows.length);
export const etl = flow({ name: 'etl' }, async ({ day, nodes = [] }: Wanted) => {
  const lists = nodes.map((node) => load.submit({ node }));
  for (const list of lists) await save({ rows: await list.result() });
  return day;
});
const first = load.submit({ node: 'first' });
const second = ['second'];
const registry: Record<string, Flow> = {};
const all = [];
all.push(etl);
registry.etl = etl;
let current = load;
current = save;
const again = etl.withOptions({ name: 'again', retries: 1 });
function pass(one) { return one; }
const passed = pass(again);
class Flows {
  static nightly = sdk.flow({ name: 'nightly' }, async () => current({ rows: [] }));
  own = etl;
}
const flows = new Flows();
type Made = typeof made;
const use = ({ run, all }: Tools, more: Tools[]) => [run({}), all[0]?.({}), ...more.map((one) => one.run({}))];
const typed = (one: Made) => one({ day: '1' });
const makers = { etl, nested: { save, far }, round };
export const outer = flow({ name: 'outer' }, async () => {
  for (const one of all) await one({ day: 'x' });
  await flows.own({ day: 'y' });
  await makers.nested.far({ day: 'z' });
  await registry.etl({ day: 'w' });
  return passed({ day: typed.name });
});
export { again as repeated, load };
await again.deploy({ name: 'daily', cron: '0 6 * * *' });
`;

const other = `import { flow } from 'millrace';
export const far = flow({ name: 'far' }, async ({ day }: { day: string }) => day);
export const made = far.withOptions({ name: 'made' });
`;

/** The same, made of what imports it. */
const circle = `${other}import { again } from './a.ts';
export const round = again;
`;

const texts = [
  crowd,
  sample(),
  ...['distributed-etl/flows.ts', 'nested.ts'].map((file) => readFileSync(join(import.meta.dirname, '../../../examples', file), 'utf8')),
];
const typed = [
  ...'a1 .,x',
  ' ',
  'Flow',
  'Tools',
  ' | Wanted',
  '[]',
  '()',
  '{}',
  "''",
  '.map',
  '.submit',
  'await ',
  'etl',
  'load',
  '\n',
  ': Made',
  'all.push(save)',
];

for (const [what, imported, least] of [
  ['of a file that imports another one', other, edits / 5],
  ['of a file that imports one by which it is imported', circle, 0],
] as const) {
  test(`${edits} random edits ${what}: what stays linked is what a fresh start links`, async (t) => {
    const random = randomFrom(Number(process.env['SEED'] ?? 1));
    const folder = folderOf(t, { 'other.ts': imported });
    const [path, otherPath] = [join(folder, 'a.ts'), join(folder, 'other.ts')];
    const workspace = await opened(folder, { [path]: crowd, [otherPath]: imported });
    let otherText: string = imported;
    let [text, start, kept] = [crowd, 0, 0];
    for (let edit = 0; edit < edits; edit += 1) {
      if (edit % 25 === 24) {
        text = random.pick(texts);
        workspace.change(path, text);
      }
      const before = picture(workspace.project.file(path));
      const linked = workspace.project.file(path);
      start = random.below(10) < 7 ? Math.min(text.length, start + 1) : random.below(text.length + 1);
      const end = Math.min(text.length, start + (random.below(3) === 0 ? random.below(3) : 0));
      const change = { start, end, text: random.below(4) === 0 ? '' : random.pick(typed) };
      workspace.change(path, [change]);
      text = text.slice(0, start) + change.text + text.slice(end);
      if (random.below(10) === 0) {
        otherText = otherText === imported ? imported.replace("'far'", "'farther'") : imported;
        workspace.change(otherPath, otherText);
      }
      const after = workspace.project.file(path);
      if (after === linked) kept += 1;
      const fresh = await opened(folder, { [path]: text, [otherPath]: otherText });
      assert.deepEqual(picture(after), picture(fresh.project.file(path)), JSON.stringify({ text, change, before: before.length }));
    }
    assert.ok(kept >= least, `Only ${kept} of ${edits} edits left anything linked.`);
  });
}

/** A flow, and behind it all that stands in lists by places: functions, classes, calls, loops and tries. */
const moving = `import { flow, task } from 'millrace';
const load = task({ name: 'load' }, async ({ node }: { node: string }) => [node]);
export const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => {
  return day;
});
class Flows {
  static nightly = flow({ name: 'nightly' }, async () => 1);
}
const again = etl.withOptions({ name: 'again' });
export const outer = flow({ name: 'outer' }, async () => {
  const parts = ['a', 'b'].map((node) => load.submit({ node }));
  try {
    for (const part of parts) await part.result();
  } finally {
    await Flows.nightly();
  }
  return again({ day: 'x' });
});
`;

for (const [what, more] of [
  ['call', "await load({ node: 'x' });"],
  ['name', 'const more = 1;'],
  ['function', 'const more = () => day;'],
  ['class', 'class More {}'],
  ['loop', 'for (;;) break;'],
  ['name of the file that is mentioned', 'Flows;'],
] as const) {
  test(`one more ${what} leaves a file linked, and so does one less`, async (t) => {
    const folder = folderOf(t, {});
    const path = join(folder, 'a.ts');
    const workspace = await opened(folder, { [path]: moving });
    const linked = workspace.project.file(path);
    const before = picture(linked);
    const start = moving.indexOf('  return day;');
    workspace.change(path, [{ start, end: start, text: more }]);
    const fresh = await opened(folder, { [path]: moving.slice(0, start) + more + moving.slice(start) });
    assert.equal(workspace.project.file(path) === linked, true);
    assert.deepEqual(picture(linked), picture(fresh.project.file(path)));
    workspace.change(path, [{ start, end: start + more.length, text: '' }]);
    assert.equal(workspace.project.file(path) === linked, true);
    assert.deepEqual(picture(linked), before);
  });
}

test('a type that changes leaves a file linked, and what is declared with it is found anew', async (t) => {
  const text = `import { flow, type Flow } from 'millrace';
import { far } from './other.ts';
interface Tools { run: Flow }
interface More extends Tools { day: string }
type Both = More | undefined;
const use = (tools: Both) => tools?.run({ day: 'x' });
export const outer = flow({ name: 'outer' }, async () => far({ day: 'x' }));
`;
  const folder = folderOf(t, { 'other.ts': other });
  const path = join(folder, 'a.ts');
  const workspace = await opened(folder, { [path]: text });
  const linked = workspace.project.file(path);
  assert.ok(linked !== undefined && linked.calls.some(({ callee }) => callee.kind === 'flow' && callee.flow === undefined));
  const kept = linked.calls.at(-1);
  const start = text.indexOf('Flow }\n');
  workspace.change(path, [{ start, end: start + 'Flow'.length, text: 'Error' }]);
  const fresh = await opened(folder, { [path]: text.replace('run: Flow', 'run: Error') });
  assert.equal(workspace.project.file(path) === linked, true);
  assert.equal(linked.calls.at(-1) === kept, true);
  assert.ok(!linked.calls.some(({ callee }) => callee.kind === 'flow' && callee.flow === undefined));
  assert.deepEqual(picture(linked), picture(fresh.project.file(path)));
});

test('what leads from an edited file over another one back into it is found anew', async (t) => {
  const text = `import { flow } from 'millrace';
import { round } from './other.ts';
export const again = flow({ name: 'again' }, async () => 1);
export const outer = flow({ name: 'outer' }, async () => round());
`;
  const folder = folderOf(t, { 'other.ts': circle });
  const path = join(folder, 'a.ts');
  const workspace = await opened(folder, { [path]: text });
  const called = (): unknown => {
    const callee = workspace.project.file(path)?.calls.at(-1)?.callee;
    return callee?.kind === 'flow' ? callee.flow?.name : undefined;
  };
  assert.equal(called(), 'again');
  const start = text.indexOf("again'");
  workspace.change(path, [{ start, end: start, text: 'never ' }]);
  assert.equal(called(), 'never again');
});

async function opened(folder: string, open: Readonly<Record<string, string>>): Promise<Workspace> {
  const workspace = new Workspace({ roots: [folder] });
  for await (const _ of workspace.index());
  for (const [path, text] of Object.entries(open)) await workspace.open(path, text);
  return workspace;
}

/** All that linking says of a file. */
function picture(file: LinkedFile | undefined): readonly string[] {
  assert.ok(file !== undefined);
  const { bindings, calls } = file.model;
  return [
    ...bindings.map(({ name, span }, binding) => `${name}: ${shown(file, file.entityOf({ kind: 'reference', binding, span }))}`),
    ...calls.map(({ span }, call) => `${span.start}: ${shown(file, file.entityOf({ kind: 'call', call, span }))}`),
    ...file.calls.map(({ call, index, callee }) => `${index} ${call.span.start} calls ${shown(file, callee)}`),
    ...[...file.flows, ...file.tasks].map((one) => runnable(file, one)),
    ...file.deployments.map(({ name, flowName, span }) => `${flowName}/${name} ${span.start}`),
  ];
}

function shown(file: LinkedFile, entity: Entity, depth = 0): string {
  const inner = (one: Entity): string => (depth > 3 ? '…' : shown(file, one, depth + 1));
  const where = (one: LinkedFile): string => (one.origin === file ? 'here' : one.path);
  switch (entity.kind) {
    case 'flow':
      return entity.flow === undefined ? 'a flow' : runnable(file, entity.flow);
    case 'task':
    case 'future':
    case 'futures':
      return `${entity.kind} ${entity.task === undefined ? '?' : runnable(file, entity.task)}`;
    case 'union':
      return `union ${entity.of.map(inner).join(' | ')}`;
    case 'tuple':
      return `tuple ${entity.items.map(inner).join(', ')}`;
    case 'list':
    case 'map':
    case 'promise':
    case 'method':
      return `${entity.kind} ${'name' in entity ? entity.name : ''} of ${inner(entity.of)}`;
    case 'object':
      return `object ${where(entity.object.file)} ${JSON.stringify(entity.object.value.span)} ${entity.added?.length}`;
    case 'array':
      return `array ${where(entity.array.file)} ${JSON.stringify(entity.array.value.span)} ${entity.added?.length}`;
    case 'function':
      return `function ${where(entity.file)} ${entity.function.index} ${JSON.stringify(entity.function.span)}`;
    case 'class':
      return `class ${where(entity.file)} ${entity.file.model.classes.indexOf(entity.class)} ${entity.instance}`;
    case 'module':
      return `module ${entity.file === undefined ? '' : where(entity.file)} ${entity.sdk}`;
    case 'shape':
      return `shape ${where(entity.file)} ${JSON.stringify(entity.type)}`;
    default:
      return JSON.stringify(entity);
  }
}

const runnable = (file: LinkedFile, one: FlowModel | TaskModel): string =>
  JSON.stringify([
    ...[one.kind, one.name, one.nameSpan, one.call.span, one.exportedAs, one.binding, one.bindingSpan],
    ...[one.function?.index, one.function?.span, one.options?.value.span, one.file === file, one.functionFile === file],
    ...[one.base?.kind, one.parameters.open, one.parameters.fields.map(({ name, required, type, span }) => [name, required, type, span])],
  ]);

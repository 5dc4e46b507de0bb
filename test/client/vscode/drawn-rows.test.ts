import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TreeNode } from '../../../client/tree.ts';
import { DrawnRows } from '../../../client/vscode/drawn-rows.ts';

/** Rows by the row above them, each `id` or `id=description`; the first ones are below the empty text. */
type Rows = Record<string, readonly string[]>;

const nodesOf = (rows: readonly string[]): TreeNode[] =>
  rows.map((text) => {
    const [id = '', description = ''] = text.split('=');
    return { id, label: id, description, context: '', children: 'collapsed', spoken: id };
  });

/** A model whose rows can be changed, the rows that the editor has drawn of it, and what the model was asked for. */
function open(first: Rows, opened: readonly string[]) {
  const model = { rows: first, asked: [] as string[] };
  const drawn = new DrawnRows({
    children(id) {
      model.asked.push(id ?? '');
      return nodesOf(model.rows[id ?? ''] ?? []);
    },
    onDidChange: () => ({ dispose: () => undefined }),
    setVisible: () => undefined,
  });
  for (const id of ['', ...opened]) drawn.below(id || undefined, nodesOf(first[id] ?? []));
  return { model, drawn };
}

/** What is drawn again after a change of rows of which those below `opened` are known to the editor, too. */
async function outdated(before: Rows, now: Rows, { opened = [], folded = [] }: { opened?: string[]; folded?: string[] } = {}) {
  const { model, drawn } = open(before, opened);
  for (const id of folded) drawn.fold(id);
  model.rows = now;
  return { outdated: await drawn.outdated(), asked: model.asked };
}

const group: Rows = { '': ['today', 'before'], today: ['a=Running', 'b=Failed'] };
const opened = ['today'];

test('rows that are as they were drawn stay', async () => {
  assert.deepEqual(await outdated(group, group, { opened }), { outdated: [], asked: ['', 'today'] });
});

test('a row that looks different is drawn again, alone', async () => {
  const now = { ...group, today: ['a=Completed', 'b=Failed'] };
  assert.deepEqual((await outdated(group, now, { opened })).outdated, ['a']);
});

test('where a row comes, goes or moves, the one above is drawn again', async () => {
  for (const today of [['c=Pending', 'a=Running', 'b=Failed'], ['b=Failed'], ['b=Failed', 'a=Running'], []]) {
    assert.deepEqual((await outdated(group, { ...group, today }, { opened })).outdated, ['today']);
  }
});

test('a row that looks different brings what is below it', async () => {
  const now = { '': ['today=2', 'before'], today: ['a=Completed', 'b=Failed'] };
  assert.deepEqual(await outdated(group, now, { opened }), { outdated: ['today'], asked: [''] });
});

test('when a first row comes, goes or moves, all are drawn again', async () => {
  for (const first of [['today'], ['before', 'today'], ['upcoming', 'today', 'before']]) {
    assert.equal((await outdated(group, { ...group, '': first }, { opened })).outdated, undefined);
  }
});

test('what the editor has not asked for is not read', async () => {
  const rows = { ...group, today: ['a=Completed'] };
  assert.deepEqual(await outdated(group, rows), { outdated: [], asked: [''] });
  const nothing = new DrawnRows({
    children: () => assert.fail(),
    onDidChange: () => ({ dispose: () => undefined }),
    setVisible: () => undefined,
  });
  assert.deepEqual(await nothing.outdated(), []);
});

test('what is below a closed row is not read; the editor asks again when it is opened', async () => {
  assert.deepEqual(await outdated(group, group, { opened, folded: ['today', 'before'] }), { outdated: ['today'], asked: [''] });
});

test('what was below a row that went is forgotten with it', async () => {
  const deep: Rows = { '': ['today'], today: ['a'], a: ['task'] };
  const { model, drawn } = open(deep, ['today', 'a']);
  drawn.fold('a');
  drawn.below('today', nodesOf(['b']));
  model.rows = { '': ['today'], today: ['b'], a: ['task'] };
  assert.deepEqual([await drawn.outdated(), model.asked], [[], ['', 'today']]);
  assert.equal(drawn.row('task').label, '');
});

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, mock, test } from 'node:test';
import type { TreeModel, TreeNode } from '../../../client/tree.ts';
import { Emitter } from '../../../client/emitter.ts';
import type { FakeView } from '../../support/fake-vscode.ts';
import { done } from '../../support/fake-vscode.ts';
import { settle } from '../../support/fake-session.ts';
import { withVscode } from '../../support/with-vscode.ts';

const { showTree } = await withVscode(() => import('../../../client/vscode/tree-view.ts'));

const row = (id: string, changes: Partial<TreeNode> = {}): TreeNode => ({
  id,
  label: id,
  context: ' run ',
  children: 'none',
  spoken: `row ${id}`,
  ...changes,
});

/** A model whose rows and times are the test's. */
class Model implements TreeModel {
  readonly changed = new Emitter<readonly string[] | undefined>();
  readonly onDidChange = this.changed.event;
  readonly shown: boolean[] = [];
  rows: readonly TreeNode[] = [];
  badge: { value: number; tooltip: string } | undefined;
  message: string | undefined;
  /** Lets what is read come. */
  answer: (() => void) | undefined;
  slow = false;

  async children(): Promise<readonly TreeNode[]> {
    if (this.slow) await new Promise<void>((resolve) => (this.answer = resolve));
    return this.rows;
  }

  setVisible(visible: boolean): void {
    this.shown.push(visible);
  }
}

/** A view that the editor has drawn once. */
async function open(): Promise<{ model: Model; view: FakeView }> {
  const model = new Model();
  showTree('test', model);
  const view = done.views.get('test');
  assert.ok(view !== undefined);
  await view.provider.getChildren(undefined);
  return { model, view };
}

describe('a tree of the editor', () => {
  before(() => mock.timers.enable({ apis: ['setTimeout'] }));
  beforeEach(() => mock.timers.tick(1000));
  after(() => mock.timers.reset());

  test('rows become items that say everything, to screen readers, too', async () => {
    const { model, view } = await open();
    model.rows = [
      row('run:a', {
        label: 'brave-fox',
        description: 'etl · Failed',
        tooltip: '**brave-fox**',
        icon: { name: 'error', color: 'millrace.failed' },
        children: 'collapsed',
        open: 'millrace.showRun',
      }),
      row('group:x', { children: 'expanded', icon: { name: 'folder' } }),
    ];
    assert.deepEqual(await view.provider.getChildren(undefined), ['run:a', 'group:x']);
    const item = view.provider.getTreeItem('run:a');
    assert.deepEqual(
      [item['id'], item.label, item['description'], item['contextValue'], item.collapsibleState],
      ['run:a', 'brave-fox', 'etl · Failed', ' run ', 1],
    );
    assert.deepEqual(JSON.parse(JSON.stringify([item['iconPath'], item['tooltip'], item['command'], item['accessibilityInformation']])), [
      { id: 'error', color: { id: 'millrace.failed' } },
      { value: '**brave-fox**', supportThemeIcons: true },
      { command: 'millrace.showRun', title: '', arguments: ['run:a'] },
      { label: 'row run:a' },
    ]);
    const group = view.provider.getTreeItem('group:x');
    assert.deepEqual([group.collapsibleState, group['tooltip'], group['command']], [2, undefined, undefined]);
    assert.equal(view.provider.getTreeItem('run:unknown').label, '');
  });

  /** Changes at times in milliseconds, and what the editor is told to draw at which time. */
  const sequences: readonly [name: string, changes: readonly [number, readonly string[] | undefined][], drawn: [number, unknown][]][] = [
    ['a change alone is drawn at once', [[0, ['run:a']]], [[0, ['run:a']]]],
    [
      'what follows soon is drawn together',
      [
        [0, ['run:a']],
        [20, ['run:b']],
        [100, ['run:c', 'run:b']],
      ],
      [
        [0, ['run:a']],
        [210, ['run:b', 'run:c']],
      ],
    ],
    [
      'everything contains the rows',
      [
        [0, ['run:a']],
        [20, ['run:b']],
        [30, undefined],
        [40, ['run:c']],
      ],
      [
        [0, ['run:a']],
        [210, 'all'],
      ],
    ],
    [
      'changes that go on are not put off',
      [0, 100, 200, 300, 400, 500].map((at): [number, readonly string[]] => [at, [`run:${at}`]]),
      [
        [0, ['run:0']],
        [210, ['run:100', 'run:200']],
        [420, ['run:300', 'run:400']],
        [630, ['run:500']],
      ],
    ],
    [
      'after a rest the next change is drawn at once again',
      [
        [0, ['run:a']],
        [500, ['run:b']],
      ],
      [
        [0, ['run:a']],
        [500, ['run:b']],
      ],
    ],
  ];

  for (const [name, changes, expected] of sequences) {
    test(name, async () => {
      const { model, view } = await open();
      const drawn: [number, unknown][] = [];
      for (let now = 0; now <= 1000; now += 10) {
        if (now > 0) mock.timers.tick(10);
        for (const [at, ids] of changes) {
          if (at !== now) continue;
          if (ids === undefined) model.rows = [row('run:new')];
          model.changed.fire(ids);
        }
        await settle();
        for (const ids of view.drawn.splice(0)) drawn.push([now, ids]);
      }
      assert.deepEqual(drawn, expected);
    });
  }

  test('what changes while the editor reads is in what it reads: it is not drawn twice', async () => {
    const { model, view } = await open();
    model.slow = true;
    const reading = view.provider.getChildren(undefined);
    model.badge = { value: 3, tooltip: '3 failed today' };
    model.changed.fire(undefined);
    mock.timers.tick(1000);
    assert.deepEqual([view.drawn, view.badge?.value], [[], 3]);
    model.answer?.();
    await reading;
    model.slow = false;
    model.rows = [row('run:new')];
    model.changed.fire(undefined);
    mock.timers.tick(1000);
    await settle();
    assert.deepEqual(view.drawn, ['all']);
  });

  test('what the editor has not asked for yet is not drawn: it will ask', async () => {
    const model = new Model();
    showTree('early', model);
    const view = done.views.get('early');
    model.badge = { value: 2, tooltip: '2 failed today' };
    model.changed.fire(undefined);
    mock.timers.tick(1000);
    assert.deepEqual([view?.drawn, view?.badge?.value], [[], 2]);
    await view?.provider.getChildren(undefined);
    model.rows = [row('run:new')];
    model.changed.fire(undefined);
    await settle();
    assert.deepEqual(view?.drawn, ['all']);
  });

  test('a reading that fails does not keep the view from being drawn', async () => {
    const { model, view } = await open();
    model.children = async () => {
      throw new Error('gone');
    };
    await assert.rejects(view.provider.getChildren(undefined), /gone/);
    model.changed.fire(undefined);
    await settle();
    assert.deepEqual(view.drawn, ['all']);
  });

  test('a hidden view draws no rows, keeps its badge true, and draws everything when it is shown again', async () => {
    const { model, view } = await open();
    view.show(false);
    model.badge = { value: 1, tooltip: '1 failed today' };
    model.changed.fire(['run:a']);
    mock.timers.tick(1000);
    assert.deepEqual([view.drawn, view.badge?.value], [[], 1]);
    model.rows = [row('run:new')];
    view.show(true);
    await settle();
    assert.deepEqual([view.drawn, model.shown], [['all'], [true, false, true]]);
  });

  test('a button that is pressed while nothing but its looks changes finds its row: the editor is not made to forget it', async () => {
    const { model, view } = await open();
    model.rows = [row('flow:a'), row('flow:b')];
    await view.provider.getChildren(undefined);
    model.changed.fire(undefined);
    await settle();
    assert.deepEqual(view.drawn, []);
    model.rows = [row('flow:a'), row('flow:b', { description: '1 deployment' })];
    mock.timers.tick(1000);
    model.changed.fire(undefined);
    await settle();
    assert.deepEqual(view.drawn, [['flow:b']]);
  });

  test('what changes while rows are compared is compared afterwards, once', async () => {
    const { model, view } = await open();
    const asked: ((rows: readonly TreeNode[]) => void)[] = [];
    model.children = () => new Promise((resolve) => asked.push(resolve));
    for (let change = 0; change < 3; change += 1) {
      model.changed.fire(undefined);
      mock.timers.tick(1000);
    }
    assert.equal(asked.length, 1);
    asked[0]?.([]);
    await settle();
    asked[1]?.([row('run:new')]);
    await settle();
    assert.deepEqual([view.drawn, asked.length], [['all'], 2]);
  });

  test('the line above the rows is set only when it is another one', async () => {
    const { model, view } = await open();
    for (const message of ['Failed', 'Failed', undefined, undefined]) {
      model.message = message;
      model.changed.fire(undefined);
      mock.timers.tick(1000);
    }
    assert.deepEqual(view.messages, ['Failed', '']);
  });
});

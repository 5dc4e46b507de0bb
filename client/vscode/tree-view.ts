import * as vscode from 'vscode';
import type { TreeModel, TreeNode } from '../tree.ts';
import { DrawnRows } from './drawn-rows.ts';

const collapsible = {
  none: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
};

/**
 * Milliseconds in which changes are gathered into one redrawing. The editor redraws at once, and then not again until 200 ms
 * have passed without another change: a little more than that keeps changes that go on from being put off for ever.
 */
const frame = 210;

/** Shows a model as a view: the one adapter for all trees. Its elements are the ids of the rows. */
export function showTree(viewId: string, model: TreeModel): vscode.Disposable {
  const drawn = new DrawnRows(model);
  let reading = 0;
  const changed = new vscode.EventEmitter<string[] | undefined>();
  const view = vscode.window.createTreeView<string>(viewId, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: (id) => toItem(drawn.row(id)),
      async getChildren(id) {
        reading += id === undefined ? 1 : 0;
        try {
          return drawn.below(id, await model.children(id));
        } finally {
          reading -= id === undefined ? 1 : 0;
        }
      },
    },
    showCollapseAll: true,
    canSelectMany: true,
  });
  const drawOutdated = oneAtATime(async () => {
    try {
      changed.fire(await drawn.outdated());
    } catch {
      // The editor says why its own reading fails.
      changed.fire(undefined);
    }
  });
  const redraw = throttle((ids) => {
    // The number of failed runs is seen while the view is not.
    view.badge = model.badge;
    if (!view.visible && ids !== undefined) return;
    // All rows in one event: the editor would put off all but the first.
    if (ids !== undefined) changed.fire([...ids]);
    else if (view.visible) drawOutdated();
    else changed.fire(undefined);
    const message = model.message ?? '';
    // The editor takes every assignment for a change of the rows.
    if (view.message !== message) view.message = message;
  });
  // What the editor reads at this moment is what it will draw.
  const follow = (ids: readonly string[] | undefined): void => redraw(ids === undefined && reading > 0 ? [] : ids);
  let hidden = false;
  const show = (visible: boolean): void => {
    model.setVisible(visible);
    // What has changed while nobody looked; a view that is shown for the first time asks by itself.
    if (visible && hidden) redraw(undefined);
    hidden = !visible;
  };
  const subscriptions = [
    view,
    changed,
    model.onDidChange(follow),
    view.onDidChangeVisibility(({ visible }) => show(visible)),
    view.onDidCollapseElement(({ element }) => drawn.fold(element)),
  ];
  model.setVisible(view.visible);
  return vscode.Disposable.from(...subscriptions);
}

/** Calls at once, and once more afterwards when it is called meanwhile. */
function oneAtATime(work: () => Promise<void>): () => void {
  let wanted = false;
  let working = false;
  const go = async (): Promise<void> => {
    wanted = true;
    if (working) return;
    working = true;
    while (wanted) {
      wanted = false;
      await work();
    }
    working = false;
  };
  return () => void go();
}

/** Calls at once, and then at most once a frame with everything that came in between. */
function throttle(work: (ids: readonly string[] | undefined) => void): (ids: readonly string[] | undefined) => void {
  let waiting: Set<string> | 'all' | undefined;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    const ids = waiting === 'all' ? undefined : [...(waiting ?? [])];
    const idle = waiting === undefined;
    waiting = undefined;
    timer = idle ? undefined : setTimeout(flush, frame);
    if (!idle) work(ids);
  };
  return (ids) => {
    if (ids === undefined) waiting = 'all';
    else if (waiting !== 'all') waiting = new Set([...(waiting ?? []), ...ids]);
    if (timer === undefined) flush();
  };
}

function toItem(node: TreeNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label, collapsible[node.children]);
  item.id = node.id;
  item.contextValue = node.context;
  item.accessibilityInformation = { label: node.spoken };
  if (node.description !== undefined) item.description = node.description;
  if (node.tooltip !== undefined) item.tooltip = new vscode.MarkdownString(node.tooltip, true);
  if (node.icon !== undefined) {
    item.iconPath = new vscode.ThemeIcon(
      node.icon.name,
      node.icon.color === undefined ? undefined : new vscode.ThemeColor(node.icon.color),
    );
  }
  if (node.open !== undefined) item.command = { command: node.open, title: '', arguments: [node.id] };
  return item;
}

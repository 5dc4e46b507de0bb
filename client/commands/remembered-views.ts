import type { FlowGrouping, FlowTree } from '../deployments/flow-tree.ts';
import type { Memento } from '../ports.ts';
import type { RunFilter } from '../runs/run-filter.ts';
import type { RunStore } from '../runs/run-store.ts';
import type { Grouping, RunTree } from '../runs/run-tree.ts';

/** What a person has set up in the views. */
interface Views {
  runs: RunStore;
  runTree: RunTree;
  flowTree: FlowTree;
}

const filterKey = 'millrace.runFilter';
const runsKey = 'millrace.runGrouping';
const flowsKey = 'millrace.flowGrouping';

/** Sets the views up as they were left in this workspace, and remembers what is changed. */
export function rememberViews({ runs, runTree, flowTree }: Views, memento: Memento): { dispose(): void } {
  void runs.setFilter(memento.get<RunFilter>(filterKey, {}));
  runTree.grouping = memento.get<Grouping>(runsKey, 'day');
  flowTree.grouping = memento.get<FlowGrouping>(flowsKey, 'none');
  const subscriptions = [
    runs.onDidChange(whenOther(() => runs.filter, filterKey, memento)),
    runTree.onDidChange(whenOther(() => runTree.grouping, runsKey, memento)),
    flowTree.onDidChange(whenOther(() => flowTree.grouping, flowsKey, memento)),
  ];
  return { dispose: () => subscriptions.forEach((subscription) => subscription.dispose()) };
}

/** Keeps a value when it is another one than before: the views tell every change of their rows. */
function whenOther(read: () => unknown, key: string, memento: Memento): () => void {
  let kept = read();
  return () => {
    const value = read();
    if (value === kept) return;
    kept = value;
    void memento.set(key, value);
  };
}

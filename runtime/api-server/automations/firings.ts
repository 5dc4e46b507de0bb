import { newId } from '../../core/ids.ts';
import { addSeconds } from '../../core/time.ts';
import type { Tx } from '../store/database.ts';
import type { WireEvent } from '../store/events.ts';
import type { CompositeTrigger, Trigger } from './triggers.ts';

/** That a trigger has fired, as Prefect's templates see it. */
export interface Firing {
  id: string;
  trigger: Trigger;
  trigger_states: string[];
  triggered: string;
  /** The labels by which events were counted apart, with their values. */
  triggering_labels: Record<string, string>;
  /** The firings that made a composite trigger fire. */
  triggering_firings: Firing[];
  triggering_event: WireEvent | null;
  triggering_value: null;
}

/** A trigger fires now. */
export const firingOf = (
  tx: Tx,
  trigger: Trigger,
  because: Partial<Pick<Firing, 'triggering_labels' | 'triggering_firings' | 'triggering_event'>>,
): Firing => ({
  id: newId(),
  trigger,
  trigger_states: ['Triggered'],
  triggered: tx.now(),
  triggering_labels: {},
  triggering_firings: [],
  triggering_event: null,
  ...because,
  triggering_value: null,
});

const ofParent = 'automation_id = ? AND parent_id = ?';

/** One of a composite trigger's parts has fired: the firing of the whole when that was what it still needed. */
export function combine(tx: Tx, automationId: string, parent: CompositeTrigger, firing: Firing): Firing | undefined {
  const because = { triggering_firings: [firing], triggering_event: firing.triggering_event };
  if (needed(parent) === 1) return firingOf(tx, parent, because);
  const ids = [automationId, parent.id];
  if (parent.within !== null) {
    const since = addSeconds(firing.triggered, -parent.within);
    tx.run(`DELETE FROM automation_child_firing WHERE ${ofParent} AND triggered < ?`, ...ids, since);
  }
  // A part that fires again takes the place of its earlier firing, at the end of the order.
  tx.run(
    'INSERT OR REPLACE INTO automation_child_firing (automation_id, parent_id, child_id, triggered, firing) VALUES (?, ?, ?, ?, ?)',
    ...[...ids, firing.trigger.id, firing.triggered, JSON.stringify(firing)],
  );
  const rows = tx.all<{ firing: string }>(`SELECT firing FROM automation_child_firing WHERE ${ofParent} ORDER BY number`, ...ids);
  const firings = rows.map((row): Firing => JSON.parse(row.firing));
  if (!isReady(parent, firings)) return undefined;
  tx.run(`DELETE FROM automation_child_firing WHERE ${ofParent}`, ...ids);
  return firingOf(tx, parent, { ...because, triggering_firings: firings });
}

/** How many of its parts a composite trigger waits for. */
function needed({ type, triggers, require = 'all' }: CompositeTrigger): number {
  if (type === 'sequence' || require === 'all') return triggers.length;
  return require === 'any' ? 1 : require;
}

function isReady(parent: CompositeTrigger, firings: readonly Firing[]): boolean {
  if (parent.type === 'compound') return firings.length >= needed(parent);
  return parent.triggers.length === firings.length && parent.triggers.every(({ id }, index) => firings[index]?.trigger.id === id);
}

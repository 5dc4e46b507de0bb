import type { Disposable } from '../emitter.ts';
import { Emitter } from '../emitter.ts';
import type { Timers } from '../ports.ts';
import type { Badge, TreeModel, TreeNode } from '../tree.ts';
import { contextOf, targetOf } from '../tree.ts';
import { t } from '../l10n.ts';
import { dayOf, formatDay } from './format.ts';
import type { Diagnosis } from './diagnose.ts';
import type { Run } from './run.ts';
import { describeFilter } from './run-filter.ts';
import type { RunsChange, RunStore } from './run-store.ts';
import { runNode, taskNode } from './run-rows.ts';

/** How the runs are put together. */
export type Grouping = 'day' | 'flow';

/** Why a run does not start although it should; undefined when there is no telling. */
export type Diagnose = (run: Run) => Diagnosis | undefined;

/** Rows that one group shows at first; the rest comes with "Show more". */
const groupSize = 200;

/**
 * Milliseconds between redrawings of durations. The editor shows what comes within 200 ms after a redrawing only then: with
 * a tick each second every fifth change of a state would be late. So they are drawn with every change, too, and tick only
 * while there is none.
 */
const tick = 2000;
/** The same for what is said in minutes. */
const slowTick = 30_000;
const hour = 3_600_000;

/** How many durations tick. */
const mostTicking = 100;

/** The view "Runs". */
export class RunTree implements TreeModel, Disposable {
  readonly #store: RunStore;
  readonly #timers: Timers;
  readonly #diagnose: Diagnose;
  readonly #changed = new Emitter<readonly string[] | undefined>();
  readonly #subscription: Disposable;
  readonly #shown = new Map<string, number>();
  #groups = new Map<string, Run[]>();
  /** In which group a run stands. */
  #places = new Map<string, string>();
  #grouping: Grouping = 'day';
  #visible = false;
  /** The rows whose durations go on. */
  #running: readonly string[] = [];
  #cancelTick: (() => void) | undefined;

  constructor(store: RunStore, timers: Timers, diagnose: Diagnose) {
    this.#store = store;
    this.#timers = timers;
    this.#diagnose = diagnose;
    this.#subscription = store.onDidChange((change) => this.#follow(change));
  }

  readonly onDidChange = this.#changed.event;

  get grouping(): Grouping {
    return this.#grouping;
  }

  set grouping(grouping: Grouping) {
    this.#grouping = grouping;
    this.#refresh();
  }

  /** Failed runs of today, and runs that wait for somebody. */
  get badge(): Badge | undefined {
    const today = dayOf(this.#timers.now());
    let failed = 0;
    let waiting = 0;
    for (const run of this.#store.all()) {
      if (run.parentTaskRunId !== undefined) continue;
      if (run.stateType === 'PAUSED') waiting += 1;
      else if ((run.stateType === 'FAILED' || run.stateType === 'CRASHED') && dayOf(run.ended ?? run.expected) === today) failed += 1;
    }
    return failed + waiting === 0
      ? undefined
      : { value: failed + waiting, tooltip: t('{0} failed today, {1} waiting for input', failed, waiting) };
  }

  get message(): string | undefined {
    const filter = describeFilter(this.#store.filter);
    // Without a server the view says what to do next, which a message would hide.
    if (filter === undefined || !this.#store.isLoaded) return undefined;
    return this.#store.top().length > 0 ? t('Filter: {0}', filter) : t('Filter: {0} (no run fits)', filter);
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#store.setVisible(visible);
    this.#tickWhileVisible();
  }

  async children(id: string | undefined): Promise<readonly TreeNode[]> {
    if (id === undefined) return this.#roots();
    const group = targetOf(id, 'group');
    if (group !== undefined) return this.#inGroup(group);
    const runId = targetOf(id, 'run');
    if (runId === undefined) return [];
    const { tasks, subflows } = await this.#store.childrenOf(runId);
    const now = this.#timers.now();
    const rows = [
      ...subflows.map((run) => ({ at: run.expected, node: runNode(run, now, this.#diagnose(run)) })),
      ...tasks.map((task) => ({ at: task.expected, node: taskNode(task, now) })),
    ];
    return rows.toSorted((a, b) => a.at - b.at).map(({ node }) => node);
  }

  node(id: string): TreeNode | undefined {
    const now = this.#timers.now();
    const task = this.#store.task(targetOf(id, 'task') ?? '');
    if (task !== undefined) return taskNode(task, now);
    const run = this.#store.get(targetOf(id, 'run') ?? '');
    return run === undefined ? undefined : runNode(run, now, this.#diagnose(run));
  }

  /** Shows more rows of a group, or loads more runs. */
  async showMore(group: string): Promise<void> {
    if (group === '') await this.#store.loadMore();
    else this.#shown.set(group, (this.#shown.get(group) ?? groupSize) + groupSize);
    this.#refresh();
  }

  dispose(): void {
    this.#cancelTick?.();
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #roots(): Promise<TreeNode[]> {
    await this.#store.ensureLoaded();
    const now = this.#timers.now();
    this.#groups = Map.groupBy(this.#store.top(), (run) => this.#groupOf(run, now));
    this.#places = new Map([...this.#groups].flatMap(([name, runs]) => runs.map(({ id }) => [id, name])));
    this.#tickWhileVisible();
    const names = [...this.#groups.keys()];
    const nodes = names.map((name, index): TreeNode => {
      const label = this.#grouping === 'day' && name !== upcoming ? formatDay(name, now) : name === upcoming ? t('Upcoming') : name;
      const count = this.#groups.get(name)?.length ?? 0;
      return {
        id: `group:${name}`,
        label,
        description: String(count),
        context: contextOf('group'),
        children: index < 2 && name !== upcoming ? 'expanded' : 'collapsed',
        spoken: t('{0}, {1} runs', label, count),
      };
    });
    return this.#store.hasMore ? [...nodes, moreNode('')] : nodes;
  }

  #inGroup(group: string): TreeNode[] {
    const runs = this.#groups.get(group) ?? [];
    const shown = this.#shown.get(group) ?? groupSize;
    const now = this.#timers.now();
    const current = runs.slice(0, shown).map((run) => this.#store.get(run.id) ?? run);
    const nodes = current.map((run) => runNode(run, now, this.#diagnose(run)));
    return runs.length > shown ? [...nodes, moreNode(group)] : nodes;
  }

  #groupOf(run: Run, now: number): string {
    if (this.#grouping === 'flow') return run.flowName;
    return run.stateName === 'Scheduled' && run.expected > now ? upcoming : dayOf(run.expected);
  }

  #refresh(): void {
    this.#changed.fire(undefined);
  }

  /** Redraws rows alone where they stay in their places. */
  #follow(change: RunsChange): void {
    const stay = change !== 'all' && change.every((id) => this.#staysInPlace(this.#store.get(id)));
    if (stay) this.#tickWhileVisible();
    this.#changed.fire(stay ? [...new Set([...change.map((id) => `run:${id}`), ...this.#running])] : undefined);
  }

  #staysInPlace(run: Run | undefined): boolean {
    if (run === undefined) return false;
    if (run.parentTaskRunId !== undefined) return true;
    return this.#store.isTop(run) && this.#places.get(run.id) === this.#groupOf(run, this.#timers.now());
  }

  /** Durations and ages go on as long as somebody looks at them. */
  #tickWhileVisible(): void {
    this.#cancelTick?.();
    this.#running = [];
    if (!this.#visible) return;
    const { runs, tasks } = this.#store.running();
    this.#running = [...runs.map(({ id }) => `run:${id}`), ...tasks.map(({ id }) => `task:${id}`)].slice(0, mostTicking);
    const latest = Math.max(...[...runs, ...tasks].map(({ started }) => started ?? 0));
    this.#cancelTick = this.#timers.after(this.#timers.now() - latest < hour ? tick : slowTick, () => {
      this.#tickWhileVisible();
      const rows = this.#running.length > 0 ? this.#running : this.#upcoming();
      if (rows.length > 0) this.#changed.fire(rows);
    });
  }

  #upcoming(): string[] {
    const waiting = this.#store.top().filter(({ stateType }) => stateType === 'SCHEDULED');
    return waiting.slice(0, mostTicking).map(({ id }) => `run:${id}`);
  }
}

const upcoming = 'upcoming';

const moreNode = (group: string): TreeNode => ({
  id: `more:${group}`,
  label: t('Show more…'),
  context: contextOf('more'),
  children: 'none',
  open: 'millrace.showMore',
  spoken: t('Show more runs'),
});

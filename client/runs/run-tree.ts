import type { Disposable } from '../emitter.ts';
import { Emitter } from '../emitter.ts';
import type { Timers } from '../ports.ts';
import type { Badge, TreeModel, TreeNode } from '../tree.ts';
import { contextOf, targetOf } from '../tree.ts';
import { t } from '../l10n.ts';
import { dayOf, formatAge, formatDay, formatDuration, formatMoment } from './format.ts';
import type { Run, Task } from './run.ts';
import { isOver, isUnderWay } from './run.ts';
import { describeFilter } from './run-filter.ts';
import type { RunsChange, RunStore } from './run-store.ts';
import { styleOf } from './state-styles.ts';

/** How the runs are put together. */
export type Grouping = 'day' | 'flow';

/** Why a run does not start although it should, in words; undefined when there is no telling. */
export type Diagnose = (run: Run) => string | undefined;

/** Rows that one group shows at first; the rest comes with "Show more". */
const groupSize = 200;

/**
 * Milliseconds between redrawings of durations. The editor shows what comes within 200 ms after a redrawing only then: with
 * a tick each second every fifth change of a state would be late.
 */
const tick = 5000;
/** The same for ages of minutes. */
const slowTick = 30_000;

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
  #ticksFast = false;
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
    return describeFilter(this.#store.filter);
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
    const run = this.#store.get(targetOf(id, 'run') ?? '');
    return run === undefined ? undefined : runNode(run, this.#timers.now(), this.#diagnose(run));
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
    this.#changed.fire(stay ? change.map((id) => `run:${id}`) : undefined);
    const begins = change !== 'all' && change.some((id) => isUnderWay(this.#store.get(id) ?? { stateType: null }));
    if (begins && !this.#ticksFast) this.#tickWhileVisible();
  }

  #staysInPlace(run: Run | undefined): boolean {
    if (run === undefined) return false;
    if (run.parentTaskRunId !== undefined) return true;
    return this.#store.isTop(run) && this.#places.get(run.id) === this.#groupOf(run, this.#timers.now());
  }

  /** Durations and ages go on as long as somebody looks at them. */
  #tickWhileVisible(): void {
    this.#cancelTick?.();
    this.#ticksFast = false;
    if (!this.#visible) return;
    const top = this.#store.top();
    const running = top.filter(isUnderWay);
    const ticking = running.length > 0 ? running : top.filter(({ stateType }) => stateType === 'SCHEDULED');
    if (ticking.length === 0) return;
    this.#ticksFast = running.length > 0;
    this.#cancelTick = this.#timers.after(this.#ticksFast ? tick : slowTick, () => {
      this.#changed.fire(ticking.slice(0, 100).map((run) => `run:${run.id}`));
      this.#tickWhileVisible();
    });
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

/** The row of a flow run. */
export function runNode(run: Run, now: number, diagnosis: string | undefined): TreeNode {
  const style = styleOf(run.stateType, run.stateName);
  const state = run.stateName ?? t('No state');
  const timing = timingOf(run, now);
  const waits = diagnosis === undefined ? '' : ` · ${diagnosis}`;
  return {
    id: `run:${run.id}`,
    label: run.name,
    description: `${run.flowName} · ${state}${timing === '' ? '' : ` · ${timing}`}${waits}`,
    tooltip: runTooltip(run, diagnosis),
    icon: { name: style.icon, color: style.color },
    context: contextOf(
      'run',
      isOver(run) ? 'over' : 'active',
      run.stateType === 'PAUSED' && 'paused',
      diagnosis !== undefined && 'stuck',
      (run.stateType === 'FAILED' || run.stateType === 'CRASHED') && 'failed',
    ),
    children: 'collapsed',
    open: 'millrace.showRun',
    spoken: t('{0}, run {1} of flow {2}, {3}{4}', state, run.name, run.flowName, timing, waits),
  };
}

function taskNode(task: Task, now: number): TreeNode {
  const style = styleOf(task.stateType, task.stateName);
  const state = task.stateName ?? t('No state');
  const timing = timingOf(task, now);
  return {
    id: `task:${task.id}`,
    label: task.name,
    description: `${state}${timing === '' ? '' : ` · ${timing}`}`,
    ...(task.message === undefined ? {} : { tooltip: escapeMarkdown(task.message) }),
    icon: { name: style.icon, color: style.color },
    context: contextOf('task'),
    children: 'none',
    spoken: t('{0}, task {1}, {2}', state, task.name, timing),
  };
}

/** How long it took, or takes, or when it is due. */
function timingOf(run: Run | Task, now: number): string {
  if (run.started !== undefined) return formatDuration((run.ended ?? now) - run.started);
  return run.stateType === 'SCHEDULED' ? formatAge(run.expected, now) : '';
}

function runTooltip(run: Run, diagnosis: string | undefined): string {
  const lines = [
    `**${escapeMarkdown(run.name)}** — ${escapeMarkdown(run.flowName)}`,
    `${run.stateName ?? t('No state')}${run.message === undefined ? '' : `: ${escapeMarkdown(run.message)}`}`,
    diagnosis === undefined ? undefined : `$(warning) ${escapeMarkdown(diagnosis)}`,
    t('Expected {0}', formatMoment(run.expected)),
    run.started === undefined ? undefined : t('Started {0}', formatMoment(run.started)),
    run.ended === undefined ? undefined : t('Ended {0}', formatMoment(run.ended)),
    run.pool === undefined
      ? undefined
      : t('Pool {0}{1}', escapeMarkdown(run.pool), run.queue === undefined ? '' : `, queue ${escapeMarkdown(run.queue)}`),
    run.tags.length === 0 ? undefined : t('Tags {0}', run.tags.map(escapeMarkdown).join(', ')),
  ];
  return lines.filter((line) => line !== undefined).join('\n\n');
}

/** Text that a user chose, inside Markdown. */
export const escapeMarkdown = (text: string): string => text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>$~]/g, String.raw`\$&`);

import { defaultStateName, stateTypes } from '../../runtime/core/state.ts';
import type { FlowGrouping } from '../deployments/flow-tree.ts';
import { flowNameOf } from '../deployments/flow-rows.ts';
import type { RunFilter } from '../runs/run-filter.ts';
import { targetOf } from '../tree.ts';
import { t } from '../l10n.ts';
import { chooseFlow } from './choose.ts';
import { flowOf } from './runs.ts';
import type { Context } from './context.ts';

/** Opens the code of a flow, also from one of its runs. */
export async function openCode(context: Pick<Context, 'flows' | 'ui' | 'runs'>, target: unknown): Promise<void> {
  const run = targetOf(target, 'run');
  const name = run === undefined ? flowNameOf(target) : (await context.runs.read(run)).flowName;
  const flow = await chooseFlow(context, name === undefined ? target : `flow:${name}`, t('Open code of flow'));
  if (flow !== undefined) await context.ui.openPlace(flow.place);
}

/** Opens the code of a task of a run; the flow's where the task's is not known. */
export async function openTask(context: Pick<Context, 'flows' | 'ui' | 'runs'>, runId: string, taskName: string): Promise<void> {
  const flow = flowOf(context, await context.runs.read(runId));
  await context.ui.openPlace((await context.flows.placeOfTask(flow, taskName)) ?? flow.place);
}

/** Shows more runs of a group, or loads more. */
export async function showMore({ runTree }: Pick<Context, 'runTree'>, target: unknown): Promise<void> {
  await runTree.showMore(targetOf(target, 'more') ?? '');
}

/** Asks which runs are to be shown. */
export async function filterRuns({ runs, ui, flows }: Pick<Context, 'runs' | 'ui' | 'flows'>): Promise<void> {
  const current = runs.filter;
  const kind = await ui.pick<keyof RunFilter>(t('Show only runs…'), [
    { label: t('$(pass) in some states'), value: 'states' },
    { label: t('$(symbol-method) of a flow'), value: 'flow' },
    { label: t('$(tag) with a tag'), value: 'tag' },
    { label: t('$(search) whose name contains a text'), value: 'text' },
    { label: t('$(calendar) from the last hours'), value: 'hours' },
  ]);
  if (kind === undefined) return;
  const chosen =
    kind === 'states'
      ? await chooseStates(ui, current)
      : kind === 'flow'
        ? await chooseName(ui, [...flows.flows().map(({ name }) => name), ...[...runs.all()].map(({ flowName }) => flowName)])
        : await askFor(ui, kind, current);
  if (chosen !== undefined) await runs.setFilter(without(current, kind, chosen));
}

async function chooseStates(ui: Context['ui'], { states: current = [] }: RunFilter): Promise<RunFilter | undefined> {
  const states = await ui.pickMany(
    t('Show only runs in these states'),
    stateTypes.map((type) => ({ label: defaultStateName(type), value: type, picked: current.includes(type) })),
  );
  return states?.length === 0 ? {} : states && { states };
}

async function chooseName(ui: Context['ui'], names: readonly string[]): Promise<RunFilter | undefined> {
  const flow = await ui.pick(
    t('Show only runs of flow'),
    [...new Set(names)].toSorted().map((name) => ({ label: name, value: name })),
  );
  return flow === undefined ? undefined : { flow };
}

async function askFor(ui: Context['ui'], kind: 'hours' | 'tag' | 'text', current: RunFilter): Promise<RunFilter | undefined> {
  const text = await ui.ask({
    title: {
      hours: t('Show only runs from the last … hours'),
      tag: t('Show only runs with this tag'),
      text: t('Show only runs whose name contains'),
    }[kind],
    value: String(current[kind] ?? ''),
    validate: (value) => (kind !== 'hours' || /^\d*$/.test(value) ? undefined : t('Give a number of hours.')),
  });
  if (text === undefined) return undefined;
  return text === '' ? {} : kind === 'hours' ? { hours: Number(text) } : { [kind]: text };
}

function without(filter: RunFilter, key: keyof RunFilter, added: RunFilter): RunFilter {
  const { [key]: _dropped, ...rest } = filter;
  return { ...rest, ...added };
}

export const clearFilter = ({ runs }: Pick<Context, 'runs'>): Promise<void> => runs.setFilter({});

/** Groups the runs by the day when they are grouped by flow, and the other way round. */
export async function groupRuns({ runTree }: Pick<Context, 'runTree'>): Promise<void> {
  runTree.grouping = runTree.grouping === 'day' ? 'flow' : 'day';
}

/** Asks how the flows are to be put together. */
export async function groupFlows({ flowTree, ui }: Pick<Context, 'flowTree' | 'ui'>): Promise<void> {
  const grouping = await ui.pick<FlowGrouping>(t('Group flows'), [
    { label: t('Not at all'), value: 'none' },
    { label: t('By folder'), value: 'folder' },
    { label: t('By tag'), value: 'tag' },
    { label: t('By work pool'), value: 'pool' },
  ]);
  if (grouping !== undefined) flowTree.grouping = grouping;
}

/** Reads everything anew: events make it unnecessary, except after changes behind the server's back. */
export async function refresh({
  session,
  deployments,
  pools,
  runs,
}: Pick<Context, 'session' | 'deployments' | 'pools' | 'runs'>): Promise<void> {
  await session.refresh();
  await Promise.all([deployments.reload(), pools.reload(), runs.setFilter(runs.filter)]);
}

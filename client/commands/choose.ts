import { MillraceError } from '../../runtime/core/errors.ts';
import type { CodeFlow } from '../deployments/code-flow.ts';
import { entrypointOf } from '../deployments/code-flow.ts';
import type { KnownDeployment } from '../deployments/deployment-store.ts';
import { flowNameOf } from '../deployments/flow-rows.ts';
import type { Choice } from '../ports.ts';
import type { Run } from '../runs/run.ts';
import { targetOf } from '../tree.ts';
import { t } from '../l10n.ts';
import type { Context } from './context.ts';

/** The flow in code that a row, a code lens or an entrypoint names; else the person is asked. */
export async function chooseFlow(
  { flows, ui }: Pick<Context, 'flows' | 'ui'>,
  target: unknown,
  title: string,
): Promise<CodeFlow | undefined> {
  const all = flows.flows();
  const name = flowNameOf(target);
  const entrypoint = targetOf(target, 'entrypoint');
  const named = all.find((flow) => (entrypoint === undefined ? flow.name === name : entrypointOf(flow) === entrypoint));
  if (named !== undefined) return named;
  if (name !== undefined || entrypoint !== undefined) {
    throw new MillraceError('not-found', t('The flow "{0}" is not in the code of this workspace.', name ?? entrypoint ?? ''));
  }
  if (all.length === 0) {
    throw new MillraceError(
      'not-found',
      t(`There is no flow in the open folders: write one with "export const etl = flow({ name: 'etl' }, …)".`),
    );
  }
  return ui.pick(
    title,
    all.map((flow) => ({ label: flow.name, description: placeOf(flow, all), value: flow })),
  );
}

/** Where a flow is: with the name of its folder when several folders are open. */
function placeOf(flow: CodeFlow, all: readonly CodeFlow[]): string {
  const isOnly = all.every(({ folder }) => folder === flow.folder);
  return isOnly ? entrypointOf(flow) : `${entrypointOf(flow)} · ${flow.folder.split(/[/\\]/).at(-1) ?? flow.folder}`;
}

/** The run that a row names; else the person is asked among those that fit. */
export async function chooseRun(
  { runs, ui }: Pick<Context, 'runs' | 'ui'>,
  target: unknown,
  title: string,
  fits: (run: Run) => boolean,
): Promise<Run | undefined> {
  const id = targetOf(target, 'run');
  if (id !== undefined) return runs.read(id);
  return ui.pick(title, await choicesOf(runs, fits));
}

/** The runs of a selection in the view, or those that are chosen. */
export async function chooseRuns(
  context: Pick<Context, 'runs' | 'ui'>,
  target: unknown,
  selection: readonly unknown[],
  title: string,
  fits: (run: Run) => boolean,
): Promise<Run[]> {
  if (selection.length > 1) {
    const selected = await Promise.all(selection.flatMap((row) => targetOf(row, 'run') ?? []).map((id) => context.runs.read(id)));
    return selected.filter(fits);
  }
  if (targetOf(target, 'run') === undefined) return (await context.ui.pickMany(title, await choicesOf(context.runs, fits))) ?? [];
  const run = await chooseRun(context, target, title, fits);
  return run === undefined ? [] : [run];
}

/** The runs that fit, newest first. Throws `not-found` when there is none. */
async function choicesOf(runs: Context['runs'], fits: (run: Run) => boolean): Promise<Choice<Run>[]> {
  await runs.ensureLoaded();
  const choices = runs
    .top()
    .filter(fits)
    .map((run) => ({ label: run.name, description: `${run.flowName} · ${run.stateName ?? ''}`, value: run }));
  if (choices.length === 0) throw new MillraceError('not-found', t('There is no run to do this with.'));
  return choices;
}

/** The deployment that a row names, the only one of a flow, or the one that the person chooses. */
export async function chooseDeployment(
  { deployments, ui }: Pick<Context, 'deployments' | 'ui'>,
  target: unknown,
  title: string,
): Promise<KnownDeployment | undefined> {
  await deployments.ensureLoaded();
  const id = targetOf(target, 'deployment');
  const named = id === undefined ? undefined : deployments.get(id);
  if (named !== undefined) return named;
  if (id !== undefined) throw new MillraceError('not-found', t('This deployment is not on the server any more.'));
  const flow = flowNameOf(target);
  const all = deployments.all().filter((known) => flow === undefined || known.flowName === flow);
  if (all.length === 0) {
    throw new MillraceError(
      'not-found',
      flow === undefined
        ? t('Nothing is deployed yet: deploy a flow first.')
        : t('The flow "{0}" is not deployed yet: deploy it first.', flow),
    );
  }
  if (all.length === 1 && flow !== undefined) return all[0];
  return ui.pick(
    title,
    all.map((known) => ({
      label: `${known.flowName}/${known.deployment.name}`,
      description: known.deployment.workPoolName ?? '',
      value: known,
    })),
  );
}

/** The pool that a row names, the only one there is, or the one that the person chooses. */
export async function choosePool(
  { pools, ui }: Pick<Context, 'pools' | 'ui'>,
  target: unknown,
  title: string,
): Promise<string | undefined> {
  const named = targetOf(target, 'pool');
  if (named !== undefined) return named;
  await pools.reload();
  const names = pools.all().map(({ pool }) => pool.name);
  if (names.length <= 1) return names[0];
  return ui.pick(
    title,
    names.map((name) => ({ label: name, value: name })),
  );
}

import type { CodeFlow } from '../deployments/code-flow.ts';
import { t } from '../l10n.ts';
import type { Place } from '../ports.ts';
import { chooseFlow, chooseRun } from './choose.ts';
import type { Context } from './context.ts';
import { requireTrust } from './run-flow.ts';
import { flowOf } from './runs.ts';

type DebugContext = Pick<Context, 'flows' | 'ui' | 'server' | 'workspace' | 'debug'>;

/** Runs a flow under the debugger: breakpoints in its code stop it. */
export async function debugFlow(context: DebugContext, target: unknown): Promise<void> {
  requireTrust(context);
  const flow = await chooseFlow(context, target, t('Debug flow'));
  if (flow === undefined) return;
  await context.debug(flow, {});
}

/** Runs the flow of a run under the debugger, with the parameters of that run. */
export async function debugRun(context: DebugContext & Pick<Context, 'runs' | 'session'>, target: unknown): Promise<void> {
  requireTrust(context);
  const run = await chooseRun(context, target, t('Debug run with its parameters'), () => true);
  if (run === undefined) return;
  const { parameters } = await context.session.require().flowRuns.read({ id: run.id });
  await context.debug(flowOf(context, run), parameters);
}

/** The flow that F5 means where no configuration names one: the last that begins before the cursor, else the person is asked. */
export async function flowAtCursor(
  context: Pick<Context, 'flows' | 'ui'>,
  cursor: Pick<Place, 'path' | 'line'> | undefined,
): Promise<CodeFlow | undefined> {
  const inFile = context.flows.flows().filter(({ place }) => place.path === cursor?.path);
  const around = inFile.filter(({ place }) => place.line <= (cursor?.line ?? 0)).toSorted((a, b) => b.place.line - a.place.line);
  return around[0] ?? inFile[0] ?? chooseFlow(context, undefined, t('Debug flow'));
}

import { messageOf, MillraceError } from '../../runtime/core/errors.ts';
import { LogTail } from '../runs/log-tail.ts';
import type { Run } from '../runs/run.ts';
import { isOver } from '../runs/run.ts';
import { parseTarget } from '../tree.ts';
import { t } from '../l10n.ts';
import { chooseRun, chooseRuns } from './choose.ts';
import type { Context } from './context.ts';
import { runDeployment } from './deploy.ts';
import { requireTrust, runFlow } from './run-flow.ts';

type RunContext = Pick<Context, 'session' | 'runs' | 'localRuns' | 'ui'>;

/** Cancels runs: the server tells their workers, and what this window executes itself is ended at once. */
export async function cancelRun(context: RunContext, target: unknown, selection: readonly unknown[] = []): Promise<void> {
  const runs = await chooseRuns(context, target, selection, t('Cancel run'), (run) => !isOver(run));
  if (runs.length === 0) return;
  if (
    runs.length > 1 &&
    !(await context.ui.confirm(t('Cancel {0} runs?', runs.length), t('What they have done so far is not undone.'), t('Cancel Runs')))
  ) {
    return;
  }
  await forEachRun(runs, (run) => cancelOne(context, run));
}

async function cancelOne({ session, localRuns }: RunContext, run: Run): Promise<void> {
  const cancelling = { type: 'CANCELLING' as const, name: 'Cancelling' };
  const { status, details, state } = await session.require().flowRuns.setState({ id: run.id }, { state: cancelling });
  if (status === 'ABORT') {
    throw new MillraceError(
      'conflict',
      t('Run {0} is {1}: {2}', run.name, state?.name ?? t('in no state'), details.reason ?? t('it cannot be cancelled')),
    );
  }
  localRuns.stop(run.id);
}

/** Does something with each run, whatever happens with the others. Throws what went wrong, all of it. */
async function forEachRun(runs: readonly Run[], work: (run: Run) => Promise<void>): Promise<void> {
  const faults: string[] = [];
  for (const run of runs) {
    try {
      await work(run);
    } catch (error) {
      // A server that is gone is gone for all of them.
      if (runs.length === 1 || MillraceError.is(error, 'unreachable')) throw error;
      const text = messageOf(error);
      faults.push(text.includes(run.name) ? text : `${run.name}: ${text}`);
    }
  }
  if (faults.length > 0) throw new MillraceError('failed', faults.join('\n'));
}

/** Deletes runs with their logs, after asking. */
export async function deleteRun(context: RunContext, target: unknown, selection: readonly unknown[] = []): Promise<void> {
  const runs = await chooseRuns(context, target, selection, t('Delete run'), () => true);
  const [first] = runs;
  if (first === undefined) return;
  const what = runs.length === 1 ? t('run {0}', first.name) : t('{0} runs', runs.length);
  if (!(await context.ui.confirm(t('Delete {0}?', what), t('Their states and logs are deleted, too. This cannot be undone.'), t('Delete'))))
    return;
  const client = context.session.require();
  await forEachRun(runs, async ({ id }) => {
    await client.flowRuns.delete({ id });
    context.runs.remove(id);
  });
}

type RetryContext = Pick<Context, 'session' | 'runs' | 'localRuns' | 'ui' | 'flows' | 'workspace' | 'timers' | 'notices'>;

/** Runs a finished run again as the same run: tasks that completed keep their results where they are persisted. */
export async function retryRun(context: RetryContext, target: unknown): Promise<void> {
  const run = await chooseRun(context, target, t('Retry run'), isOver);
  if (run === undefined) return;
  const client = context.session.require();
  const state = {
    type: 'SCHEDULED' as const,
    name: 'AwaitingRetry',
    message: t('Retried from the editor'),
    stateDetails: { scheduledTime: new Date(context.timers.now()).toISOString() },
  };
  if (run.deploymentId === undefined) requireTrust(context);
  const flow = run.deploymentId === undefined ? flowOf(context, run) : undefined;
  await client.flowRuns.setState({ id: run.id }, { state, force: true });
  context.notices.expect(run.id);
  if (flow !== undefined) context.localRuns.execute(run.id, flow);
}

type RerunContext = Pick<Context, 'flows' | 'server' | 'localRuns'> & Parameters<typeof runDeployment>[0];

/** Starts a new run with the parameters of another one. */
export async function rerun(context: RerunContext, target: unknown): Promise<void> {
  const run = await chooseRun(context, target, t('Run again'), isOver);
  if (run === undefined) return;
  const { parameters } = await context.session.require().flowRuns.read({ id: run.id });
  await (run.deploymentId === undefined
    ? runFlow(context, `flow:${run.flowName}`, parameters)
    : runDeployment(context, `deployment:${run.deploymentId}`, parameters));
}

/** The flow of a run in the code. Throws `not-found`. */
export function flowOf({ flows }: Pick<Context, 'flows'>, run: Run) {
  const flow = flows.flows().find(({ name }) => name === run.flowName);
  if (flow === undefined) {
    throw new MillraceError('not-found', t('The flow of run {0}, "{1}", is not in the code of this workspace.', run.name, run.flowName));
  }
  return flow;
}

/** Copies the id of what a row stands for; without one, of a run that the person chooses. */
export async function copyId(context: Pick<Context, 'runs' | 'ui'>, target: unknown): Promise<void> {
  const id = parseTarget(target)?.id ?? (await chooseRun(context, target, t('Copy the ID of run'), () => true))?.id;
  if (id !== undefined) await context.ui.copy(id);
}

/** Opens the log of a run as a document. */
export async function openLogs(context: Pick<Context, 'runs' | 'ui'>, target: unknown): Promise<void> {
  const run = await chooseRun(context, target, t('Open logs of run'), () => true);
  if (run !== undefined) await context.ui.openDocument(logUri(run));
}

/** Writes the log of a run to a file, where the person chooses. */
export async function exportLog(context: Pick<Context, 'runs' | 'ui' | 'session' | 'timers'>, target: unknown): Promise<void> {
  const run = await chooseRun(context, target, t('Export log of run'), () => true);
  if (run === undefined) return;
  const tail = new LogTail({ ...context, runId: run.id, changed: () => undefined });
  const text = await tail.text();
  tail.dispose();
  await context.ui.save(`${run.name.replaceAll(/[^\w.-]+/g, '-')}.log`, text);
}

/** The address of a run's log: `millrace-run:/hello-world.millrace-log?<id>`. */
export const logUri = (run: Pick<Run, 'id' | 'name'>): string =>
  `millrace-run:/${encodeURIComponent(run.name.replaceAll(/[/\\]/g, '-'))}.millrace-log?${run.id}`;

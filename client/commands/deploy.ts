import type { CodeFlow } from '../deployments/code-flow.ts';
import { entrypointOf } from '../deployments/code-flow.ts';
import { t } from '../l10n.ts';
import { chooseDeployment, chooseFlow } from './choose.ts';
import type { Context } from './context.ts';
import { requireTrust } from './run-flow.ts';

type DeployContext = Pick<
  Context,
  'flows' | 'ui' | 'server' | 'session' | 'cli' | 'deployments' | 'pools' | 'settings' | 'workspace' | 'log'
>;

/** Deploys a flow: shows what would change, asks, and does it. The pool is made when it does not exist. */
export async function deployFlow(context: DeployContext, target: unknown): Promise<void> {
  requireTrust(context);
  const flow = await chooseFlow(context, target, t('Deploy flow'));
  if (flow === undefined) return;
  await context.server.ensure();
  const pool = await ensurePool(context);
  if (pool === undefined) return;
  await context.ui.progress(t('Deploying {0}', flow.name), async (report, signal) => {
    const args = deployArguments(flow, pool);
    const options = { folder: flow.folder, connection: context.session.connection, signal };
    report(t('comparing with the server'));
    const plan = await context.cli.run([...args, '--dry-run'], options);
    if (!(await context.ui.confirm(t('Deploy {0} to pool "{1}"?', flow.name, pool), plan.trim(), t('Deploy')))) return;
    report(t('deploying'));
    context.log.info((await context.cli.run(args, options)).trim());
    await context.deployments.reload();
  });
}

/** Deploys what `prefect.yaml` of a folder declares, after a look at what changes. */
export async function deployAll(context: DeployContext): Promise<void> {
  requireTrust(context);
  const { ui, cli, session, workspace } = context;
  const [only] = workspace.folders;
  const folder =
    workspace.folders.length > 1
      ? await ui.pick(
          t('Deploy all flows of which folder?'),
          workspace.folders.map((each) => ({ label: each, value: each })),
        )
      : only;
  if (folder === undefined) return;
  await context.server.ensure();
  await ui.progress(t('Deploying all flows'), async (report, signal) => {
    const options = { folder, connection: session.connection, signal };
    report(t('comparing with the server'));
    const plan = await cli.run(['deploy', '--all', '--dry-run'], options);
    if (!(await ui.confirm(t('Deploy everything that the project declares?'), plan.trim(), t('Deploy All')))) return;
    report(t('deploying'));
    context.log.info((await cli.run(['deploy', '--all'], options)).trim());
    await context.deployments.reload();
  });
}

const deployArguments = (flow: CodeFlow, pool: string): string[] => ['deploy', entrypointOf(flow), '--name', flow.exported, '--pool', pool];

/** The pool to deploy to: the only one, the one chosen, or a new one named by the setting. */
export async function ensurePool({
  pools,
  ui,
  settings,
  session,
}: Pick<Context, 'pools' | 'ui' | 'settings' | 'session'>): Promise<string | undefined> {
  await pools.reload();
  const all = pools.all().filter(({ pool }) => pool.type === 'process');
  if (all.length > 1) {
    return ui.pick(
      t('Work pool'),
      all.map(({ pool }) => ({ label: pool.name, description: pool.description ?? '', value: pool.name })),
    );
  }
  if (all[0] !== undefined) return all[0].pool.name;
  await session.require().workPools.create({ name: settings.defaultPool, type: 'process' });
  pools.refresh();
  return settings.defaultPool;
}

/** Starts a run of a deployment with its default parameters, and a worker when nobody would execute it. */
export async function runDeployment(
  context: Pick<Context, 'session' | 'deployments' | 'runs' | 'pools' | 'workers' | 'settings' | 'ui' | 'workspace' | 'notices'>,
  target: unknown,
  parameters: Record<string, unknown> = {},
  at?: Date,
): Promise<void> {
  const known = await chooseDeployment(context, target, t('Run deployment'));
  if (known === undefined) return;
  const { deployment } = known;
  const run = await context.session
    .require()
    .deployments.createFlowRun(
      { id: deployment.id },
      { parameters, ...(at === undefined ? {} : { state: { type: 'SCHEDULED', stateDetails: { scheduledTime: at.toISOString() } } }) },
    );
  context.notices.expect(run.id);
  await context.runs.add([run]);
  if (deployment.workPoolName === null || at !== undefined) return;
  await context.pools.reload();
  const pool = context.pools.get(deployment.workPoolName);
  const online = pool?.workers.some(({ status }) => status === 'ONLINE') ?? true;
  const started = context.workers.all().some((worker) => worker.pool === deployment.workPoolName);
  if (online || started || pool?.pool.type !== 'process' || !context.workspace.trusted) return;
  if (
    (await context.ui.notify('warning', t('No worker is online in pool "{0}", so the run waits.', pool.pool.name), t('Start Worker'))) ===
    t('Start Worker')
  ) {
    context.workers.start(pool.pool.name, context.settings.workerLimit);
  }
}

/** Stops the schedules of a deployment. */
export async function pauseDeployment(context: Pick<Context, 'session' | 'deployments' | 'ui'>, target: unknown): Promise<void> {
  await changeDeployment(context, target, 'pause');
}

/** Starts the schedules of a deployment again. */
export async function resumeDeployment(context: Pick<Context, 'session' | 'deployments' | 'ui'>, target: unknown): Promise<void> {
  await changeDeployment(context, target, 'resume');
}

async function changeDeployment(
  context: Pick<Context, 'session' | 'deployments' | 'ui'>,
  target: unknown,
  action: 'pause' | 'resume',
): Promise<void> {
  const known = await chooseDeployment(
    context,
    target,
    action === 'pause' ? t('Pause schedules of deployment') : t('Resume schedules of deployment'),
  );
  if (known === undefined) return;
  await context.session.require().deployments[action]({ id: known.deployment.id });
  await context.deployments.reload();
}

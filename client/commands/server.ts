import { automatic } from '../connections/connections.ts';
import { t } from '../l10n.ts';
import type { Context } from './context.ts';
import { requireTrust } from './run-flow.ts';

/** Starts the embedded server and makes it the one that is meant. */
export async function startServer(context: Pick<Context, 'server' | 'connections' | 'workspace'>): Promise<void> {
  requireTrust(context);
  await context.connections.choose(automatic);
  await context.server.start();
}

/** Stops the embedded server, for every window that uses it. */
export async function stopServer({ server, workers }: Pick<Context, 'server' | 'workers'>): Promise<void> {
  await Promise.all(workers.all().map(({ name }) => workers.stop(name)));
  await server.stop();
}

/** Deletes everything that the embedded server knows, after asking. */
export async function resetServer(context: Pick<Context, 'server' | 'workers' | 'ui' | 'workspace'>): Promise<void> {
  requireTrust(context);
  const detail = t('All flows, deployments, runs, logs and work pools that it knows are deleted. This cannot be undone.');
  if (!(await context.ui.confirm(t('Reset the embedded server?'), detail, t('Delete Everything')))) return;
  await Promise.all(context.workers.all().map(({ name }) => context.workers.stop(name)));
  await context.server.reset();
}

/** Shows what can be done with the server: what a click on the status bar does. */
export async function switchServer({
  session,
  connections,
  server,
  ui,
}: Pick<Context, 'session' | 'connections' | 'server' | 'ui'>): Promise<void> {
  const { status } = session;
  const running = server.isRunning;
  const choices = [
    {
      label: t('$(server-environment) Embedded server'),
      description: running ? t('running') : t('start it'),
      value: () => connections.choose(automatic).then(() => server.start()),
    },
    ...connections.saved().map(({ name, url }) => ({
      label: `$(cloud) ${name}`,
      description: url,
      value: () => connections.choose(name).then(() => session.refresh()),
    })),
    ...(running ? [{ label: t('$(debug-stop) Stop the embedded server'), value: () => ui.execute('millrace.stopServer') }] : []),
    { label: t('$(add) Add another server…'), value: () => ui.execute('millrace.addConnection') },
    ...(connections.saved().length > 0
      ? [{ label: t('$(trash) Remove a server…'), value: () => ui.execute('millrace.removeConnection') }]
      : []),
    { label: t('$(output) Open the log'), value: () => ui.execute('millrace.openOutput') },
  ];
  const title =
    status.kind === 'none'
      ? t('No server')
      : t('{0} at {1}{2}', status.name, status.url, status.kind === 'connected' ? t(', API of Prefect {0}', status.version) : '');
  const chosen = await ui.pick(title, choices);
  await chosen?.();
}

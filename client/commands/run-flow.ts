import { MillraceError } from '../../runtime/core/errors.ts';
import { t } from '../l10n.ts';
import type { Context } from './context.ts';
import { chooseFlow } from './choose.ts';

/** Runs a flow of the code now, in a process of its own: without deployment and without worker. */
export async function runFlow(
  context: Pick<Context, 'flows' | 'ui' | 'server' | 'localRuns' | 'runs' | 'workspace' | 'notices'>,
  target: unknown,
  parameters: Record<string, unknown> = {},
): Promise<string | undefined> {
  requireTrust(context);
  const flow = await chooseFlow(context, target, t('Run flow'));
  if (flow === undefined) return undefined;
  // While the server starts.
  context.localRuns.prepare(flow.folder);
  await context.server.ensure();
  const id = await context.localRuns.create(flow, parameters);
  context.notices.expect(id);
  context.localRuns.execute(id, flow);
  await context.runs.read(id);
  return id;
}

/** Throws when the code of the workspace must not be executed. */
export function requireTrust({ workspace }: Pick<Context, 'workspace'>): void {
  if (!workspace.trusted) {
    throw new MillraceError(
      'unauthorized',
      t('This workspace is not trusted, so its code is not executed: trust it first (command "Workspaces: Manage Workspace Trust").'),
    );
  }
}

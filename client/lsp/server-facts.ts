import type { ServerFacts } from '../../server/model/entities.ts';
import type { ServerSession } from '../connections/server-session.ts';
import type { DeploymentStore } from '../deployments/deployment-store.ts';
import type { Disposable } from '../emitter.ts';
import type { PoolStore } from '../pools/pool-store.ts';
import { latestByFlow } from '../runs/latest.ts';
import type { RunStore } from '../runs/run-store.ts';

/** What facts are gathered from. */
export interface FactSources {
  session: ServerSession;
  deployments: DeploymentStore;
  pools: PoolStore;
  runs: RunStore;
}

/** What the orchestration server knows, for rules and completion; null when none is connected. */
export async function serverFacts({ session, deployments, pools, runs }: FactSources): Promise<ServerFacts | null> {
  if (session.client === undefined) return null;
  await Promise.all([deployments.ensureLoaded(), pools.ensureLoaded(), runs.ensureLoaded()]);
  const known = deployments.all();
  const latest = latestByFlow(runs.all());
  return {
    workPools: pools.all().map(({ pool }) => pool.name),
    workQueues: [...new Set(pools.all().flatMap(({ queues }) => queues.map(({ name }) => name)))],
    tags: [...new Set(known.flatMap(({ deployment }) => deployment.tags))],
    deployments: known.map(({ deployment, flowName }) => {
      const last = latest.get(flowName);
      const state =
        last?.deploymentId === deployment.id
          ? { state: last.stateName ?? '', at: new Date(last.ended ?? last.expected).toISOString() }
          : undefined;
      return {
        name: deployment.name,
        flowName,
        parameterSchema: deployment.parameterOpenapiSchema ?? {},
        ...(state === undefined ? {} : { lastRun: state }),
      };
    }),
  };
}

/** Tells when the facts may be others. */
export function whenFactsChange({ session, deployments, pools }: FactSources, changed: () => void): Disposable {
  const subscriptions = [session.onDidChange(changed), deployments.onDidChange(changed), pools.onDidChange(changed)];
  return { dispose: () => subscriptions.forEach((subscription) => subscription.dispose()) };
}

import type { Client } from '../../runtime/api/client.ts';
import type { Deployment } from '../../runtime/core/entities.ts';
import type { StoreOptions } from '../connections/reading.ts';
import { Reading } from '../connections/reading.ts';
import { t } from '../l10n.ts';

/** A deployment with the name of its flow and the time of its next run. */
export interface KnownDeployment {
  deployment: Deployment;
  flowName: string;
  /** Milliseconds since the epoch. */
  nextRun: number | undefined;
}

const pageSize = 200;

/** The deployments of the server, by their ids. */
export class DeploymentStore extends Reading<ReadonlyMap<string, KnownDeployment>> {
  constructor(options: StoreOptions) {
    super({
      ...options,
      what: 'deployments',
      empty: new Map(),
      read: readDeployments,
      outdates: ({ event }) => event.startsWith('prefect.deployment.') || event === 'prefect.flow-run.Scheduled',
      asksAgain: () => !options.session.isLive,
    });
  }

  all(): KnownDeployment[] {
    return [...this.value.values()];
  }

  get(id: string): KnownDeployment | undefined {
    return this.value.get(id);
  }
}

async function readDeployments(client: Client): Promise<ReadonlyMap<string, KnownDeployment>> {
  const deployments: Deployment[] = [];
  for (;;) {
    const page = await client.deployments.filter({ sort: 'NAME_ASC', limit: pageSize, offset: deployments.length });
    deployments.push(...page);
    if (page.length < pageSize) break;
  }
  const flowIds = [...new Set(deployments.map(({ flowId }) => flowId))];
  const [flows, scheduled] = await Promise.all([
    flowIds.length === 0 ? [] : client.flows.filter({ flows: { id: { any_: flowIds.slice(0, pageSize) } }, limit: pageSize }),
    client.flowRuns.filter({
      flowRuns: { state: { type: { any_: ['SCHEDULED'] } } },
      sort: 'NEXT_SCHEDULED_START_TIME_ASC',
      limit: pageSize,
    }),
  ]);
  const names = new Map(flows.map(({ id, name }) => [id, name]));
  const next = new Map<string, number>();
  for (const { deploymentId, nextScheduledStartTime: at } of scheduled.toReversed()) {
    if (deploymentId !== null && at !== null) next.set(deploymentId, Date.parse(at));
  }
  return new Map(
    deployments.map((deployment) => [
      deployment.id,
      { deployment, flowName: names.get(deployment.flowId) ?? t('unknown flow'), nextRun: next.get(deployment.id) },
    ]),
  );
}

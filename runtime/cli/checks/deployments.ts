import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Client } from '../../api/client.ts';
import type { Deployment } from '../../core/entities.ts';
import { allOf } from '../lookup.ts';
import type { Finding } from './finding.ts';
import { error, ok, warning } from './finding.ts';

/** Whether the deployments could run: their pool, their code as far as it is on this machine, their last run. */
export async function checkDeployments(client: Client, deployments: readonly Deployment[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  const flowIds = [...new Set(deployments.map(({ flowId }) => flowId))];
  const flows = flowIds.length === 0 ? [] : await allOf((range) => client.flows.filter({ ...range, flows: { id: { any_: flowIds } } }));
  const names = new Map(flows.map((flow) => [flow.id, flow.name]));
  for (const deployment of deployments) {
    findings.push(...(await checkDeployment(client, deployment, `${names.get(deployment.flowId) ?? '?'}/${deployment.name}`)));
  }
  return findings;
}

async function checkDeployment(client: Client, deployment: Deployment, name: string): Promise<Finding[]> {
  const about = `deployment ${name}`;
  const found = [...checkPlace(deployment, name, about), ...checkCode(deployment, about)];
  const [last] = await client.flowRuns.filter({
    deployments: { id: { any_: [deployment.id] } },
    flowRuns: { state: { type: { any_: ['COMPLETED', 'FAILED', 'CRASHED'] } } },
    sort: 'END_TIME_DESC',
    limit: 1,
  });
  if (last !== undefined && last.stateType !== 'COMPLETED') {
    const text = `its last run, ${last.name}, ended as ${last.stateName}${last.state?.message ? `: ${last.state.message}` : '.'}`;
    found.push(warning(about, text, `millrace flow-run logs ${last.id}`));
  }
  return found.length > 0 ? found : [ok(about, `in work pool ${deployment.workPoolName ?? '-'}`)];
}

function checkPlace({ workPoolName, paused, schedules }: Deployment, name: string, about: string): Finding[] {
  const found: Finding[] = [];
  if (workPoolName === null) {
    found.push(warning(about, 'has no work pool: only a process that serves it runs it.', 'deploy it again with --pool'));
  }
  if (paused && schedules.length > 0) {
    found.push(warning(about, 'is paused: its schedules make no runs.', `millrace deployment resume ${name}`));
  }
  if (!paused && schedules.length > 0 && schedules.every(({ active }) => !active)) {
    found.push(warning(about, 'has schedules, and none of them is active.', 'deploy it again with an active schedule'));
  }
  return found;
}

/** Looks for the code when it was deployed from this machine. */
function checkCode({ entrypoint, pullSteps }: Deployment, about: string): Finding[] {
  if (!entrypoint) return [warning(about, 'does not say where its flow is.', 'deploy it again with an entrypoint, as flows/etl.ts:etl')];
  const folder = pullSteps
    ?.flatMap((step) => Object.entries(step))
    .flatMap(([step, inputs]) => (step.endsWith('.set_working_directory') ? [directoryOf(inputs)] : []))[0];
  if (folder === undefined) return [];
  const file = resolve(folder, entrypoint.slice(0, Math.max(0, entrypoint.lastIndexOf(':'))));
  if (!existsSync(folder)) {
    return [
      warning(
        about,
        `runs in ${folder}, which is not on this machine: its workers must be where it is.`,
        'deploy it again from where its code is',
      ),
    ];
  }
  return existsSync(file)
    ? []
    : [error(about, `its flow is in ${file}, and there is no such file.`, 'deploy it again from where its code is')];
}

function directoryOf(inputs: unknown): string | undefined {
  const directory: unknown = typeof inputs === 'object' && inputs !== null ? Reflect.get(inputs, 'directory') : undefined;
  return typeof directory === 'string' ? directory : undefined;
}

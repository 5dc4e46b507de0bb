import type { Client } from '../api/client.ts';
import type { ConcurrencyLimit, TagLimit, Variable } from '../core/client-resources.ts';
import type { Deployment, DeploymentSchedule } from '../core/entities.ts';
import type { JsonObject } from '../core/json.ts';
import { allOf, ifExists } from './lookup.ts';
import type { LimitDeclaration, PoolDeclaration, SetupStep } from './setup-plan.ts';
import { planSetup, step } from './setup-plan.ts';

/** How deployments are copied. */
export interface MigrationOptions {
  /** Whether the copies make no runs by their schedules, so that two servers do not both make them. */
  paused: boolean;
}

/**
 * Compares what two servers have, and plans what makes the second have what the first has: limits, work pools with their
 * queues, variables, deployments with their schedules. What only the second has is left alone. Steps are in the order in
 * which they can be run.
 */
export async function planMigration(from: Client, to: Client, { paused }: MigrationOptions): Promise<SetupStep[]> {
  const deployments = await allOf((range) => from.deployments.filter(range));
  const used = new Set(deployments.map(({ workPoolName }) => workPoolName));
  const steps = await planSetup(to, { pools: await readPools(from, used), limits: await readLimits(from) });
  for (const variable of await allOf((range) => from.variables.filter(range))) steps.push(await planVariable(to, variable));
  const names = new Map((await allOf((range) => from.flows.filter(range))).map(({ id, name }) => [id, name]));
  for (const deployment of deployments) {
    const flow = names.get(deployment.flowId) ?? '';
    steps.push(await planDeployment(to, flow, paused ? { ...deployment, paused } : deployment));
  }
  return steps;
}

/** The pool that Prefect's database is made with, for the agents of 2.x; it counts when something is deployed to it. */
const agents = 'default-agent-pool';

async function readPools(from: Client, used: ReadonlySet<string | null>): Promise<PoolDeclaration[]> {
  const pools = (await allOf((range) => from.workPools.filter(range))).filter(({ name }) => name !== agents || used.has(name));
  const declared: PoolDeclaration[] = [];
  for (const { name, type, description, isPaused, concurrencyLimit, baseJobTemplate } of pools) {
    const queues = await allOf((range) => from.workQueues.filterByPool({ pool: name }, range));
    declared.push({
      name,
      type,
      settings: { description, isPaused, concurrencyLimit, baseJobTemplate },
      // A queue that is made with a priority moves those behind it: the most urgent first, each finds its place.
      queues: queues
        .toSorted((a, b) => a.priority - b.priority)
        .map((queue) => ({
          name: queue.name,
          settings: {
            description: queue.description,
            isPaused: queue.isPaused,
            concurrencyLimit: queue.concurrencyLimit,
            priority: queue.priority,
          },
        })),
    });
  }
  return declared;
}

/** 3.x keeps the limits of tags and of deployments among the global ones, under these names. */
const derived = /^(tag|deployment):/;

async function readLimits(from: Client): Promise<LimitDeclaration[]> {
  const tags = await allOf((range) => from.concurrencyLimits.filter(range));
  const limits = await allOf((range) => from.globalConcurrencyLimits.filter(range));
  const tagLimit = ({ tag, concurrencyLimit }: TagLimit): LimitDeclaration => ({
    kind: 'task concurrency limit',
    name: tag,
    limit: concurrencyLimit,
    settings: {},
  });
  const global = ({ name, limit, active, slotDecayPerSecond }: ConcurrencyLimit): LimitDeclaration => ({
    kind: 'global concurrency limit',
    name,
    limit,
    settings: { active, slotDecayPerSecond },
  });
  return [...tags.map(tagLimit), ...limits.filter(({ name }) => !derived.test(name)).map(global)];
}

async function planVariable(to: Client, { name, value, tags }: Variable): Promise<SetupStep> {
  const found = await ifExists(to.variables.readByName({ name }));
  // Servers before 3.0 keep texts only, and have got the JSON of other values.
  const same = found !== undefined && found.value === JSON.stringify(value) ? { ...found, value } : found;
  return step('variable', name, { value, tags }, same, {
    create: () => to.variables.create({ name, value, tags }),
    update: () => to.variables.updateByName({ name }, { value, tags }),
  });
}

async function planDeployment(to: Client, flow: string, deployment: Deployment): Promise<SetupStep> {
  const { name } = deployment;
  const found = await ifExists(to.deployments.readByName({ flow, deployment: name }));
  const settings = settingsOf(deployment);
  // To create one that exists replaces it.
  const create = async (): Promise<void> => {
    const { id: flowId } = await to.flows.create({ name: flow });
    await to.deployments.create({ ...settings, name, flowId });
  };
  return step('deployment', `${flow}/${name}`, settings, found && settingsOf(found), { create, update: create });
}

/** What was said when a deployment was made, in one form for servers of all releases. */
function settingsOf(deployment: Deployment) {
  const { concurrencyLimit, globalConcurrencyLimit, workPoolName, workQueueName, concurrencyOptions } = deployment;
  return {
    entrypoint: deployment.entrypoint,
    path: deployment.path,
    // None and an empty list mean the same to all that run deployments.
    pullSteps: deployment.pullSteps ?? [],
    parameters: deployment.parameters,
    parameterOpenapiSchema: deployment.parameterOpenapiSchema ?? { title: 'Parameters', type: 'object', properties: {} },
    enforceParameterSchema: deployment.enforceParameterSchema,
    schedules: deployment.schedules.map(scheduleOf).toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
    paused: deployment.paused,
    tags: deployment.tags,
    labels: ownLabels(deployment.labels),
    jobVariables: deployment.jobVariables,
    description: deployment.description,
    version: deployment.version,
    concurrencyLimit: globalConcurrencyLimit?.limit ?? concurrencyLimit,
    concurrencyOptions: concurrencyOptions && { collisionStrategy: concurrencyOptions.collisionStrategy },
    workPoolName,
    workQueueName: workPoolName === null ? workQueueName : (workQueueName ?? 'default'),
  };
}

function scheduleOf({ schedule, active, parameters, slug, maxScheduledRuns }: DeploymentSchedule) {
  const timezone = schedule.timezone ?? 'UTC';
  const same = 'cron' in schedule ? { cron: schedule.cron, dayOr: schedule.dayOr ?? true, timezone } : { ...schedule, timezone };
  const anchored = 'anchorDate' in same && same.anchorDate !== undefined ? { ...same, anchorDate: momentOf(same.anchorDate) } : same;
  return { schedule: anchored, active, parameters, slug, maxScheduledRuns };
}

/** Servers write the same moment in several ways. */
const momentOf = (text: string): string => new Date(text).toISOString();

/** Labels that a server gives hold the ids of its own things. */
const ownLabels = (labels: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(labels).filter(([name]) => !name.startsWith('prefect.')));

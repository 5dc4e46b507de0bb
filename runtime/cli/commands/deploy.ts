import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { Schedule, WorkPool } from '../../core/entities.ts';
import { MillraceError } from '../../core/errors.ts';
import type { DeployPlan } from '../deploy-plan.ts';
import type { DeploymentRequest, DeploymentSettings } from '../deployment-request.ts';
import { mergeSettings } from '../deployment-request.ts';
import { poolOf, warnIfNobodyRuns } from '../lookup.ts';
import { collect, moment, positive, seconds, timeZone, withJson } from '../options.ts';
import { parseParameters } from '../parameters.ts';
import type { Host, ServerPorts } from '../ports.ts';
import type { JsonOption } from '../views.ts';
import { answer } from '../views.ts';

interface DeployOptions extends JsonOption {
  name?: string[];
  pool?: string;
  workQueue?: string;
  cron?: string[];
  interval?: number[];
  rrule?: string[];
  anchorDate?: Date;
  timezone?: string;
  tag?: string[];
  version?: string;
  description?: string;
  param?: string[];
  params?: string;
  jobVariable?: string[];
  image?: string;
  workingDir?: string;
  env?: string[];
  prefectWorker?: boolean;
  concurrencyLimit?: number;
  collisionStrategy?: 'ENQUEUE' | 'CANCEL_NEW';
  enforceParameterSchema?: boolean;
  paused?: boolean;
  prefectFile: string;
  all?: boolean;
  dryRun?: boolean;
}

export function addDeployCommand(program: Command, host: Host): void {
  const command = program
    .command('deploy [entrypoints...]')
    .description('Deploys flows (flows/etl.ts:etl, or a file with all its flows), or without any the deployments of prefect.yaml.')
    .option('-n, --name <name>', 'the name of the deployment; of those in prefect.yaml that are meant (can be given again)', collect)
    .option('--all', 'every deployment of prefect.yaml, or every flow of a file')
    .option('--dry-run', 'show what would change, and change nothing')
    .option('-p, --pool <name>', 'the work pool (default: $PREFECT_DEFAULT_WORK_POOL_NAME, or the only one there is)')
    .option('-q, --work-queue <name>', 'the queue of the pool')
    .option('--cron <expression>', 'run on a schedule, as "0 6 * * *" (can be given again)', collect)
    .option('--interval <seconds>', 'run every so many seconds, or every 30s, 5m, 2h, 1d (can be given again)', collectSeconds)
    .option('--rrule <rule>', 'run on a schedule, as "FREQ=DAILY;BYHOUR=6" (can be given again)', collect)
    .option('--anchor-date <time>', 'a time from which the interval counts, as 2026-11-21T08:00', moment)
    .option('--timezone <zone>', 'the time zone of the schedule, as Europe/Zurich', timeZone)
    .option('-t, --tag <tag>', 'a tag of its runs (can be given again)', collect)
    .option('--version <version>', 'the version of the code')
    .option('-d, --description <text>', 'what it is for')
    .option(
      '--param <name=value>',
      'a default parameter; the value is JSON, or a text where it is none or the flow takes a text (can be given again)',
      collect,
    )
    .option('--params <json>', 'default parameters as a JSON object; - reads it from stdin')
    .option(
      '--job-variable <name=value>',
      'a variable of its processes, as env or working_dir (can be given again; -jv does it, too)',
      collect,
    )
    .option('--image <image>', 'the image with the project, for a pool whose workers start containers')
    .option('--working-dir <folder>', 'the folder of the project where it runs (default: /app in a container, else this one)')
    .option('--env <name=value>', 'a variable of the environment of its runs; never a secret (can be given again)', collect)
    .option('--prefect-worker', "let Prefect's own process worker on this machine start its runs")
    .option('--concurrency-limit <number>', 'how many of its runs at once', positive)
    .addOption(new Option('--collision-strategy <strategy>', 'what a run does that finds no place').choices(['ENQUEUE', 'CANCEL_NEW']))
    .option('--enforce-parameter-schema', 'refuse runs whose parameters do not fit (the default)')
    .option('--no-enforce-parameter-schema', 'accept every parameter')
    .option('--paused', 'make no runs by its schedules until it is resumed')
    .option('--prefect-file <file>', 'the file to read instead', 'prefect.yaml');
  withJson(command).action((entrypoints: string[], options: DeployOptions) => host.remote((ports) => deploy(ports, entrypoints, options)));
}

/** Deploys what is asked for. All of it is checked before anything is changed. */
async function deploy(ports: ServerPorts, entrypoints: readonly string[], given: DeployOptions): Promise<void> {
  const options = given.params === '-' ? { ...given, params: await ports.input.all() } : given;
  const requests = entrypoints.length === 0 ? await fromFile(ports, options) : await fromCode(ports, entrypoints, options);
  const { planDeployment } = await import('../deploy-plan.ts');
  const plans: DeployPlan[] = [];
  for (const request of requests) plans.push(await planDeployment(ports, request));
  const pools = new Map<string, WorkPool>();
  for (const name of new Set(plans.flatMap((plan) => plan.workPoolName ?? []))) pools.set(name, await poolOf(ports.client, name));
  if (options.dryRun === true) return preview(ports, plans, options);
  await apply(ports, plans, options);
  const targets = new Map(plans.map((plan) => [`${plan.workPoolName}/${plan.workQueueName}`, plan]));
  for (const { workPoolName, workQueueName } of targets.values()) {
    const pool = pools.get(workPoolName ?? '');
    if (pool !== undefined) await warnIfNobodyRuns(ports, pool, workQueueName);
  }
  const [first] = plans;
  if (first !== undefined) {
    ports.output.say(`Run ${plans.length === 1 ? 'it' : 'one'} with "millrace deployment run ${quoted(first.title)}".`);
  }
}

const quoted = (name: string): string => (/^[\w./-]+$/.test(name) ? name : `'${name}'`);

async function fromCode({ cwd }: ServerPorts, entrypoints: readonly string[], options: DeployOptions): Promise<DeploymentRequest[]> {
  const { expandEntrypoint } = await import('../deploy-plan.ts');
  const settings = settingsOf(options);
  const [name, ...others] = options.name ?? [];
  if (others.length > 0) throw new MillraceError('invalid', 'Give one --name for flows out of code.');
  const requests: DeploymentRequest[] = [];
  for (const given of entrypoints) {
    const found = await expandEntrypoint(given, cwd);
    if (found.length > 1 && options.all !== true) {
      throw new MillraceError('invalid', `${given} exports ${found.length} flows: name one, as "${found[0]}", or give --all.`);
    }
    requests.push(
      ...found.map((entrypoint) => ({ entrypoint, folder: cwd, settings: name === undefined ? settings : { ...settings, name } })),
    );
  }
  return requests;
}

async function fromFile({ cwd, env, output }: ServerPorts, options: DeployOptions): Promise<DeploymentRequest[]> {
  const file = resolve(cwd, options.prefectFile);
  if (!existsSync(file)) {
    throw new MillraceError(
      'invalid',
      `There is no ${options.prefectFile} here: write one ("millrace init"), or say what to deploy, as "millrace deploy flows/etl.ts:etl --name daily".`,
    );
  }
  const { readProject } = await import('../project.ts');
  const { requests, warnings } = await readProject(file, env);
  for (const warning of warnings) output.say(warning);
  const known = requests.map(({ settings }) => settings.name).join(', ') || 'none';
  const wanted = options.name;
  const unknown = wanted?.find((name) => requests.every(({ settings }) => settings.name !== name));
  if (unknown !== undefined) {
    throw new MillraceError('not-found', `${options.prefectFile} has no deployment "${unknown}": it has ${known}.`);
  }
  const chosen = wanted === undefined ? requests : requests.filter(({ settings }) => wanted.includes(settings.name ?? ''));
  if (chosen.length === 0) throw new MillraceError('invalid', `${options.prefectFile} has no deployments.`);
  if (chosen.length > 1 && options.all !== true && wanted === undefined) {
    throw new MillraceError(
      'invalid',
      `${options.prefectFile} has ${chosen.length} deployments (${known}): name one with --name, or give --all.`,
    );
  }
  return chosen.map((request) => ({ ...request, settings: mergeSettings(request.settings, settingsOf(options)) }));
}

/** The settings that were given as options. */
function settingsOf(options: DeployOptions): DeploymentSettings {
  const schedules = schedulesOf(options);
  return {
    parameters: parseParameters([], options.params),
    ...(options.param === undefined ? {} : { typedParameters: options.param }),
    jobVariables: parseParameters(options.jobVariable ?? [], undefined),
    ...infrastructureOf(options),
    ...(options.pool === undefined ? {} : { workPoolName: options.pool }),
    ...(options.workQueue === undefined ? {} : { workQueueName: options.workQueue }),
    ...(options.tag === undefined ? {} : { tags: options.tag }),
    ...(options.version === undefined ? {} : { version: options.version }),
    ...(options.description === undefined ? {} : { description: options.description }),
    ...(options.concurrencyLimit === undefined ? {} : { concurrencyLimit: options.concurrencyLimit }),
    ...(options.collisionStrategy === undefined ? {} : { concurrencyOptions: { collisionStrategy: options.collisionStrategy } }),
    ...(options.enforceParameterSchema === undefined ? {} : { enforceParameterSchema: options.enforceParameterSchema }),
    ...(options.paused === true ? { paused: true } : {}),
    ...(schedules.length === 0 ? {} : { schedules: schedules.map((schedule) => ({ schedule, active: true })) }),
  };
}

function infrastructureOf({ image, workingDir, env, prefectWorker }: DeployOptions): Pick<DeploymentSettings, 'infrastructure'> {
  if (image === undefined && workingDir === undefined && env === undefined && prefectWorker === undefined) return {};
  return {
    infrastructure: {
      ...(image === undefined ? {} : { image }),
      ...(workingDir === undefined ? {} : { workingDir }),
      ...(env === undefined ? {} : { env: Object.fromEntries(env.map(pair)) }),
      ...(prefectWorker === undefined ? {} : { prefectWorker }),
    },
  };
}

function pair(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new MillraceError('invalid', `"${text}" is not a variable of the environment: it has the form NAME=value.`);
}

function schedulesOf({ cron = [], interval = [], rrule = [], anchorDate, timezone }: DeployOptions): Schedule[] {
  if (cron.length + interval.length + rrule.length === 0 && (timezone ?? anchorDate) !== undefined) {
    throw new MillraceError('invalid', 'Give --cron, --interval or --rrule with the time zone or anchor date.');
  }
  const zone = timezone === undefined ? {} : { timezone };
  const anchor = anchorDate === undefined ? {} : { anchorDate: anchorDate.toISOString() };
  return [
    ...cron.map((expression) => ({ cron: expression, ...zone })),
    ...interval.map((every) => ({ interval: every, ...zone, ...anchor })),
    ...rrule.map((rule) => ({ rrule: rule, ...zone })),
  ];
}

/** Gathers times that can be given again. */
const collectSeconds = (text: string, previous: number[] = []): number[] => [...previous, seconds(text)];

function preview({ output }: ServerPorts, plans: readonly DeployPlan[], options: JsonOption): void {
  const line = (style: 'red' | 'green', sign: string, field: string, fieldValue: unknown): string =>
    `  ${output.style(style, `${sign} ${field}: ${JSON.stringify(fieldValue)}`)}`;
  const value = plans.map(({ title, action, changes }) => ({ name: title, action, changes }));
  const text = plans.map(({ title, action, changes, body }) => {
    if (action === 'none') return `${title} would not change.`;
    const added = Object.entries(body).filter(([, after]) => isSaid(after));
    const lines =
      action === 'create'
        ? added.map(([field, after]) => line('green', '+', field, after))
        : changes.flatMap(({ field, before, after }) => [line('red', '-', field, before), line('green', '+', field, after)]);
    return [`Would ${action} ${output.style('bold', title)}:`, ...lines].join('\n');
  });
  answer(output, options, value, () => text.join('\n'));
}

const isSaid = (value: unknown): boolean =>
  value !== null && value !== false && (typeof value !== 'object' || Object.keys(value ?? {}).length > 0);

const done = { create: 'Created', update: 'Updated', none: 'Unchanged:' } as const;

async function apply(ports: ServerPorts, plans: readonly DeployPlan[], options: JsonOption): Promise<void> {
  const { applyPlan } = await import('../deploy-plan.ts');
  const results = [];
  for (const plan of plans) {
    // Sent also when nothing seems to change, so that the server has what this code says.
    const id = await applyPlan(ports, plan);
    results.push({ id, name: plan.title, action: plan.action, changes: plan.changes });
    if (options.json !== true) ports.output.print(`${done[plan.action]} deployment ${ports.output.style('bold', plan.title)}`);
  }
  if (options.json === true) ports.output.print(JSON.stringify(results, null, 2));
}

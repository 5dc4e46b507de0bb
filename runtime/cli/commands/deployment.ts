import type { Command } from 'commander';
import { Option } from 'commander';
import type { Deployment, DeploymentSchedule, FlowRun } from '../../core/entities.ts';
import { MillraceError } from '../../core/errors.ts';
import type { DeleteOptions } from '../input.ts';
import { confirmDeletion } from '../input.ts';
import { allOf, deploymentOf, poolOf, warnIfNobodyRuns } from '../lookup.ts';
import { collect, moment, positive, seconds, withJson, withYes } from '../options.ts';
import { table } from '../output.ts';
import { checkKnown, namesOf, parseParameters } from '../parameters.ts';
import type { Host, ServerPorts } from '../ports.ts';
import type { JsonOption } from '../views.ts';
import { answer, facts, localTime, stateName } from '../views.ts';

interface RunOptions extends JsonOption {
  param?: string[];
  params?: string;
  flowRunName?: string;
  tag?: string[];
  jobVariable?: string[];
  startIn?: number;
  startAt?: Date;
  idempotencyKey?: string;
  watch?: boolean;
  watchTimeout?: number;
}

interface ListOptions extends JsonOption {
  flowName?: string[];
  tag?: string[];
  limit: number;
}

export function addDeploymentCommands(program: Command, host: Host): void {
  const group = program
    .command('deployment')
    .description('Deployments: flows that are registered to run. One is named flow/deployment, or by its id.');
  withJson(
    group
      .command('ls [flow-names...]')
      .description('Lists the deployments.')
      .option('--flow-name <name>', 'only those of this flow (can be given again)', collect)
      .option('-t, --tag <tag>', 'only those with all of these tags (can be given again)', collect)
      .option('--limit <number>', 'how many', positive, 200),
  ).action((flowNames: string[], options: ListOptions) => host.stored((ports) => list(ports, flowNames, options)));
  withJson(group.command('inspect <name>').description('Shows a deployment.')).action((name: string, options: JsonOption) =>
    host.stored((ports) => inspect(ports, name, options)),
  );
  addRun(group, host);
  const change = (action: 'pause' | 'resume', description: string): void => {
    withJson(group.command(`${action} <name>`).description(description)).action((name: string, options: JsonOption) =>
      host.remote((ports) => setPaused(ports, name, action, options)),
    );
  };
  change('pause', 'Its schedules make no runs any more.');
  change('resume', 'Its schedules make runs again.');
  withYes(withJson(group.command('delete <name>').description('Deletes a deployment; its runs are kept.'))).action(
    (name: string, options: DeleteOptions) => host.remote((ports) => remove(ports, name, options)),
  );
}

function addRun(group: Command, host: Host): void {
  const command = group
    .command('run <name>')
    .description('Starts a run of a deployment.')
    .option(
      '-p, --param <name=value>',
      'a parameter; the value is JSON, or a text where it is none or the flow takes a text (can be given again)',
      collect,
    )
    .option('--params <json>', 'parameters as a JSON object; - reads it from stdin')
    .option('--flow-run-name <name>', 'the name of the run')
    .option('-t, --tag <tag>', 'a tag of the run (can be given again)', collect)
    .option('--job-variable <name=value>', 'a variable of its process (can be given again; -jv does it, too)', collect)
    .option('--start-in <time>', 'start after so many seconds, or after 30s, 5m, 2h, 1d', seconds)
    .option('--start-at <time>', 'start at a time, as 2026-11-21T08:00', moment)
    .option('--idempotency-key <key>', 'the same key gives the same run')
    .option('-w, --watch', 'follow the run until it is final; exit code 1 when it did not complete')
    .addOption(new Option('--watch-timeout <time>', 'follow it, for so long at most').argParser(seconds).implies({ watch: true }));
  withJson(command).action((name: string, options: RunOptions) => host.remote((ports) => run(ports, name, options)));
}

async function list({ client, output }: ServerPorts, flowNames: readonly string[], options: ListOptions): Promise<void> {
  const names = [...flowNames, ...(options.flowName ?? [])];
  const query = {
    ...(names.length > 0 ? { flows: { name: { any_: names } } } : {}),
    ...(options.tag ? { deployments: { tags: { all_: options.tag } } } : {}),
    sort: 'NAME_ASC' as const,
  };
  const deployments = await allOf((range) => client.deployments.filter({ ...query, ...range }), options.limit);
  const flowIds = [...new Set(deployments.map(({ flowId }) => flowId))];
  const flows = flowIds.length === 0 ? [] : await allOf((range) => client.flows.filter({ ...range, flows: { id: { any_: flowIds } } }));
  const flowNamesById = new Map(flows.map(({ id, name }) => [id, name]));
  const rows = deployments
    .map((deployment) => [
      `${flowNamesById.get(deployment.flowId) ?? '?'}/${deployment.name}`,
      deployment.workPoolName ?? '-',
      deployment.workQueueName ?? '-',
      deployment.paused ? output.style('yellow', 'paused') : scheduleTexts(deployment.schedules).join('; ') || '-',
      deployment.entrypoint ?? '-',
    ])
    .toSorted(([a = ''], [b = '']) => a.localeCompare(b));
  answer(output, options, deployments, () =>
    rows.length === 0
      ? `No ${names.length > 0 || options.tag ? 'such ' : ''}deployments. Create one with "millrace deploy FILE:FLOW --pool POOL".`
      : table(output, ['NAME', 'POOL', 'QUEUE', 'SCHEDULE', 'ENTRYPOINT'], rows),
  );
}

const scheduleTexts = (schedules: readonly DeploymentSchedule[]): string[] =>
  schedules.map(({ schedule, active }) => {
    const when = 'cron' in schedule ? schedule.cron : 'rrule' in schedule ? schedule.rrule : `every ${schedule.interval} s`;
    const zone = schedule.timezone && schedule.timezone !== 'UTC' ? ` (${schedule.timezone})` : '';
    return `${when}${zone}${active ? '' : ' (inactive)'}`;
  });

async function inspect({ client, output }: ServerPorts, name: string, options: JsonOption): Promise<void> {
  const deployment = await deploymentOf(client, name);
  const flow = await client.flows.read({ id: deployment.flowId });
  const [last] = await client.flowRuns.filter({
    deployments: { id: { any_: [deployment.id] } },
    flowRuns: { startTime: { isNull_: false } },
    sort: 'START_TIME_DESC',
    limit: 1,
  });
  answer(output, options, deployment, () =>
    facts(output, [
      ['Name', `${flow.name}/${deployment.name}`],
      ['Id', deployment.id],
      ['Description', deployment.description],
      ['Version', deployment.version],
      ['Entrypoint', deployment.entrypoint],
      ['Path', deployment.path],
      ['Work pool', deployment.workPoolName],
      ['Work queue', deployment.workQueueName],
      ['Schedules', scheduleTexts(deployment.schedules)],
      ['Paused', deployment.paused ? 'yes' : null],
      ['Parameters', deployment.parameters],
      ['Job variables', deployment.jobVariables],
      ['Tags', deployment.tags],
      ['Limit', deployment.globalConcurrencyLimit?.limit ?? deployment.concurrencyLimit],
      ['Status', deployment.status],
      [
        'Last run',
        last === undefined ? null : `${last.name}, ${stateName(output, last.stateType, last.stateName)}, ${localTime(last.startTime)}`,
      ],
      ['Updated', localTime(deployment.updated)],
    ]),
  );
}

async function run(ports: ServerPorts, name: string, options: RunOptions): Promise<void> {
  const { client, output } = ports;
  const deployment = await deploymentOf(client, name);
  const created = await createRun(ports, deployment, options);
  const later =
    options.startAt === undefined && options.startIn === undefined ? '' : `, to start at ${localTime(created.expectedStartTime)}`;
  const said = `Created flow run ${output.style('bold', created.name)} (${created.id})${later}`;
  if (options.json !== true) output.print(said);
  else if (options.watch === true) output.say(said);
  if (deployment.workPoolName !== null) {
    await warnIfNobodyRuns(ports, await poolOf(client, deployment.workPoolName), deployment.workQueueName);
  }
  if (options.watch !== true) {
    if (options.json === true) output.print(JSON.stringify(created, null, 2));
    else output.say(`Follow it with "millrace flow-run logs -f ${created.id}".`);
    return;
  }
  const { watchToEnd } = await import('../run-logs.ts');
  await watchToEnd(ports, created.id, options);
}

async function createRun({ client, clock, input }: ServerPorts, deployment: Deployment, options: RunOptions): Promise<FlowRun> {
  if (options.startAt !== undefined && options.startIn !== undefined) {
    throw new MillraceError('invalid', 'Give one of --start-in and --start-at.');
  }
  const at = options.startIn === undefined ? options.startAt : new Date(clock.now() + options.startIn * 1000);
  const { checkParameterSize } = await import('../../core/parameters.ts');
  const json = options.params === '-' ? await input.all() : options.params;
  const parameters = parseParameters(options.param ?? [], json, deployment.parameterOpenapiSchema);
  checkKnown('The deployment', parameters, namesOf(deployment.parameterOpenapiSchema));
  checkParameterSize(parameters, `the run of ${deployment.name}`);
  const creating = client.deployments.createFlowRun(
    { id: deployment.id },
    {
      parameters,
      tags: options.tag ?? [],
      state: { type: 'SCHEDULED', name: 'Scheduled', ...(at === undefined ? {} : { stateDetails: { scheduledTime: at.toISOString() } }) },
      ...(options.flowRunName === undefined ? {} : { name: options.flowRunName }),
      ...(options.jobVariable === undefined ? {} : { jobVariables: parseParameters(options.jobVariable, undefined) }),
      ...(options.idempotencyKey === undefined ? {} : { idempotencyKey: options.idempotencyKey }),
    },
  );
  return creating.catch((error: unknown) => {
    throw explained(error, deployment);
  });
}

/** A run that was refused for its parameters (409), with what they are to be. */
function explained(error: unknown, { id, parameterOpenapiSchema: schema }: Deployment): unknown {
  if (!MillraceError.is(error, 'conflict')) return error;
  const [, reason = error.message] = error.message.split(/Error creating flow run: /);
  const names = Object.keys(schema?.['properties'] ?? {}).join(', ');
  const next = `It takes ${names || 'no parameters'}: "millrace deployment inspect ${id} --json" shows their types.`;
  return new MillraceError('invalid', `The parameters do not fit the deployment. ${reason}. ${next}`, { cause: error });
}

async function setPaused({ client, output }: ServerPorts, name: string, action: 'pause' | 'resume', options: JsonOption): Promise<void> {
  const { id } = await deploymentOf(client, name);
  await client.deployments[action]({ id });
  answer(
    output,
    options,
    { id, paused: action === 'pause' },
    () => `Deployment ${name} is ${action === 'pause' ? 'paused: its schedules make no runs' : 'not paused: its schedules make runs'}.`,
  );
}

async function remove({ client, output, input }: ServerPorts, name: string, options: DeleteOptions): Promise<void> {
  const { id } = await deploymentOf(client, name);
  await confirmDeletion(input, options, `deployment ${name}`);
  await client.deployments.delete({ id });
  answer(output, options, { id, deleted: true }, () => `Deleted deployment ${name}.`);
}

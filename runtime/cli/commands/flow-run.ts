import type { Command } from 'commander';
import { Option } from 'commander';
import type { FlowRun } from '../../core/entities.ts';
import { MillraceError } from '../../core/errors.ts';
import { didYouMean } from '../../core/nearest.ts';
import { defaultStateName, isFinal, stateTypes } from '../../core/state.ts';
import type { DeleteOptions } from '../input.ts';
import { confirmDeletion } from '../input.ts';
import { allOf, deploymentOf, flowRunOf, poolOf, warnIfNobodyRuns } from '../lookup.ts';
import { collect, positive, seconds, withJson, withYes } from '../options.ts';
import { table } from '../output.ts';
import type { ConnectedPorts, Host, Ports, ServerPorts } from '../ports.ts';
import type { LogOptions } from '../run-logs.ts';
import type { JsonOption } from '../views.ts';
import { answer, duration, facts, localTime, stateName } from '../views.ts';

interface ListOptions extends JsonOption {
  limit: number;
  state?: string[];
  stateType?: string[];
  flowName?: string[];
  tag?: string[];
  deployment?: string;
  upcoming?: boolean;
}

interface ExecuteOptions {
  entrypoint?: string;
  wait?: boolean;
}

/** Which run is to be executed, and where its code is when no deployment says it. */
interface NamedRun {
  id: string | undefined;
  entrypoint: string | undefined;
}

export function addFlowRunCommands(program: Command, host: Host): void {
  const group = program
    .command('flow-run')
    .description('Flow runs: their states and logs. A run is named by its id, or by a name that only it has.');
  const add = (usage: string, description: string): Command => withJson(group.command(usage).description(description));
  add('ls', 'Lists the newest runs. Those that are planned for later are listed with --upcoming, or when their state is asked for.')
    .option('--limit <number>', 'how many', positive, 15)
    .option('--flow-name <name>', 'only runs of this flow (can be given again)', collect)
    .option('--deployment <name>', 'only runs of this deployment (flow/deployment)')
    .option('--state <name>', 'only runs in this state, as Late or Running (can be given again)', collect)
    .option('--state-type <type>', 'only runs in states of this type, as FAILED (can be given again)', collect)
    .option('-t, --tag <tag>', 'only runs with all of these tags (can be given again)', collect)
    .option('--upcoming', 'only runs that are planned for later, the next one first')
    .action((options: ListOptions) => host.stored((ports) => list(ports, options)));
  add('inspect <id>', 'Shows a run.').action((id: string, options: JsonOption) => host.stored((ports) => inspect(ports, id, options)));
  withJson(group.command('logs <id>').description('Prints the log of a run.'), 'print JSON, one object in a line')
    .option('-f, --follow', 'go on until the run is final')
    .option('-n, --num-logs <number>', 'at most so many lines, the first unless --tail is given; 20 with --head or --tail', positive)
    .addOption(new Option('--head', 'the first lines').conflicts('tail'))
    .option('-t, --tail', 'the last lines')
    .option('-r, --reverse', 'the newest line first')
    .action((id: string, options: LogOptions) =>
      host.stored(async (ports) => (await import('../run-logs.ts')).printLogs(ports, id, options)),
    );
  add('watch <id>', 'Follows a run until it is final; exit code 1 when it did not complete.')
    .option('--watch-timeout <time>', 'follow it for so long at most', seconds)
    .action((id: string, options: JsonOption & { watchTimeout?: number }) => host.remote((ports) => watch(ports, id, options)));
  add('cancel <id>', 'Cancels a run: its process is told to end, and is ended when it does not.').action(
    (id: string, options: JsonOption) => host.remote((ports) => cancel(ports, id, options)),
  );
  add('retry <id>', 'Schedules a finished run again, in its deployment.').action((id: string, options: JsonOption) =>
    host.remote((ports) => retry(ports, id, options)),
  );
  withYes(add('delete <id>', 'Deletes a run.')).action((id: string, options: DeleteOptions) =>
    host.stored((ports) => remove(ports, id, options)),
  );
  group
    .command('execute [id]')
    .description('Executes a run in this process: what workers call, also those of Prefect (PREFECT__FLOW_RUN_ID).')
    .option('--entrypoint <file:flow>', 'the flow of a run that has no deployment, or another place of its code')
    .option('--wait', 'load everything, then take the id and the entrypoint from a line of stdin: an editor keeps such a process ready')
    .action(async (id: string | undefined, options: ExecuteOptions) => {
      let named: NamedRun = { id, entrypoint: options.entrypoint };
      if (options.wait === true) await host.local(async (ports) => void (named = await waitForRun(ports)));
      await host.remote((ports) => execute(ports, named), { retries: 10 });
    });
}

async function list({ client, output, clock }: ServerPorts, options: ListOptions): Promise<void> {
  const types = options.stateType?.map(stateType);
  const state = { ...(types ? { type: { any_: types } } : {}), ...(options.state ? { name: { any_: options.state.map(titled) } } : {}) };
  for (const name of options.state?.map(titled) ?? []) {
    if (!knownStates.includes(name))
      output.say(`"${name}" is no state of Prefect's, only flows can name one so.${didYouMean(name, knownStates)}`);
  }
  const now = new Date(clock.now()).toISOString();
  const asked = options.state !== undefined || types !== undefined;
  const filter = {
    ...(asked ? { state } : {}),
    ...(options.tag ? { tags: { all_: options.tag } } : {}),
    ...(options.upcoming === true ? { expectedStartTime: { after_: now } } : asked ? {} : { expectedStartTime: { before_: now } }),
  };
  const deployment = options.deployment === undefined ? undefined : await deploymentOf(client, options.deployment);
  const query = {
    sort: options.upcoming === true ? ('EXPECTED_START_TIME_ASC' as const) : ('EXPECTED_START_TIME_DESC' as const),
    flowRuns: filter,
    ...(options.flowName ? { flows: { name: { any_: options.flowName } } } : {}),
    ...(deployment === undefined ? {} : { deployments: { id: { any_: [deployment.id] } } }),
  };
  const runs = await allOf((range) => client.flowRuns.filter({ ...query, ...range }), options.limit);
  const names = await flowNames(client, runs);
  const rows = runs.map((run) => [
    run.id,
    names.get(run.flowId) ?? '-',
    run.name,
    stateName(output, run.stateType, run.stateName),
    localTime(run.startTime ?? run.expectedStartTime),
    run.startTime === null ? '-' : duration(run.estimatedRunTime),
  ]);
  answer(output, options, runs, () =>
    rows.length === 0 ? noRuns(options) : table(output, ['ID', 'FLOW', 'NAME', 'STATE', 'START', 'TOOK'], rows),
  );
}

/** States have names such as Failed: `failed` is that, too. */
const titled = (name: string): string => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;

/** What Prefect and its workers call states. */
const knownStates: readonly string[] = [
  ...stateTypes.map(defaultStateName),
  ...['Late', 'AwaitingRetry', 'Retrying', 'AwaitingConcurrencySlot', 'Suspended', 'TimedOut', 'Cached', 'RolledBack'],
];

const noRuns = ({ upcoming }: ListOptions): string =>
  upcoming === true
    ? 'No run is planned. Plan one with "millrace deployment run NAME --start-in 1h", or by a schedule.'
    : 'No such run. Start one with "millrace run FILE:FLOW" or "millrace deployment run NAME".';

function stateType(text: string): (typeof stateTypes)[number] {
  const type = stateTypes.find((candidate) => candidate === text.toUpperCase());
  if (type === undefined) throw new MillraceError('invalid', `"${text}" is not a state type: give one of ${stateTypes.join(', ')}.`);
  return type;
}

async function flowNames(client: ServerPorts['client'], runs: readonly FlowRun[]): Promise<Map<string, string>> {
  const ids = [...new Set(runs.map((run) => run.flowId))];
  if (ids.length === 0) return new Map();
  const flows = await allOf((range) => client.flows.filter({ ...range, flows: { id: { any_: ids } } }));
  return new Map(flows.map(({ id, name }) => [id, name]));
}

async function inspect({ client, output }: ServerPorts, id: string, options: JsonOption): Promise<void> {
  const run = await flowRunOf(client, id);
  const flow = await client.flows.read({ id: run.flowId });
  answer(output, options, run, () =>
    facts(output, [
      ['Name', run.name],
      ['Id', run.id],
      ['Flow', flow.name],
      ['State', stateName(output, run.stateType, run.stateName)],
      ['Message', run.state?.message],
      ['Work pool', run.workPoolName],
      ['Work queue', run.workQueueName],
      ['Parameters', run.parameters],
      ['Tags', run.tags],
      ['Attempts', run.runCount],
      ['Expected', localTime(run.expectedStartTime)],
      ['Start', localTime(run.startTime)],
      ['End', localTime(run.endTime)],
      ['Took', run.startTime === null ? null : duration(run.estimatedRunTime)],
      ['Deployment', run.deploymentId],
    ]),
  );
}

async function watch(ports: ServerPorts, id: string, options: JsonOption & { watchTimeout?: number }): Promise<void> {
  const { watchToEnd } = await import('../run-logs.ts');
  await watchToEnd(ports, (await flowRunOf(ports.client, id)).id, options);
}

async function cancel({ client, output }: ServerPorts, id: string, options: JsonOption): Promise<void> {
  const run = await flowRunOf(client, id);
  if (run.state !== null && isFinal(run.state)) {
    throw new MillraceError('conflict', `Flow run ${run.name} is ${run.stateName} already: there is nothing to cancel.`);
  }
  const { state, status, details } = await client.flowRuns.setState(
    { id: run.id },
    { state: { type: 'CANCELLING', name: 'Cancelling' }, force: false },
  );
  if (status === 'ABORT') {
    throw new MillraceError('conflict', `Flow run ${run.name} cannot be cancelled: ${details.reason ?? 'the server does not say why'}`);
  }
  answer(
    output,
    options,
    { id: run.id, state },
    () => `Flow run ${run.name} is ${stateName(output, state?.type ?? null, state?.name ?? null)}.`,
  );
}

async function retry(ports: ServerPorts, id: string, options: JsonOption): Promise<void> {
  const { client, output, clock } = ports;
  const run = await flowRunOf(client, id);
  if (run.state === null || !isFinal(run.state)) {
    throw new MillraceError(
      'conflict',
      `Flow run ${run.name} is ${run.stateName ?? 'not'} and not final: only a finished run can be retried.`,
    );
  }
  if (run.deploymentId === null) {
    throw new MillraceError(
      'invalid',
      `Flow run ${run.name} has no deployment, so no worker would run it: start its flow again with "millrace run FILE:FLOW".`,
    );
  }
  const state = {
    type: 'SCHEDULED' as const,
    name: 'AwaitingRetry',
    message: 'Retried via CLI',
    stateDetails: { scheduledTime: new Date(clock.now()).toISOString() },
  };
  const answered = await client.flowRuns.setState({ id: run.id }, { state, force: true });
  answer(output, options, { id: run.id, state: answered.state }, () => `Flow run ${run.name} is scheduled again.`);
  if (run.workPoolName !== null) await warnIfNobodyRuns(ports, await poolOf(client, run.workPoolName), run.workQueueName);
  output.say(`Follow it with "millrace flow-run logs -f ${run.id}".`);
}

async function remove({ client, output, input }: ServerPorts, id: string, options: DeleteOptions): Promise<void> {
  const run = await flowRunOf(client, id);
  await confirmDeletion(input, options, `flow run ${run.name} (${run.id})`);
  await client.flowRuns.delete({ id: run.id });
  answer(output, options, { id: run.id, deleted: true }, () => `Deleted flow run ${run.name}.`);
}

/** Makes this process ready for a run, and waits for `<id> <file:flow>` on standard input. */
async function waitForRun({ input }: Ports): Promise<NamedRun> {
  const { prepareToExecute } = await import('../../worker/execute.ts');
  const [line] = await Promise.all([input.line(), prepareToExecute(), import('../../sdk/watchdog.ts'), import('../../sdk/exit.ts')]);
  if (line === '') throw new MillraceError('cancelled', 'No run came.');
  const at = line.indexOf(' ');
  return at === -1 ? { id: line, entrypoint: undefined } : { id: line.slice(0, at), entrypoint: line.slice(at + 1) };
}

async function execute(ports: ConnectedPorts, { id: given, entrypoint }: NamedRun): Promise<void> {
  const { client, connection, output, env, signal } = ports;
  const id = given ?? env['PREFECT__FLOW_RUN_ID'];
  if (!id) throw new MillraceError('invalid', 'Say which run to execute, as an argument or in PREFECT__FLOW_RUN_ID.');
  const { execute: run } = await import('../../worker/execute.ts');
  const flowRun = await flowRunOf(client, id);
  const deployment = flowRun.deploymentId === null ? undefined : await client.deployments.read({ id: flowRun.deploymentId });
  // A state that says how the run ended is on the server: this process did its work, whatever the state is.
  const report = (text: string): void => output.say(text);
  const { createWatchdog } = await import('../../sdk/watchdog.ts');
  const { watchExit } = await import('../../sdk/exit.ts');
  const supervisor = createWatchdog(() => ({ reach: connection, root: flowRun }));
  const completed = await run({
    ...{ client, flowRun, deployment, entrypoint, signal, supervisor, report },
    opened: (open) => watchExit(open, connection),
  });
  if (entrypoint !== undefined && !completed) throw new MillraceError('failed', `Flow run ${flowRun.name} did not complete.`);
}

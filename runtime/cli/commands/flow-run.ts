import type { Command } from 'commander';
import type { Client } from '../../api/client.ts';
import type { Log } from '../../core/entities.ts';
import { MillraceError } from '../../core/errors.ts';
import { isFinal, stateTypes } from '../../core/state.ts';
import { requireConnection, withClient } from '../connect.ts';
import { answer, output, stateName, table } from '../output.ts';

interface ListOptions {
  limit: string;
  state?: string;
  json?: boolean;
}

export function addFlowRunCommands(program: Command): void {
  const run = program.command('flow-run').description('Runs and their states.');
  run
    .command('ls')
    .description('Lists the newest runs.')
    .option('--limit <number>', 'how many', '15')
    .option('--state <type>', 'only runs in states of this type, as FAILED')
    .option('--json', 'print JSON')
    .action(list);
  run
    .command('inspect <id>')
    .description('Shows a run.')
    .action(async (id: string) => output.print(JSON.stringify(await withClient((client) => client.flowRuns.read({ id })), null, 2)));
  run
    .command('logs <id>')
    .description('Prints the log of a run.')
    .option('-f, --follow', 'go on until the run is final')
    .option('--json', 'print JSON')
    .action(logs);
  run
    .command('cancel <id>')
    .description('Cancels a run.')
    .action(async (id: string) => propose(id, { type: 'CANCELLING', name: 'Cancelling' }, false));
  run
    .command('retry <id>')
    .description('Runs a finished run again.')
    .action(async (id: string) =>
      propose(id, { type: 'SCHEDULED', name: 'AwaitingRetry', message: 'Retried from the command line' }, true),
    );
  run
    .command('delete <id>')
    .description('Deletes a run.')
    .action(async (id: string) => void (await withClient((client) => client.flowRuns.delete({ id }))));
  run.command('execute [id]').description('Executes a run in this process: what a worker calls (PREFECT__FLOW_RUN_ID).').action(execute);
}

async function list(options: ListOptions): Promise<void> {
  const type = stateTypes.find((candidate) => candidate === options.state?.toUpperCase());
  if (options.state !== undefined && type === undefined) {
    throw new MillraceError('invalid', `"${options.state}" is not a state type: give one of ${stateTypes.join(', ')}.`);
  }
  const runs = await withClient((client) =>
    client.flowRuns.filter({
      sort: 'EXPECTED_START_TIME_DESC',
      limit: Number(options.limit),
      ...(type === undefined ? {} : { flowRuns: { state: { type: { any_: [type] } } } }),
    }),
  );
  const rows = runs.map((run) => [
    run.id,
    run.name,
    stateName(run.stateType, run.stateName),
    (run.startTime ?? run.expectedStartTime ?? '').slice(0, 19),
    `${run.estimatedRunTime.toFixed(1)} s`,
  ]);
  answer(options.json, runs, () =>
    rows.length === 0
      ? 'No runs yet. Start one with "millrace deployment run NAME".'
      : table(['ID', 'NAME', 'STATE', 'STARTED', 'TOOK'], rows),
  );
}

async function logs(id: string, options: { follow?: boolean; json?: boolean }): Promise<void> {
  await withClient(async (client) => {
    await client.flowRuns.read({ id });
    const { setTimeout: sleep } = await import('node:timers/promises');
    for (let offset = 0; ;) {
      const final = await hasEnded(client, id);
      const lines = await client.logs.filter({ logs: { flowRunId: { any_: [id] } }, limit: 200, offset, sort: 'TIMESTAMP_ASC' });
      for (const line of lines) output.print(options.json === true ? JSON.stringify(line) : format(line));
      offset += lines.length;
      if (lines.length === 200) continue;
      if (options.follow !== true || final) return;
      await sleep(300);
    }
  });
}

const hasEnded = async (client: Client, id: string): Promise<boolean> => {
  const { state } = await client.flowRuns.read({ id });
  return state !== null && isFinal(state);
};

const levelNames: Readonly<Record<number, string>> = { 10: 'DEBUG', 20: 'INFO', 30: 'WARNING', 40: 'ERROR', 50: 'CRITICAL' };

const format = (line: Log): string =>
  `${line.timestamp.slice(11, 23)} | ${(levelNames[line.level] ?? String(line.level)).padEnd(7)} | ${line.message}`;

async function propose(
  id: string,
  state: { type: 'CANCELLING' | 'SCHEDULED'; name: string; message?: string },
  force: boolean,
): Promise<void> {
  const { status, state: now, details } = await withClient((client) => client.flowRuns.setState({ id }, { state, force }));
  if (status === 'ABORT') throw new MillraceError('conflict', `The run is ${now?.name ?? 'in no state'}: ${details.reason ?? ''}`);
  output.print(`The run is ${stateName(now?.type ?? null, now?.name ?? null)}.`);
}

async function execute(given: string | undefined): Promise<void> {
  const id = given ?? process.env['PREFECT__FLOW_RUN_ID'];
  if (!id) throw new MillraceError('invalid', 'Say which run to execute, as an argument or in PREFECT__FLOW_RUN_ID.');
  const { execute: run } = await import('../../worker/execute.ts');
  const { url, headers } = requireConnection();
  await withClient(async (client) => {
    const flowRun = await client.flowRuns.read({ id });
    const deployment = flowRun.deploymentId === null ? undefined : await client.deployments.read({ id: flowRun.deploymentId });
    const controller = new AbortController();
    process.once('SIGTERM', () => controller.abort(new Error('The flow run was cancelled.')));
    await run({ client, url, headers, flowRun, deployment, signal: controller.signal, report: (text) => output.say(text) });
  });
}

import type { Command } from 'commander';
import { deploymentByName, withClient } from '../connect.ts';
import { answer, output, stateName, styled, table } from '../output.ts';
import { parseParameters } from '../parameters.ts';
import { hintAtWorker } from './deploy.ts';

const collect = (value: string, previous: string[] = []): string[] => [...previous, value];

interface RunOptions {
  param?: string[];
  params?: string;
  name?: string;
  tag?: string[];
  watch?: boolean;
  json?: boolean;
}

export function addDeploymentCommands(program: Command): void {
  const deployment = program.command('deployment').description('Flows that are registered to run.');
  deployment.command('ls').description('Lists the deployments.').option('--json', 'print JSON').action(list);
  deployment
    .command('inspect <name>')
    .description('Shows a deployment.')
    .action(async (name: string) => output.print(JSON.stringify(await withClient((client) => deploymentByName(client, name)), null, 2)));
  deployment
    .command('run <name>')
    .description('Starts a run of a deployment (flow/deployment).')
    .option('-p, --param <name=value>', 'a parameter (can be given again)', collect)
    .option('--params <json>', 'parameters as a JSON object')
    .option('--name <name>', 'the name of the run')
    .option('-t, --tag <tag>', 'a tag of the run (can be given again)', collect)
    .option('--watch', 'wait until the run is final; exit code 1 when it did not complete')
    .option('--json', 'print JSON')
    .action(run);
  deployment
    .command('pause <name>')
    .description('Its schedules make no runs any more.')
    .action((name: string) => change(name, 'pause'));
  deployment
    .command('resume <name>')
    .description('Its schedules make runs again.')
    .action((name: string) => change(name, 'resume'));
  deployment
    .command('delete <name>')
    .description('Deletes a deployment.')
    .action((name: string) => change(name, 'delete'));
}

async function list(options: { json?: boolean }): Promise<void> {
  await withClient(async (client) => {
    const deployments = await client.deployments.filter({});
    const flows = await client.flows.filter({ flows: { id: { any_: [...new Set(deployments.map(({ flowId }) => flowId))] } } });
    const names = new Map(flows.map(({ id, name }) => [id, name]));
    const rows = deployments.map((deployment) => [
      `${names.get(deployment.flowId) ?? '?'}/${deployment.name}`,
      deployment.workPoolName ?? '-',
      deployment.paused ? 'paused' : deployment.schedules.length > 0 ? String(deployment.schedules.length) : '-',
      deployment.entrypoint ?? '-',
    ]);
    answer(options.json, deployments, () =>
      rows.length === 0
        ? 'No deployments. Create one with "millrace deploy FILE:FLOW --pool POOL".'
        : table(['NAME', 'POOL', 'SCHEDULES', 'ENTRYPOINT'], rows),
    );
  });
}

async function run(name: string, options: RunOptions): Promise<void> {
  await withClient(async (client) => {
    const deployment = await deploymentByName(client, name);
    const created = await client.deployments.createFlowRun(
      { id: deployment.id },
      {
        parameters: parseParameters(options.param ?? [], options.params),
        tags: options.tag ?? [],
        ...(options.name === undefined ? {} : { name: options.name }),
      },
    );
    answer(options.json, created, () => `Created flow run ${styled('bold', created.name)} (${created.id})`);
    if (deployment.workPoolName !== null) await hintAtWorker(client, deployment.workPoolName);
    if (options.watch !== true) return;
    const { setTimeout: sleep } = await import('node:timers/promises');
    const { isFinal } = await import('../../core/state.ts');
    for (let last = ''; ; await sleep(200)) {
      const { state } = await client.flowRuns.read({ id: created.id });
      if (state === null || state.id === last) continue;
      last = state.id;
      output.say(`${stateName(state.type, state.name)}${state.message ? `  ${state.message}` : ''}`);
      if (!isFinal(state)) continue;
      process.exitCode = state.type === 'COMPLETED' ? 0 : 1;
      return;
    }
  });
}

async function change(name: string, action: 'pause' | 'resume' | 'delete'): Promise<void> {
  await withClient(async (client) => {
    const { id } = await deploymentByName(client, name);
    await client.deployments[action]({ id });
  });
  output.print(`Deployment ${name}: ${action}d.`);
}

import { MillraceError } from '../core/errors.ts';
import { freeObject, object, optional, string } from '../core/schema.ts';
import type { Tool } from './tool.ts';
import { objectIn, textIn } from './tool.ts';

const entrypoint = string({ description: 'The flow in the code, as flows/etl.ts:etl: its file, and the name of its export.' });

export const listFlows: Tool = {
  name: 'list_flows',
  title: 'List flows',
  description: 'Lists the flows that the server knows, by name.',
  input: object({}),
  async run(_input, host) {
    const flows = await (await host.client()).flows.filter({ sort: 'NAME_ASC' });
    return flows.map(({ id, name, tags }) => ({ id, name, tags }));
  },
};

export const listDeployments: Tool = {
  name: 'list_deployments',
  title: 'List deployments',
  description:
    'Lists deployments as flow/deployment, with entrypoint, work pool, schedules, default parameters and the JSON Schema of the parameters.',
  input: object({ flow: optional(string({ description: 'Only deployments of the flow with this name.' })) }),
  async run(input, host) {
    const client = await host.client();
    const { flow } = input;
    const deployments = await client.deployments.filter({
      sort: 'NAME_ASC',
      ...(typeof flow === 'string' ? { flows: { name: { any_: [flow] } } } : {}),
    });
    const ids = [...new Set(deployments.map(({ flowId }) => flowId))];
    const flows = ids.length === 0 ? [] : await client.flows.filter({ flows: { id: { any_: ids } } });
    const names = new Map(flows.map(({ id, name }) => [id, name]));
    return deployments.map((deployment) => ({
      id: deployment.id,
      name: `${names.get(deployment.flowId) ?? '?'}/${deployment.name}`,
      entrypoint: deployment.entrypoint,
      workPool: deployment.workPoolName,
      paused: deployment.paused,
      schedules: deployment.schedules.map(({ schedule, active }) => ({ ...schedule, active })),
      parameters: deployment.parameters,
      parameterSchema: deployment.parameterOpenapiSchema,
    }));
  },
};

export const runDeployment: Tool = {
  name: 'run_deployment',
  title: 'Run deployment',
  description:
    'Starts a run of a deployment with parameters, which a worker executes. Gives the id of the run; look at it with list_flow_runs and read_logs. A person is asked first.',
  input: object({
    deployment: string({ description: 'flow/deployment, as list_deployments gives it.' }),
    parameters: optional(freeObject()),
  }),
  confirm: (input) => `Run ${String(input['deployment'])} with ${JSON.stringify(input['parameters'] ?? {})}?`,
  async run(input, host) {
    const client = await host.client();
    const [flow = '', deployment = ''] = textIn(input, 'deployment').split('/', 2);
    if (deployment === '') throw new MillraceError('invalid', 'A deployment is named flow/deployment: list_deployments gives the names.');
    const { id, workPoolName } = await client.deployments.readByName({ flow, deployment });
    const run = await client.deployments.createFlowRun({ id }, { parameters: objectIn(input, 'parameters') });
    return { id: run.id, name: run.name, state: run.stateName, workPool: workPoolName };
  },
};

export const runFlow: Tool = {
  name: 'run_flow',
  title: 'Run flow',
  description:
    'Runs a flow of the code now and waits for its end, without deployment and worker. Gives its result and its log. A person is asked first.',
  input: object({ entrypoint, parameters: optional(freeObject()) }),
  confirm: (input) => `Run the code of ${String(input['entrypoint'])} with ${JSON.stringify(input['parameters'] ?? {})}?`,
  run: (input, host) => host.runFlow({ entrypoint: textIn(input, 'entrypoint'), parameters: objectIn(input, 'parameters') }),
};

export const deploy: Tool = {
  name: 'deploy',
  title: 'Deploy flow',
  description: 'Deploys a flow of the code to a work pool, creating the deployment or changing it. A person is asked first.',
  input: object({
    entrypoint,
    name: string({ description: 'The name of the deployment.' }),
    pool: string({ description: 'The work pool.' }),
  }),
  confirm: (input) => `Deploy ${String(input['entrypoint'])} as "${String(input['name'])}" to work pool "${String(input['pool'])}"?`,
  run: (input, host) => host.deploy({ entrypoint: textIn(input, 'entrypoint'), name: textIn(input, 'name'), pool: textIn(input, 'pool') }),
};

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { placesIn } from '../../../runtime/agent-tools/explain-failure.ts';
import { tools } from '../../../runtime/agent-tools/index.ts';
import { answerMcp } from '../../../runtime/agent-tools/mcp.ts';
import type { ToolHost } from '../../../runtime/agent-tools/tool.ts';
import { openServer } from '../../support/open-server.ts';

/** The tools over a server in memory, asked as an agent asks them. */
const { client, close } = await openServer();
after(close);
const called: string[] = [];

const host: ToolHost = {
  client: async () => client,
  deploy: async (request) => {
    called.push(JSON.stringify(request));
    return 'Created deployment';
  },
  runFlow: async ({ entrypoint }) => `ran ${entrypoint}`,
};

async function ask(method: string, params: object = {}): Promise<{ result?: Record<string, unknown>; error?: { code: number } }> {
  const answer = await answerMcp(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }), { tools, host, version: '1.0.0' });
  return JSON.parse(answer ?? '{}');
}

async function call(name: string, input: object = {}): Promise<{ text: string; failed: boolean }> {
  const { result } = await ask('tools/call', { name, arguments: input });
  const content: unknown = result?.['content'];
  const first: unknown = Array.isArray(content) ? content[0] : undefined;
  return { text: String(Reflect.get(new Object(first), 'text')), failed: result?.['isError'] === true };
}

async function failedRun(): Promise<string> {
  const { id: flowId } = await client.flows.create({ name: 'etl' });
  const run = await client.flowRuns.create({ flowId, parameters: { n: 1 }, state: { type: 'PENDING' } });
  await client.flowRuns.setState({ id: run.id }, { state: { type: 'RUNNING' } });
  const task = await client.taskRuns.create({
    flowRunId: run.id,
    taskKey: 'load',
    dynamicKey: '0',
    name: 'load-0',
    state: { type: 'RUNNING' },
  });
  await client.taskRuns.setState({ id: task.id }, { state: { type: 'FAILED', message: 'the disk is full' } });
  await client.logs.create([
    {
      name: 'prefect.task_runs',
      level: 40,
      message: 'Error: the disk is full\n    at load (file:///project/etl.ts:3:9)',
      timestamp: new Date().toISOString(),
      flowRunId: run.id,
      taskRunId: task.id,
    },
  ]);
  await client.flowRuns.setState({ id: run.id }, { state: { type: 'FAILED', message: 'the disk is full' } });
  return run.id;
}

test('a client is told what the server is and which tools it has', async () => {
  const { result } = await ask('initialize', { protocolVersion: '2025-03-26' });
  assert.equal(result?.['protocolVersion'], '2025-03-26');
  const listed: unknown = (await ask('tools/list')).result?.['tools'];
  assert.ok(Array.isArray(listed));
  const writing = listed.filter((tool) => tool.annotations.readOnlyHint === false).map((tool) => tool.name);
  assert.deepEqual(writing, ['run_flow', 'run_deployment', 'deploy', 'cancel_flow_run']);
  for (const tool of listed) assert.equal(tool.inputSchema.type, 'object', tool.name);
});

test('notifications are not answered, and nonsense is refused', async () => {
  const options = { tools, host, version: '1' };
  assert.equal(await answerMcp('{"jsonrpc":"2.0","method":"notifications/initialized"}', options), undefined);
  assert.match((await answerMcp('{', options)) ?? '', /-32700/);
  assert.equal((await ask('resources/list')).error?.code, -32_601);
  assert.equal((await ask('tools/call', { name: 'rm' })).error?.code, -32_602);
});

test('a failure is explained with evidence: states, failed tasks, errors and their places', async () => {
  const id = await failedRun();
  const { text } = await call('explain_failure', { run_id: id });
  const evidence: {
    failedTasks: { message: string }[];
    errors: { places: string[] }[];
    states: { name: string }[];
    run: { flow: string };
  } = JSON.parse(text);
  assert.equal(evidence.run.flow, 'etl');
  assert.deepEqual(
    evidence.states.map(({ name }) => name),
    ['Pending', 'Running', 'Failed'],
  );
  assert.deepEqual(
    evidence.failedTasks.map(({ message }) => message),
    ['the disk is full'],
  );
  assert.deepEqual(evidence.errors[0]?.places, ['/project/etl.ts:3:9']);
});

test('runs are listed by flow and state, and their logs are read', async () => {
  const id = await failedRun();
  const runs: { id: string }[] = JSON.parse((await call('list_flow_runs', { flow: 'etl', states: ['FAILED'], limit: 1 })).text);
  assert.equal(runs.length, 1);
  assert.deepEqual(JSON.parse((await call('list_flow_runs', { flow: 'other' })).text), []);
  assert.match((await call('read_logs', { run_id: id, minimum_level: 40 })).text, /the disk is full/);
  assert.match((await call('list_flows')).text, /"etl"/);
});

test('a deployment is listed, run and cancelled', async () => {
  await client.workPools.create({ name: 'pool', type: 'process' });
  const { id: flowId } = await client.flows.create({ name: 'daily' });
  await client.deployments.create({ name: 'd', flowId, workPoolName: 'pool', entrypoint: 'a.ts:daily' });
  assert.match((await call('list_deployments', { flow: 'daily' })).text, /"daily\/d"/);
  const run: { id: string } = JSON.parse((await call('run_deployment', { deployment: 'daily/d', parameters: { n: 2 } })).text);
  assert.deepEqual((await client.flowRuns.read({ id: run.id })).parameters, { n: 2 });
  assert.match((await call('cancel_flow_run', { run_id: run.id })).text, /Cancelled/);
  assert.match((await call('cancel_flow_run', { run_id: run.id })).text, /^conflict: .*nothing to cancel/);
});

test('what needs a process goes through the host', async () => {
  assert.equal((await call('deploy', { entrypoint: 'a.ts:etl', name: 'd', pool: 'p' })).text, 'Created deployment');
  assert.deepEqual(called, ['{"entrypoint":"a.ts:etl","name":"d","pool":"p"}']);
  assert.equal((await call('run_flow', { entrypoint: 'a.ts:etl' })).text, 'ran a.ts:etl');
});

test('what is missing or wrong is said to the model', async () => {
  assert.deepEqual(await call('read_logs'), { text: 'invalid: Give "run_id", a text.', failed: true });
  assert.match((await call('run_deployment', { deployment: 'x' })).text, /named flow\/deployment/);
  assert.match((await call('run_deployment', { deployment: 'x/y' })).text, /^not-found/);
});

test('a person is asked before everything that changes something', () => {
  for (const tool of tools) {
    const reads = /^(list|read|explain)_/.test(tool.name);
    assert.equal(tool.confirm === undefined, reads, tool.name);
    if (tool.confirm !== undefined)
      assert.match(tool.confirm({ entrypoint: 'a', deployment: 'a', name: 'a', pool: 'p', run_id: 'a' }), /\?$/);
  }
});

test("places of packages are not the user's", () => {
  assert.deepEqual(placesIn('at a (/p/node_modules/x/a.js:1:1)\n at b (/p/b.ts:2:3)'), ['/p/b.ts:2:3']);
});

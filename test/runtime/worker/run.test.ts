import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Address } from '../../../runtime/api/address.ts';
import type { Connection } from '../../../runtime/api/connection.ts';
import type { FlowRun } from '../../../runtime/core/entities.ts';
import { MillraceError } from '../../../runtime/core/errors.ts';
import type { JsonObject } from '../../../runtime/core/json.ts';
import type { StateProposal } from '../../../runtime/core/state.ts';
import type { Children, Exit, RunProcess } from '../../../runtime/worker/children.ts';
import type { FromChild, Job, ToChild } from '../../../runtime/worker/job.ts';
import { startRun } from '../../../runtime/worker/run.ts';
import { memoryServer } from '../../support/memory-server.ts';

const server = memoryServer();
after(() => server[Symbol.asyncDispose]());
const { client } = server;
const connection: Connection = {
  url: 'http://127.0.0.1:1/api',
  headers: { authorization: 'Bearer secret' },
  source: 'embedded',
  name: 'embedded',
};
const flow = await client.flows.create({ name: 'etl' });
const template = { variables: { properties: { env: { default: { FROM: 'pool' } } } } };
const pool = await client.workPools.create({ name: 'pool', type: 'process', baseJobTemplate: template });
const { id: deploymentId } = await client.deployments.create({
  ...{ name: 'daily', flowId: flow.id, workPoolName: 'pool', entrypoint: 'flows.ts:etl' },
  ...{ parameterOpenapiSchema: {}, enforceParameterSchema: false },
});

/** A process that does what a test says. */
interface FakeProcess {
  job: Job | undefined;
  command: string | undefined;
  env: Record<string, string | null>;
  sent: ToChild[];
  killed: string[];
  tell(message: FromChild): void;
  write(text: string, stream: 'stdout' | 'stderr'): void;
  end(exit: Partial<Exit>): void;
}

/** Starts a run of the deployment as a worker does. */
async function begin(jobVariables: JsonObject = {}, claiming = client, programs: Address = connection) {
  const flowRun = await client.deployments.createFlowRun({ id: deploymentId }, { jobVariables });
  const told: string[] = [];
  const processes: FakeProcess[] = [];
  const add = (given: Pick<FakeProcess, 'job' | 'command' | 'env'>): RunProcess => {
    const { process, fake } = fakeProcess(given);
    processes.push(fake);
    return process;
  };
  const children: Children = {
    start: (job) => add({ job, command: undefined, env: job.env }),
    startCommand: (command, env) => add({ job: undefined, command, env }),
    close: () => undefined,
  };
  const started = Promise.withResolvers<RunProcess>();
  const log = (text: string): void => void told.push(text);
  const deployment = (id: string) => client.deployments.read({ id });
  const options = { client: claiming, connection, programs, children, pool, workerName: 'w', flowRun, deployment, log };
  const done = startRun({ ...options, ending: new AbortController().signal, started: started.resolve });
  await Promise.race([started.promise, done]);
  const now = (): Promise<FlowRun> => client.flowRuns.read({ id: flowRun.id });
  const lines = async (): Promise<string[]> =>
    (await client.logs.filter({ logs: { flowRunId: { any_: [flowRun.id] } }, sort: 'TIMESTAMP_ASC' })).map(({ message }) => message);
  const [process] = processes;
  return { flowRun, told, processes, process, done, now, lines };
}

function fakeProcess(given: Pick<FakeProcess, 'job' | 'command' | 'env'>): { process: RunProcess; fake: FakeProcess } {
  const exited = Promise.withResolvers<Exit>();
  const outputs: ((text: string, stream: 'stdout' | 'stderr') => void)[] = [];
  const listeners: ((message: FromChild) => void)[] = [];
  const [sent, killed]: [ToChild[], string[]] = [[], []];
  const end = (exit: Partial<Exit>): void => exited.resolve({ code: null, signal: null, ...exit });
  const process: RunProcess = {
    pid: 7,
    exited: exited.promise,
    kill(signal) {
      killed.push(signal);
      end({ signal });
    },
    onOutput: (listener) => void outputs.push(listener),
    onMessage: (listener) => void listeners.push(listener),
    send: (message) => void sent.push(message),
  };
  const fake: FakeProcess = {
    ...given,
    sent,
    killed,
    tell: (message) => listeners.forEach((listener) => listener(message)),
    write: (text, stream) => outputs.forEach((listener) => listener(text, stream)),
    end,
  };
  return { process, fake };
}

const set = (flowRun: FlowRun, state: StateProposal) => client.flowRuns.setState({ id: flowRun.id }, { state, force: true });
const line = (flowRun: FlowRun, message: string, level = 20): FromChild => ({
  type: 'log',
  line: { name: 'prefect.flow_runs', level, message, timestamp: '2026-11-21T06:00:00.000000Z', flowRunId: flowRun.id, taskRunId: null },
});

test('a claimed run gets a process with its job, and its end as the process told it', async () => {
  const { flowRun, told, process, done, now } = await begin({ env: { MORE: 7, GONE: null } });
  assert.equal((await now()).stateName, 'Pending');
  const { type, server: reached, flowRun: ofJob, deployment, env } = process?.job ?? {};
  assert.deepEqual([type, reached, ofJob?.id, deployment?.entrypoint], ['job', connection, flowRun.id, 'flows.ts:etl']);
  assert.deepEqual(env, { MORE: '7', GONE: null });
  await set(flowRun, { type: 'COMPLETED' });
  process?.end({ code: 0 });
  await done;
  const { stateName, labels } = await now();
  assert.deepEqual([stateName, labels['prefect.worker.name'], labels['prefect.work-pool.id']], ['Completed', 'w', pool.id]);
  assert.deepEqual(told, [`Starting flow run ${flowRun.name}`, `Flow run ${flowRun.name} ended`]);
});

test('the variables of the pool hold where the deployment and the run say nothing', async () => {
  const { flowRun, process, done } = await begin();
  assert.deepEqual(process?.env, { FROM: 'pool' });
  await set(flowRun, { type: 'COMPLETED' });
  process?.end({ code: 0 });
  await done;
});

test('a program finds the server by way of the relay, and nothing of the login; its links lead to the server', async () => {
  const relay = { url: 'http://127.0.0.1:1/secret/api', headers: { authorization: 'Bearer key' } };
  const { flowRun, process, done } = await begin(
    { command: 'python -m prefect.engine', env: { MILLRACE_LOGIN_URL: 'own' } },
    client,
    relay,
  );
  const { PREFECT_API_URL: url, PREFECT_API_KEY: key, PREFECT_UI_URL: page, ...env } = process?.env ?? {};
  assert.deepEqual([url, key, page], [relay.url, 'key', connection.url.replace(/\/api$/, '')]);
  assert.deepEqual([env['MILLRACE_LOGIN_PASSWORD'], env['MILLRACE_LOGIN_URL'], env['PREFECT_API_AUTH_STRING']], [null, 'own', null]);
  assert.equal(env['PREFECT__FLOW_RUN_ID'], flowRun.id);
  await set(flowRun, { type: 'COMPLETED' });
  process?.end({ code: 0 });
  await done;
});

test('a run that somebody else has claimed is left to them', async () => {
  const refusing = {
    ...client,
    flowRuns: { ...client.flowRuns, setState: async () => ({ status: 'ABORT' as const, state: null, details: { type: 'abort_details' } }) },
  };
  const { told, processes, done, now } = await begin({}, refusing);
  await done;
  assert.deepEqual([told, processes, (await now()).stateName], [[], [], 'Scheduled']);
});

test('a run whose process failed is Crashed with the reason, what it had under way too, and its hooks are called', async () => {
  const { flowRun, told, processes, process, done, now, lines } = await begin();
  await set(flowRun, { type: 'RUNNING' });
  const create = (key: string) =>
    client.taskRuns.create({ flowRunId: flowRun.id, taskKey: key, dynamicKey: '0', name: key, state: { type: 'RUNNING' } });
  const [open, closed] = [await create('open'), await create('closed')];
  for (const { id, name } of [open, closed]) process?.tell({ type: 'open', run: { kind: 'task-run', id, name } });
  await client.taskRuns.setState({ id: closed.id }, { state: { type: 'COMPLETED' } });
  process?.tell({ type: 'close', id: closed.id });
  process?.tell({ type: 'crash', reason: 'Error: out of luck' });
  process?.end({ code: 1 });
  while (processes.length < 2) await new Promise(setImmediate);
  const [, hooks] = processes;
  assert.deepEqual([hooks?.job?.isOver, hooks?.job?.flowRun.stateName], [true, 'Crashed']);
  hooks?.write('from a hook\n', 'stdout');
  hooks?.end({ code: 0 });
  await done;
  const { state } = await now();
  assert.equal(state?.message, `Process for flow run '${flowRun.name}' exited with status code 1: Error: out of luck`);
  const names = await Promise.all([open, closed].map(async ({ id }) => (await client.taskRuns.read({ id })).stateName));
  assert.deepEqual(names, ['Crashed', 'Completed']);
  assert.deepEqual(await lines(), ['from a hook']);
  assert.equal(told.at(-1), `Flow run ${flowRun.name} ended with status code 1`);
});

test('a task that blocks past its time ends the process: it is TimedOut, and the run Failed', async (context) => {
  const { flowRun, processes, process, done, now } = await begin();
  await set(flowRun, { type: 'RUNNING' });
  const task = await client.taskRuns.create({ flowRunId: flowRun.id, taskKey: 't', dynamicKey: '0', state: { type: 'RUNNING' } });
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const run = { kind: 'task-run' as const, id: task.id, name: 't', seconds: 2 };
  process?.tell({ type: 'arm', watch: 1, run: { ...run, seconds: 1 } });
  process?.tell({ type: 'disarm', watch: 1 });
  process?.tell({ type: 'arm', watch: 2, run });
  context.mock.timers.tick(2499);
  assert.deepEqual(process?.killed, []);
  context.mock.timers.tick(1);
  assert.deepEqual(process?.killed, ['SIGKILL']);
  context.mock.timers.reset();
  while (processes.length < 2) await new Promise(setImmediate);
  processes[1]?.end({ code: 0 });
  await done;
  assert.equal((await client.taskRuns.read({ id: task.id })).stateName, 'TimedOut');
  assert.match((await now()).state?.message ?? '', /^Task run 't' exceeded timeout of 2 second\(s\) and did not yield/);
});

test('what the process says is in the log of the run before the run goes on, and is shown by the worker unless told', async () => {
  for (const stream_output of [true, false]) {
    const { flowRun, told, process, done, lines } = await begin({ stream_output });
    process?.tell(line(flowRun, 'a line'));
    process?.tell(line(flowRun, 'for debugging', 10));
    process?.write('printed\n', 'stdout');
    process?.tell({ type: 'flush', flush: 3 });
    while (process?.sent.length === 0) await new Promise(setImmediate);
    assert.deepEqual(process?.sent, [{ type: 'flushed', flush: 3 }]);
    assert.deepEqual((await lines()).toSorted(), ['a line', 'for debugging', 'printed']);
    await set(flowRun, { type: 'COMPLETED' });
    process?.end({ code: 0 });
    await done;
    assert.deepEqual(told.slice(1, -1), stream_output ? [`${flowRun.name}: a line`, 'printed'] : []);
  }
});

test('a run whose worker falls silent after its claim is Crashed by the server', async () => {
  const { process, done, now } = await begin();
  server.pass(60);
  await server.service('silent-runs');
  assert.match((await now()).state?.message ?? '', /^No heartbeat since /);
  process?.end({ code: 0 });
  await done;
});

test('a folder that does not exist makes the run Crashed, and nothing is started', async () => {
  const { told, processes, done, now } = await begin({ working_dir: '/nowhere/at/all' });
  await done;
  const { state } = await now();
  assert.deepEqual([state?.name, processes.length], ['Crashed', 0]);
  assert.match(state?.message ?? '', /could not be submitted to infrastructure: the folder \/nowhere\/at\/all/);
  assert.match(told.at(-1) ?? '', /could not be started: the folder \/nowhere\/at\/all of the job variable working_dir does not exist/);
});

test('a command gets what finds its run, and no hooks are called after it', async () => {
  const { flowRun, processes, process, done, now } = await begin({ command: 'python -m prefect.engine', env: { A: 'b' } });
  assert.equal(process?.command, 'python -m prefect.engine');
  const { PREFECT__FLOW_RUN_ID: id, PREFECT__DEPLOYMENT_ID: of, PREFECT_API_URL: url, A: own } = process.env;
  assert.deepEqual([id, of, url, own], [flowRun.id, deploymentId, connection.url, 'b']);
  process.end({ code: 5 });
  await done;
  assert.match((await now()).state?.message ?? '', /exited with status code 5\.$/);
  assert.equal(processes.length, 1);
});

test('a server that does not answer the claim is told nothing: the run stays for another look', async () => {
  const down = {
    ...client,
    flowRuns: { ...client.flowRuns, setState: () => Promise.reject(new MillraceError('unreachable', 'nobody there')) },
  };
  const { told, processes, done, now } = await begin({}, down);
  await done;
  assert.match(told.join('\n'), /^Flow run .* could not be started: nobody there$/);
  assert.deepEqual([processes.length, (await now()).stateName], [0, 'Scheduled']);
});

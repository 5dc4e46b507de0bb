import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createClient } from '../../runtime/api/client.ts';
import { startServer } from '../../runtime/api-server/server.ts';
import { prefectFolder } from '../../tools/prefect/install.ts';
import { run, start } from '../../tools/prefect/processes.ts';
import { prefectEnvironment } from '../../tools/prefect/serve.ts';

/** Prefect 3.9.1's own command line, worker and flows, unmodified, on the embedded server. */
const home = mkdtempSync(join(tmpdir(), 'millrace-theirs-on-ours-'));
const project = join(home, 'project');
cpSync(join(import.meta.dirname, 'python'), project, { recursive: true });
mkdirSync(join(home, '.prefect'), { recursive: true });

const faults: string[] = [];
const server = await startServer({ home: join(home, 'server'), port: 0, report: (fault) => faults.push(fault) });
const client = createClient(server.transport);
const programs = join(prefectFolder, '3.9.1/bin');
const env = {
  ...prefectEnvironment(home),
  PATH: `${programs}:${process.env['PATH'] ?? ''}`,
  PREFECT_API_URL: server.url,
  PREFECT_API_AUTH_STRING: server.token ?? '',
  PYTHONPATH: project,
  NO_COLOR: '1',
  COLUMNS: '200',
};

after(async () => {
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

const prefect = (...words: string[]): Promise<string> => run(['prefect', ...words], env, { cwd: project, seconds: 120 });
const python = (...words: string[]): Promise<string> => run(['python', ...words], env, { cwd: project, seconds: 400 });

test('the command line finds a server of its own release', async () => {
  assert.match(await prefect('version'), /API version: +0\.8\.4/);
});

test('pools, queues, limits and variables are made and listed by its commands', async () => {
  await prefect('work-pool', 'create', 'python', '--type', 'process');
  await prefect('work-queue', 'create', 'urgent', '--pool', 'python', '--priority', '1');
  await prefect('concurrency-limit', 'create', 'limited', '1');
  await prefect('gcl', 'create', 'slots', '--limit', '1');
  await prefect('gcl', 'create', 'rate', '--limit', '5', '--slot-decay-per-second', '1');
  await prefect('variable', 'set', 'answer', '42');
  assert.match(await prefect('work-queue', 'ls', '--pool', 'python'), /urgent/);
  assert.match(await prefect('variable', 'get', 'answer'), /42/);
  const pool = await client.workPools.read({ name: 'python' });
  assert.equal(pool.type, 'process');
  assert.ok(Object.keys(pool.baseJobTemplate).length > 0);
});

test('a flow with everything in it runs, and all of it is recorded', async () => {
  await python('-c', "from flows import everything; everything('.')");
  const [flowRun] = await client.flowRuns.filter({ flows: { name: { any_: ['everything'] } } });
  assert.equal(flowRun?.stateType, 'COMPLETED');
  const ran = await client.taskRuns.filter({ flowRuns: { id: { any_: [flowRun.id] } }, limit: 200 });
  const names = ran.map(({ name }) => name.replace(/-\w+$/, '')).toSorted();
  assert.deepEqual(new Set(names), new Set(['cached', 'child', 'double', 'flaky', 'limited']), names.join(', '));
  assert.ok(ran.some(({ stateName }) => stateName === 'Cached'));
  assert.equal(ran.find(({ name }) => name.startsWith('flaky'))?.runCount, 3);
  assert.equal((await client.artifacts.readLatest({ key: 'report' })).data, '# Done');
  assert.deepEqual((await client.variables.readByName({ name: 'colour' })).value, { name: 'blue' });
  const secret = await client.blockTypes.readDocument({ slug: 'secret', name: 'token' });
  assert.deepEqual(secret.data, { value: '********' });
  const custom = await client.events.filter({ filter: { event: { name: ['project.custom'] } } });
  assert.equal(custom.events[0]?.payload['run'], flowRun.id);
  const limits = await client.globalConcurrencyLimits.filter({});
  assert.deepEqual(new Map(limits.map(({ name, activeSlots }) => [name, activeSlots])).get('slots'), 0);
});

test('thread pools, timeouts, transactions, failures and every kind of artifact', async () => {
  await python('-c', 'from flows import pooled; pooled()');
  const [flowRun] = await client.flowRuns.filter({ flows: { name: { any_: ['pooled'] } } });
  assert.equal(flowRun?.stateType, 'COMPLETED');
  const ran = await client.taskRuns.filter({ flowRuns: { id: { any_: [flowRun.id] } }, limit: 200 });
  const stateOf = (prefix: string): (string | null)[] =>
    ran.filter(({ name }) => name.startsWith(prefix)).map(({ stateName }) => stateName);
  assert.deepEqual([stateOf('stuck'), stateOf('doomed'), stateOf('write')], [['TimedOut'], ['Failed'], ['RolledBack']]);
  assert.deepEqual(stateOf('keyed').toSorted(), ['Cached', 'Completed']);
  const [timedOut] = await client.flowRuns.filter({ flows: { name: { any_: ['too-long'] } } });
  assert.equal(timedOut?.stateName, 'TimedOut');
  assert.equal((await client.artifacts.readLatest({ key: 'progress' })).data, 100);
});

test("an asynchronous flow uses the client's calls, events and limits, and waits for another run", async () => {
  await python('-c', 'import asyncio; from flows import asynchronous; asyncio.run(asynchronous())');
  const [flowRun] = await client.flowRuns.filter({ flows: { name: { any_: ['asynchronous'] } } });
  assert.equal(flowRun?.stateType, 'COMPLETED');
});

test('its process worker runs deployments of prefect.yaml and of code; runs are watched, paused, cancelled and retried', async () => {
  await prefect('--no-prompt', 'deploy', '--all');
  await python('deploy.py');
  const worker = start(['prefect', 'worker', 'start', '--pool', 'python', '--limit', '6'], env, project);
  try {
    await worker.says(/started!/, 60);
    const watched = await prefect('deployment', 'run', 'hello/python', '-p', 'name=watched', '--watch');
    assert.match(watched, /Hello, watched!/);
    assert.match(watched, /finished successfully/);
    const done = await python('drive.py');
    assert.equal(
      done
        .trim()
        .split('\n')
        .filter((line) => line.startsWith('a ')).length,
      5,
      done,
    );
    assert.match(await prefect('flow-run', 'ls', '--flow-name', 'long'), /CANCELLED/);
    const [said] = await client.flowRuns.filter({ flows: { name: { any_: ['hello'] } }, limit: 1 });
    assert.match(await prefect('flow-run', 'logs', said?.id ?? ''), /Hello, /);
  } finally {
    await worker.stop();
  }
});

test('a flow that is served runs without a pool', async () => {
  const served = start(['python', 'serves.py'], env, project);
  try {
    await served.says(/being served/, 60);
    const deployment = await client.deployments.readByName({ flow: 'hello', deployment: 'served' });
    await client.deployments.createFlowRun({ id: deployment.id }, { parameters: { name: 'served' } });
    await served.says(/Hello, served!/, 60);
  } finally {
    await served.stop();
  }
});

test('background tasks are started with delay(), and run where they are served', async () => {
  const ask = `
from background import add, fails
sums = [add.delay(number, 1) for number in range(5)]
print("sums", [future.result(timeout=60) for future in sums])
failed = fails.delay()
failed.wait(timeout=60)
print("failed", failed.state.name)
`;
  const served = start(['python', 'background.py'], env, project);
  try {
    const answers = await python('-c', ask);
    assert.match(answers, /sums \[1, 2, 3, 4, 5\]/);
    assert.match(answers, /failed Failed/);
    await served.says(/Received task run/, 10);
  } finally {
    await served.stop();
  }
  const left = await client.taskRuns.count({ taskRuns: { name: { like_: 'add' }, state: { type: { any_: ['SCHEDULED'] } } } });
  assert.equal(left, 0);
});

test('nothing went wrong inside the server', () => {
  assert.deepEqual(faults, []);
});

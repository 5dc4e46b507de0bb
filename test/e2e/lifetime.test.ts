import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Client } from '../../runtime/api/client.ts';
import { connect, readServerFile, resolveConnection } from '../../runtime/api/connection.ts';

/** What an editor starts ends when the editor does, however it went. */
const root = join(import.meta.dirname, '../..');
const home = mkdtempSync(join(tmpdir(), 'millrace-lifetime-'));
const environment = { ...process.env, MILLRACE_HOME: home, PREFECT_API_URL: '', NO_COLOR: '1' };
const started: ChildProcess[] = [];
let client: Client;

const flow = `import { flow } from 'millrace';
export const quick = flow({ name: 'quick' }, async ({ n = 1 }: { n?: number }) => n + 1);
export const slow = flow({ name: 'slow' }, async () => new Promise((resolve) => setTimeout(resolve, 60_000)));
`;

function cli(args: readonly string[], env: Record<string, string> = {}): { child: ChildProcess; code: Promise<number | null> } {
  const child = spawn(process.execPath, [join(root, 'runtime/bin/millrace.mjs'), ...args], {
    env: { ...environment, ...env },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  started.push(child);
  return { child, code: new Promise((resolve) => child.once('exit', resolve)) };
}

async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 50) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`${what} did not happen within 20 seconds`);
}

before(async () => {
  writeFileSync(join(home, 'flows.ts'), flow);
  cli(['server', 'start', '--port', '0', '--stop-when-unused', '3']);
  await until('the start of the server', () => readServerFile(home) !== undefined);
  const connection = resolveConnection({ MILLRACE_HOME: home });
  assert.ok(connection);
  client = connect(connection);
});

after(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

async function createRun(name: string): Promise<string> {
  const { id: flowId } = await client.flows.create({ name });
  const run = await client.flowRuns.create({ flowId, parameters: {}, state: { type: 'PENDING' } });
  return run.id;
}

test('a run that an editor made is executed from its entrypoint', async () => {
  const id = await createRun('quick');
  const { code } = cli(['flow-run', 'execute', id, '--entrypoint', `${join(home, 'flows.ts')}:quick`]);
  assert.equal(await code, 0);
  assert.equal((await client.flowRuns.read({ id })).stateType, 'COMPLETED');
});

test('a run without its flow fails, says why, and the exit code tells', async () => {
  const id = await createRun('quick');
  const { code } = cli(['flow-run', 'execute', id, '--entrypoint', `${join(home, 'flows.ts')}:absent`]);
  assert.equal(await code, 1);
  const { state } = await client.flowRuns.read({ id });
  assert.equal(state?.type, 'FAILED');
  assert.match(state?.message ?? '', /absent/);
});

test('a run ends when the standard input of its process does', async () => {
  const id = await createRun('slow');
  const { child, code } = cli(['flow-run', 'execute', id, '--entrypoint', `${join(home, 'flows.ts')}:slow`], {
    MILLRACE_ENDS_WITH: 'stdin',
  });
  await until('the start of the run', async () => (await client.flowRuns.read({ id })).stateType === 'RUNNING');
  child.stdin?.end();
  await code;
  const { stateType } = await client.flowRuns.read({ id });
  assert.ok(stateType === 'CANCELLED' || stateType === 'CRASHED', String(stateType));
});

test('a worker ends when its standard input does', async () => {
  await client.workPools.create({ name: 'pool', type: 'process' });
  const { child, code } = cli(['worker', 'start', '--pool', 'pool'], { MILLRACE_ENDS_WITH: 'stdin' });
  await until('the worker', async () => (await client.workPools.filterWorkers({ name: 'pool' }, {})).length > 0);
  child.stdin?.end();
  assert.equal(await code, 0);
});

test('a server that nobody uses ends by itself', async () => {
  await client.close();
  await until('the end of the server', () => readServerFile(home) === undefined);
});

import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../../runtime/api/client.ts';
import { connect, resolveConnection } from '../../runtime/api/connection.ts';
import { startServer } from '../../runtime/api-server/server.ts';
import type { FlowRun, TaskRun } from '../../runtime/core/entities.ts';

/** Flows run by `node file.ts`, with no server started before. */
const sdk = join(import.meta.dirname, '../../runtime/sdk/index.ts');
const folders: string[] = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'millrace-direct-'));
  folders.push(home);
  return home;
}

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

function start(home: string, source: string): { child: ChildProcess; ended: Promise<Ended>; stderr: () => string } {
  const file = join(newHome(), 'flow.ts');
  writeFileSync(file, `import { flow, getRunLogger, task } from '${sdk}';\n${source}`);
  const env = { ...process.env, MILLRACE_HOME: home, PREFECT_API_URL: '', NODE_OPTIONS: '' };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (texts.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (texts.stderr += String(chunk)));
  const ended = new Promise<Ended>((resolve) => child.once('close', (code, signal) => resolve({ code, signal, ...texts })));
  return { child, ended, stderr: () => texts.stderr };
}

/** What a home's store has, once nobody else has it open; for who looks so many seconds later. */
async function recorded(home: string, later = 0): Promise<{ runs: FlowRun[]; tasks: TaskRun[]; lines: string[] }> {
  const server = await startServer({ home, port: 0, advertise: false, clock: { now: () => Date.now() + later * 1000 } });
  const client = connect({
    url: server.url,
    headers: { authorization: `Bearer ${server.token ?? ''}` },
    source: 'embedded',
    name: 'embedded',
  });
  try {
    return await everything(client);
  } finally {
    await client.close();
    await server.close();
  }
}

const everything = async (client: Client): Promise<{ runs: FlowRun[]; tasks: TaskRun[]; lines: string[] }> => ({
  runs: await client.flowRuns.filter({ sort: 'EXPECTED_START_TIME_ASC' }),
  tasks: await client.taskRuns.filter({}),
  lines: (await client.logs.filter({ logs: {}, limit: 200, sort: 'TIMESTAMP_ASC' })).map(({ message }) => message),
});

const ends: { how: string; body: string; code: number | null; signal?: NodeJS.Signals; state: string; message: RegExp }[] = [
  { how: 'returns', body: '', code: 0, state: 'Completed', message: /^$/ },
  { how: 'throws', body: "throw new RangeError('too far');", code: 1, state: 'Failed', message: /RangeError: too far$/ },
  {
    how: 'exits',
    body: 'process.exit(4);',
    code: 4,
    state: 'Crashed',
    message: /^Process for flow run '.*' exited with status code 4 before the run was final\.$/,
  },
  {
    how: 'has an uncaught error',
    body: "setTimeout(() => { throw new TypeError('loose'); }, 1); await new Promise(() => setTimeout(() => undefined, 9000));",
    code: 1,
    state: 'Crashed',
    message: /exited with status code 1 before the run was final: TypeError: loose$/,
  },
  {
    how: 'is asked to end',
    body: "process.kill(process.pid, 'SIGTERM'); await new Promise(() => setTimeout(() => undefined, 9000));",
    code: null,
    signal: 'SIGTERM',
    state: 'Crashed',
    message: /^Execution was aborted: the process was ended by SIGTERM$/,
  },
];

for (const { how, body, code, signal = null, state, message } of ends) {
  test(`a flow run by itself whose process ${how} is recorded as ${state}, with its last line`, async () => {
    const home = newHome();
    const { ended } = start(
      home,
      `const main = flow({ name: 'main' }, async () => { getRunLogger().info('last line'); ${body} });\nawait main();`,
    );
    const { code: got, signal: by, stderr } = await ended;
    assert.deepEqual([got, by], [code, signal], stderr);
    const { runs, lines } = await recorded(home);
    assert.deepEqual(
      runs.map(({ stateName }) => stateName),
      [state],
    );
    assert.match(runs[0]?.state?.message ?? '', message);
    assert.ok(lines.includes('last line'), lines.join('\n'));
    assert.ok(stderr.includes('last line'), 'shown to whoever started it');
    assert.ok(!readdirSync(home).some((name) => name.startsWith('lock.')));
  });
}

test('a flow run by itself that is killed crashes with all that is below it, when somebody looks after its window', async () => {
  const home = newHome();
  const source = `const slow = task({ name: 'slow' }, async () => { getRunLogger().info('asleep'); await new Promise((resolve) => setTimeout(resolve, 60_000)); });
    const inner = flow({ name: 'inner' }, async () => slow());
    await flow({ name: 'main' }, async () => inner())();`;
  const { child, ended, stderr } = start(home, source);
  for (let waited = 0; waited < 10_000 && !stderr().includes('asleep'); waited += 25) await sleep(25);
  await sleep(100);
  child.kill('SIGKILL');
  await ended;
  const { runs, tasks } = await recorded(home, 31);
  const all = [...runs, ...tasks].map(({ state }) => [state?.name, state?.message?.startsWith('No heartbeat since')]);
  assert.deepEqual(
    all,
    Array.from({ length: 4 }, () => ['Crashed', true]),
  );
});

test('a flow run by itself that another process cancels ends soon, as Cancelled', async () => {
  const home = newHome();
  const source = `await flow({ name: 'main', onCancellation: [() => process.stdout.write('hook')] }, async () => { getRunLogger().info('asleep'); await new Promise((resolve) => setTimeout(resolve, 60_000)); })();`;
  const { ended, stderr } = start(home, source);
  for (let waited = 0; waited < 10_000 && !stderr().includes('asleep'); waited += 25) await sleep(25);
  const connection = resolveConnection({ MILLRACE_HOME: home });
  assert.ok(connection);
  const client = connect(connection);
  const [run] = await client.flowRuns.filter({});
  await client.flowRuns.setState({ id: run?.id ?? '' }, { state: { type: 'CANCELLING', name: 'Cancelling' } });
  await client.close();
  const { code, stdout } = await ended;
  assert.deepEqual([code, stdout], [1, 'hook']);
  const { runs } = await recorded(home);
  assert.deepEqual(
    runs.map(({ state }) => [state?.name, state?.message]),
    [['Cancelled', 'Flow run was cancelled: somebody asked for it']],
  );
});

test('a flow run by itself that blocks past its timeout is ended as TimedOut', async () => {
  const home = newHome();
  const source = `const slow = task({ name: 'slow' }, async () => { await new Promise((resolve) => setTimeout(resolve, 9000)); });
    const main = flow({ name: 'main', timeoutSeconds: 0.5 }, async () => { slow.submit(); await new Promise((resolve) => setTimeout(resolve, 100)); for (;;) ; });
    await main();`;
  const { signal, stderr } = await start(home, source).ended;
  assert.equal(signal, 'SIGKILL');
  assert.match(stderr, /Flow run exceeded timeout of 0\.5 second\(s\) and did not yield; its process was ended\./);
  const { runs } = await recorded(home);
  assert.deepEqual(
    runs.map(({ stateType, stateName }) => [stateType, stateName]),
    [['FAILED', 'TimedOut']],
  );
});

test('the runs below a run whose process ends crash with it', async () => {
  const home = newHome();
  const source = `const slow = task({ name: 'slow' }, async () => { await new Promise((resolve) => setTimeout(resolve, 9000)); });
    const inner = flow({ name: 'inner' }, async () => { slow.submit(); await new Promise((resolve) => setTimeout(resolve, 100)); process.exit(3); });
    await flow({ name: 'main' }, async () => inner())();`;
  assert.equal((await start(home, source).ended).code, 3);
  const { runs, tasks } = await recorded(home);
  assert.deepEqual(
    runs.map(({ stateName }) => stateName),
    ['Crashed', 'Crashed'],
  );
  assert.deepEqual([...new Set(tasks.map(({ stateName }) => stateName))], ['Crashed']);
});

test('a task called outside of flows runs and is recorded', async () => {
  const home = newHome();
  const source =
    "const load = task({ name: 'load' }, async ({ x }: { x: number }) => { getRunLogger().info('loading'); return x * 2; });\nprocess.stdout.write(String(await load({ x: 21 })));";
  const { code, stdout, stderr } = await start(home, source).ended;
  assert.deepEqual([code, stdout], [0, '42'], stderr);
  const { runs, tasks, lines } = await recorded(home);
  assert.deepEqual([runs.length, tasks.map(({ stateName, flowRunId }) => [stateName, flowRunId])], [0, [['Completed', null]]]);
  assert.ok(lines.includes('loading'));
});

test('a second process records its runs through the first, and goes on by itself when that ends', async () => {
  const home = newHome();
  const flowNamed = (name: string, milliseconds: number): string => `
    const main = flow({ name: '${name}' }, async () => {
      getRunLogger().info('${name} is there');
      await new Promise((resolve) => setTimeout(resolve, ${milliseconds}));
      getRunLogger().info('${name} is done');
    });
    await main();`;
  const first = start(home, flowNamed('first', 1200));
  for (let waited = 0; waited < 5000 && !first.stderr().includes('first is there'); waited += 25) await sleep(25);
  const second = start(home, flowNamed('second', 2000));
  const [one, two] = await Promise.all([first.ended, second.ended]);
  assert.deepEqual([one.code, two.code], [0, 0], one.stderr + two.stderr);
  const { runs, lines } = await recorded(home);
  assert.deepEqual(
    runs.map(({ stateName }) => stateName),
    ['Completed', 'Completed'],
  );
  const wanted = ['first is done', 'second is there', 'second is done'];
  assert.deepEqual(
    wanted.filter((line) => !lines.includes(line)),
    [],
  );
});

test('with a server up, a flow run by itself is recorded there, also when its process ends early', async () => {
  const home = newHome();
  const server = await startServer({ home, port: 0 });
  const client = connect({
    url: server.url,
    headers: { authorization: `Bearer ${server.token ?? ''}` },
    source: 'embedded',
    name: 'embedded',
  });
  const source = "await flow({ name: 'main' }, async () => { getRunLogger().info('last line'); process.exit(5); })();";
  assert.equal((await start(home, source).ended).code, 5);
  const { runs, lines } = await everything(client);
  assert.deepEqual(
    runs.map(({ stateName }) => stateName),
    ['Crashed'],
  );
  assert.ok(lines.includes('last line'));
  await client.close();
  await server.close();
});

test('the example of docs/sdk.md runs as it stands', async () => {
  const home = newHome();
  const text = readFileSync(join(import.meta.dirname, '../../docs/sdk.md'), 'utf8');
  const [, example = ''] = /```ts\n([^]*?)```/.exec(text) ?? [];
  const { code, stderr } = await start(
    home,
    example.replace(/^import .*'millrace';$/m, `import { cachePolicies, unmapped } from '${sdk}';`),
  ).ended;
  assert.equal(code, 0, stderr);
  const { runs, tasks } = await recorded(home);
  assert.deepEqual(
    runs.map(({ name, stateName }) => [name, stateName]),
    [['etl-monday', 'Completed']],
  );
  assert.deepEqual(
    tasks.map(({ stateType }) => stateType),
    Array.from({ length: 4 }, () => 'COMPLETED'),
  );
});

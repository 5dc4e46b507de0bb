import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startWorker } from '../../runtime/worker/worker.ts';
import { isRunning } from '../support/processes.ts';
import { openWorkerProject } from '../support/worker-project.ts';

const told: string[] = [];
const project = await openWorkerProject();

const { client, connection } = project;
const worker = await startWorker({
  client,
  connection,
  pool: 'pool',
  limit: 3,
  log: (text) => void told.push(text),
  timings: { grace: 1 },
});

after(async () => {
  await worker.stop();
  await project.close();
});

const ends: { how: string; body: string; state: string; message: RegExp; lines: string[] }[] = [
  {
    how: 'returns',
    body: "getRunLogger().info('last line');",
    state: 'Completed',
    message: /^$/,
    lines: ['last line'],
  },
  {
    how: 'throws',
    body: "getRunLogger().info('last line'); throw new RangeError('too far');",
    state: 'Failed',
    message: /^Flow run encountered an exception: RangeError: too far$/,
    lines: ['last line'],
  },
  {
    how: 'exits with a code',
    body: "getRunLogger().info('last line'); process.exit(3);",
    state: 'Crashed',
    message: /^Process for flow run '.*' exited with status code 3\.$/,
    lines: ['last line'],
  },
  {
    how: 'exits as if all was well',
    body: "getRunLogger().info('last line'); console.log('printed'); process.exit(0);",
    state: 'Crashed',
    message: /^Process for flow run '.*' ended before the run was final\.$/,
    lines: ['last line', 'printed'],
  },
  {
    how: 'has an uncaught error',
    body: "getRunLogger().info('last line'); setTimeout(() => { throw new TypeError('loose'); }, 1); await new Promise(() => setTimeout(() => undefined, 9000));",
    state: 'Crashed',
    message: /exited with status code 1: TypeError: loose$/,
    lines: ['last line'],
  },
  {
    how: 'has a rejection that nobody handles',
    body: "getRunLogger().info('last line'); void Promise.reject(new Error('floating')); await new Promise(() => setTimeout(() => undefined, 9000));",
    state: 'Crashed',
    message: /exited with status code 1: Error: floating$/,
    lines: ['last line'],
  },
  {
    how: 'is killed',
    body: "getRunLogger().info('last line'); process.kill(process.pid, 'SIGKILL');",
    state: 'Crashed',
    message: /was ended by SIGKILL: it was killed from outside, or the machine ran out of memory\.$/,
    lines: ['last line'],
  },
  {
    how: 'aborts',
    body: "getRunLogger().info('last line'); process.abort();",
    state: 'Crashed',
    message: /was ended by SIGABRT/,
    lines: ['last line'],
  },
];

for (const [index, { how, body, state, message, lines }] of ends.entries()) {
  test(`a run whose process ${how} is ${state}, and its last lines are in its log`, async () => {
    const deployment = await project.deploy(
      `ends-${index}`,
      `export const main = flow({ name: 'ends-${index}' }, async () => {\n${body}\n});`,
    );
    const run = await project.final(await project.run(deployment));
    assert.equal(run.stateName, state);
    assert.match(run.state?.message ?? '', message);
    const messages = (await project.logs(run)).map((line) => line.message);
    for (const line of lines) assert.ok(messages.includes(line), `${line} is missing in ${JSON.stringify(messages)}`);
    assert.ok(!messages.some((line) => line.includes('ExperimentalWarning')), messages.join('\n'));
  });
}

test('code that blocks past its timeout is ended by its worker: TimedOut, with all that it logged', async () => {
  const block = "getRunLogger().info('before'); for (;;) ;";
  const deployment = await project.deploy(
    'blocks',
    `export const main = flow({ name: 'blocks', timeoutSeconds: 0.5 }, () => { ${block} });`,
  );
  const run = await project.final(await project.run(deployment));
  assert.deepEqual([run.stateType, run.stateName], ['FAILED', 'TimedOut']);
  assert.match(run.state?.message ?? '', /^Flow run exceeded timeout of 0\.5 second\(s\) and did not yield/);
  const ended = async (): Promise<string[]> => (await project.logs(run)).map(({ message }) => message);
  await project.until(run, () => told.includes(`Flow run ${run.name} ended by SIGKILL`));
  assert.ok((await ended()).includes('before'));
});

test('a task that blocks past its timeout is TimedOut, and its flow run Failed', async () => {
  const source = `const stuck = task({ name: 'stuck', timeoutSeconds: 0.3 }, () => { for (;;) ; });
    export const main = flow({ name: 'blocks-in-task' }, async () => { await stuck({}); });`;
  const run = await project.final(await project.run(await project.deploy('blocks-in-task', source)));
  assert.deepEqual([run.stateType, run.stateName], ['FAILED', 'Failed']);
  assert.match(run.state?.message ?? '', /^Task run 'stuck-\w+' exceeded timeout of 0\.3 second\(s\)/);
  const tasks = await project.client.taskRuns.filter({ flowRuns: { id: { any_: [run.id] } } });
  assert.deepEqual(
    tasks.map(({ stateName }) => stateName),
    ['TimedOut'],
  );
});

test('the runs below a run whose process ends crash with it', async () => {
  const source = `const slow = task({ name: 'slow' }, async () => { await new Promise((resolve) => setTimeout(resolve, 9000)); });
    const inner = flow({ name: 'inner' }, async () => { slow.submit(); await new Promise((resolve) => setTimeout(resolve, 100)); process.kill(process.pid, 'SIGKILL'); });
    export const main = flow({ name: 'outer' }, async () => inner());`;
  const run = await project.final(await project.run(await project.deploy('outer', source)));
  await project.until(run, () => told.includes(`Flow run ${run.name} ended by SIGKILL`));
  const tasks = await client.taskRuns.filter({ flowRuns: { name: { any_: [run.name] } } });
  const inner = await client.flowRuns.filter({ flowRuns: { parentTaskRunId: { any_: tasks.map(({ id }) => id) } } });
  const slow = await client.taskRuns.filter({ flowRuns: { id: { any_: inner.map(({ id }) => id) } } });
  assert.deepEqual(
    [run, ...inner, ...slow].map(({ stateName }) => stateName),
    ['Crashed', 'Crashed', 'Crashed'],
  );
});

for (const { how, body, state } of [
  { how: 'is killed', body: "process.kill(process.pid, 'SIGKILL')", state: 'Crashed' },
  { how: 'exits', body: 'process.exit(3)', state: 'Crashed' },
  { how: 'blocks past its time', body: 'for (;;) ;', state: 'TimedOut' },
  { how: 'fails', body: "throw new Error('no')", state: 'Failed' },
]) {
  test(`the hooks of a run whose process ${how} are called once`, async () => {
    const name = `hooks-${how.replaceAll(' ', '-')}`;
    const file = join(project.folder, `${name}.txt`);
    const source = `import { appendFileSync } from 'node:fs';
      const hook = (_flow, run, state) => appendFileSync('${file}', [run.name, state.name, state.message].join(' ') + '\\n');
      export const main = flow({ name: '${name}', timeoutSeconds: 1, onCrashed: [hook], onFailure: [hook] }, async () => { ${body}; });`;
    const run = await project.final(await project.run(await project.deploy(name, source)));
    assert.equal(run.stateName, state);
    await project.until(run, () => told.some((text) => text.startsWith(`Flow run ${run.name} ended`)));
    const called = existsSync(file)
      ? readFileSync(file, 'utf8')
      : `nobody called them: ${JSON.stringify(await project.logs(run))} ${told.join('')}`;
    assert.equal(called, `${run.name} ${state} ${run.state?.message}\n`);
  });
}

const cancelled: { how: string; body: string; message: RegExp }[] = [
  {
    how: 'awaits',
    body: "getRunLogger().info('working'); await new Promise(() => setTimeout(() => undefined, 60_000));",
    message: /^Flow run was cancelled/,
  },
  { how: 'blocks', body: "getRunLogger().info('working'); for (;;) ;", message: /^Flow run was cancelled/ },
];

for (const { how, body, message } of cancelled) {
  test(`a run that ${how} is cancelled: asked first, killed after the grace`, async () => {
    const name = `cancelled-${how}`;
    const deployment = await project.deploy(name, `export const main = flow({ name: '${name}' }, async () => { ${body} });`);
    const { id } = await project.run(deployment);
    await project.until({ id }, ({ stateName }) => stateName === 'Running');
    await project.client.flowRuns.setState({ id }, { state: { type: 'CANCELLING', name: 'Cancelling' } });
    const run = await project.final({ id });
    assert.equal(run.stateName, 'Cancelled');
    assert.match(run.state?.message ?? '', message);
    assert.ok((await project.logs(run)).some((line) => line.message === 'working'));
  });
}

test('what a run started ends with it', async () => {
  const source = `import { spawn } from 'node:child_process';
    export const main = flow({ name: 'spawns' }, async () => {
      const child = spawn('sleep', ['60'], { stdio: 'inherit' });
      getRunLogger().info('child %d', child.pid);
      process.exit(0);
    });`;
  const run = await project.final(await project.run(await project.deploy('spawns', source)));
  const line = (await project.logs(run)).find(({ message }) => message.startsWith('child '));
  const pid = Number(line?.message.slice(6));
  assert.ok(pid > 0);
  assert.equal(isRunning(pid), false);
});

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startWorker } from '../../runtime/worker/worker.ts';
import { openWorkerProject } from '../support/worker-project.ts';

process.env['MILLRACE_TEST_OF_WORKER'] = 'from the worker';
const project = await openWorkerProject();
const { client, connection, folder } = project;
const told: string[] = [];
const worker = await startWorker({ client, connection, pool: 'pool', limit: 2, log: (text) => void told.push(text) });

after(async () => {
  await worker.stop();
  await project.close();
});

/** Runs a flow with this body; its last state, and the lines of its log. */
async function run(name: string, body: string, jobVariables: Record<string, unknown> = {}, head = '') {
  const source = `${head}export const main = flow({ name: '${name}' }, async (parameters: Record<string, unknown>) => {\n${body}\n});`;
  const final = await project.final(await project.run(await project.deploy(name, source, jobVariables), { x: 1 }));
  await project.until(final, () => told.some((line) => line.startsWith(`Flow run ${final.name} ended`)));
  return { final, lines: (await project.logs(final)).map(({ message }) => message) };
}

test('env changes the variables of the run, null takes one away, and Node reads its own', async () => {
  const body = `getRunLogger().info([process.env['ADDED'], process.env['MILLRACE_TEST_OF_WORKER'], process.env['PREFECT__FLOW_RUN_ID']?.length].join('|'));`;
  assert.ok((await run('env', body)).lines.includes('|from the worker|36'));
  assert.ok((await run('env-set', body, { env: { ADDED: 7, MILLRACE_TEST_OF_WORKER: null } })).lines.includes('7||36'));
  const memory = "getRunLogger().info(String(process.getBuiltinModule('node:v8').getHeapStatistics().heap_size_limit));";
  const { lines } = await run('env-node', memory, { env: { NODE_OPTIONS: '--max-old-space-size=300' } });
  assert.ok(
    lines.some((line) => Number(line) < 600e6),
    lines.join('\n'),
  );
});

test('working_dir is where the process is before its code is fetched, and the pull step has the last word', async () => {
  const other = join(project.home, 'other');
  mkdirSync(other);
  const body = "getRunLogger().info('in %s, started in %s', process.cwd(), process.env['INIT']);";
  const head = "process.env['INIT'] = process.cwd();\n";
  assert.ok((await run('working-dir', body, { working_dir: other }, head)).lines.includes(`in ${folder}, started in ${folder}`));
});

test('command runs instead of our process, with what a program needs to find its run', async () => {
  const command = `printf '%s\\n' "run $PREFECT__FLOW_RUN_ID at $PREFECT_API_URL in $(pwd)"; printf 'no end' >&2; exit 7`;
  const { final, lines } = await run('command', '', { command, working_dir: folder });
  assert.equal(final.stateName, 'Crashed');
  assert.match(final.state?.message ?? '', /exited with status code 7\.$/);
  assert.ok(lines.includes(`run ${final.id} at ${connection.url} in ${folder}`), lines.join('\n'));
  assert.ok(lines.includes('no end'));
});

test('a command that executes the run by our command line completes it, and says what it says', async () => {
  const millrace = join(import.meta.dirname, '../../runtime/bin/millrace.mjs');
  const command = `"${process.execPath}" "${millrace}" flow-run execute`;
  const { final, lines } = await run('by-command', "getRunLogger().info('run by a command');", {
    command,
    env: { MILLRACE_HOME: project.home },
  });
  assert.equal(final.stateName, 'Completed', lines.join('\n'));
  assert.ok(lines.includes('run by a command'));
});

test('a command that cannot be started crashes its run', async () => {
  const { final } = await run('no-command', '', { command: 'no-such-program-anywhere' });
  assert.match(final.state?.message ?? '', /exited with status code 127/);
});

test('a working_dir that does not exist crashes the run, and says so', async () => {
  const source = "export const main = flow({ name: 'no-folder' }, async () => 1);";
  for (const variables of [{}, { command: 'true' }]) {
    const id = await project.deploy('no-folder', source, { working_dir: join(project.home, 'missing'), ...variables });
    const final = await project.final(await project.run(id));
    assert.equal(final.stateName, 'Crashed');
    assert.match(
      final.state?.message ?? '',
      /could not be submitted to infrastructure: the folder .*missing of the job variable working_dir does not exist/,
    );
  }
});

const traced: { what: string; head: string }[] = [
  { what: 'types to be blanked out', head: 'interface Unused { a: string }\n\n' },
  {
    what: 'syntax to be compiled',
    head: 'enum Colour {\n  Red,\n}\nclass Holder { constructor(readonly colour: Colour) {} }\nvoid new Holder(Colour.Red);\n',
  },
];

for (const [index, { what, head }] of traced.entries()) {
  test(`a stack trace names the lines of the file with ${what}`, async () => {
    const name = `traced-${index}`;
    const { lines, final } = await run(name, "  const wrong: number = 1;\n  if (wrong) throw new TypeError('here');", {}, head);
    assert.equal(final.stateName, 'Failed', lines.join('\n'));
    // The import of the SDK is line 1; the head follows, then the flow's own line and the one above the error.
    const line = 1 + head.split('\n').length - 1 + 3;
    const trace = lines.find((message) => message.includes('TypeError: here')) ?? '';
    assert.match(trace, new RegExp(`${name}\\.ts:${line}:\\d+`));
    assert.doesNotMatch(trace, /runtime\/(engine|sdk|worker)/);
  });
}

test('what a run prints is in its log once, whether it logs prints or not', async () => {
  const source = (name: string, options: string): string =>
    `export const main = flow({ name: '${name}'${options} }, async () => { console.log('printed by ${name}'); console.error('wrong'); });`;
  for (const [name, options] of [
    ['prints', ', logPrints: true'],
    ['plain', ''],
  ] as const) {
    const final = await project.final(await project.run(await project.deploy(name, source(name, options))));
    await project.until(final, () => told.some((line) => line.startsWith(`Flow run ${final.name} ended`)));
    const lines = (await project.logs(final)).filter(({ message }) => message === `printed by ${name}`);
    assert.deepEqual(
      lines.map((line) => line.name),
      [name === 'prints' ? 'prefect.flow_runs' : 'prefect.flow_runs.output'],
    );
  }
});

test('code that cannot be loaded makes the run Failed, and says why', async () => {
  const id = await project.deploy('broken', 'export const main = 1 +;');
  const broken = await project.final(await project.run(id));
  assert.deepEqual([broken.stateName, broken.stateType], ['Failed', 'FAILED']);
  assert.match(broken.state?.message ?? '', /^Flow could not be retrieved from deployment: /);
  writeFileSync(join(folder, 'broken.ts'), 'export const other = 1;');
  const missing = await project.final(await project.run(id));
  assert.match(missing.state?.message ?? '', /broken\.ts has no exported flow "main": it exports no flow\./);
});

test('a run that is due later is claimed at its time', async () => {
  const id = await project.deploy('later', "export const main = flow({ name: 'later' }, async () => 1);");
  const scheduledTime = new Date(Date.now() + 1200).toISOString();
  const { id: runId } = await client.deployments.createFlowRun({ id }, { state: { type: 'SCHEDULED', stateDetails: { scheduledTime } } });
  const final = await project.final({ id: runId });
  const early = Date.parse(scheduledTime) - Date.parse(final.startTime ?? '');
  assert.ok(early <= 0 && early > -1500, `${early} ms early`);
});

test('a suspended run has no process, and goes on in another when it is resumed, past what it has done', async () => {
  const head = `import { suspendFlowRun } from '${join(import.meta.dirname, '../../runtime/sdk/index.ts')}';
const prepare = task({ name: 'prepare', persistResult: true }, async () => process.pid);\n`;
  const body = `const first = await prepare({});
  await suspendFlowRun({ timeout: 60 });
  getRunLogger().info(first === process.pid ? 'same process' : 'another process');`;
  const source = `${head}export const main = flow({ name: 'suspended' }, async () => {\n${body}\n});`;
  const id = await project.deploy('suspended', source, { env: { MILLRACE_HOME: project.home } });
  const started = await project.run(id);
  const waiting = await project.until(started, ({ stateName }) => stateName === 'Suspended');
  await project.until(started, () => told.some((line) => line.startsWith(`Flow run ${waiting.name} ended`)));
  assert.equal((await client.flowRuns.read(started)).stateName, 'Suspended');
  assert.equal((await client.flowRuns.resume({ id: started.id }, {})).status, 'ACCEPT');
  const final = await project.final(started);
  assert.equal(final.stateName, 'Completed', final.state?.message ?? '');
  assert.ok((await project.logs(started)).some(({ message }) => message === 'another process'));
  const tasks = await client.taskRuns.filter({ flowRuns: { id: { any_: [started.id] } }, sort: 'EXPECTED_START_TIME_ASC' });
  assert.deepEqual(
    tasks.map(({ stateName }) => stateName),
    ['Cached'],
  );
});

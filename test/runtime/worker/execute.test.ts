import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { connect } from '../../../runtime/api/connection.ts';
import { startServer } from '../../../runtime/api-server/server.ts';
import { useClient } from '../../../runtime/sdk/client.ts';
import type { Execution } from '../../../runtime/worker/execute.ts';
import { execute, importFlow, importFlows } from '../../../runtime/worker/execute.ts';

const home = realpathSync(mkdtempSync(join(tmpdir(), 'millrace-execute-')));
const before = process.cwd();
const server = await startServer({ home, database: ':memory:', port: 0, advertise: false });
const client = connect({
  url: server.url,
  headers: { authorization: `Bearer ${server.token ?? ''}` },
  source: 'embedded',
  name: 'embedded',
});
after(async () => {
  process.chdir(before);
  useClient(undefined);
  await client.close();
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

const sdk = join(import.meta.dirname, '../../../runtime/sdk/index.ts');
writeFileSync(
  join(home, 'flows.ts'),
  `import { flow } from '${sdk}';
export const first = flow({ name: 'the-first' }, async () => process.cwd());
export const second = flow({ name: 'second' }, async () => { throw new Error('no'); });
export const other = 7;`,
);
writeFileSync(join(home, 'none.ts'), 'export const other = 7;');

test('an entrypoint names an export, or the flow itself', async () => {
  const file = join(home, 'flows.ts');
  assert.deepEqual([...(await importFlows(file)).keys()], ['first', 'second']);
  assert.equal((await importFlow(`${file}:first`)).options.name, 'the-first');
  assert.equal((await importFlow(`${file}:the-first`)).options.name, 'the-first');
});

const refused: { what: string; entrypoint: string; error: { code: string; message: RegExp } }[] = [
  { what: 'no name', entrypoint: 'flows.ts', error: { code: 'invalid', message: /it has the form "path\/to\/file\.ts:flow"/ } },
  { what: 'an empty name', entrypoint: 'flows.ts:', error: { code: 'invalid', message: /is not an entrypoint/ } },
  {
    what: 'a name that is no flow',
    entrypoint: join(home, 'flows.ts:other'),
    error: { code: 'not-found', message: /it exports the flows first, second\./ },
  },
  { what: 'a file without flows', entrypoint: join(home, 'none.ts:main'), error: { code: 'not-found', message: /it exports no flow\./ } },
];

for (const { what, entrypoint, error } of refused) {
  test(`an entrypoint with ${what} is refused`, () => assert.rejects(importFlow(entrypoint), error));
}

/** Executes a run of a deployment with these facts; how it ended. */
async function run(facts: { entrypoint?: string | null; pullSteps?: Record<string, unknown>[] }, changes: Partial<Execution> = {}) {
  const { id: flowId } = await client.flows.create({ name: 'the-first' });
  const { id } = await client.deployments.create({ name: 'd', flowId, enforceParameterSchema: false, ...facts });
  const deployment = await client.deployments.read({ id });
  const flowRun = await client.deployments.createFlowRun({ id }, { parameters: {} });
  await client.flowRuns.setState({ id: flowRun.id }, { state: { type: 'PENDING' } });
  const told: string[] = [];
  const completed = await execute({
    client,
    flowRun,
    deployment,
    signal: new AbortController().signal,
    supervisor: { arm: () => () => undefined },
    opened: () => () => undefined,
    report: (text) => void told.push(text),
    ...changes,
  });
  return { completed, told, last: await client.flowRuns.read({ id: flowRun.id }) };
}

const folderStep = { 'prefect.deployments.steps.set_working_directory': { directory: home } };

const inner = join(home, 'inner');
mkdirSync(inner);
symlinkSync(home, join(inner, 'link'));
const innerStep = { 'prefect.deployments.steps.set_working_directory': { directory: inner } };

test('a run goes to the folder of its deployment, and its state says how it ended', async () => {
  const { completed, last } = await run({ entrypoint: 'flows.ts:first', pullSteps: [folderStep] });
  assert.deepEqual([completed, last.stateName, process.cwd()], [true, 'Completed', home]);
  const failed = await run({ entrypoint: 'flows.ts:second', pullSteps: [folderStep] });
  assert.deepEqual([failed.completed, failed.last.stateName], [false, 'Failed']);
});

const unloadable: { what: string; facts: Parameters<typeof run>[0]; message: RegExp }[] = [
  { what: 'without an entrypoint', facts: { entrypoint: null }, message: /has no deployment with an entrypoint such as/ },
  {
    what: 'with a pull step that is Python',
    facts: { entrypoint: 'flows.ts:first', pullSteps: [{ 'prefect.deployments.steps.git_clone': { repository: 'x' } }] },
    message: /git_clone is a Python function: use set_working_directory/,
  },
  ...['../flows.ts:first', 'sub/../../flows.ts:first', '/etc/passwd:first', 'link/flows.ts:first'].map((entrypoint) => ({
    what: `whose entrypoint ${entrypoint} leaves its folder`,
    facts: { entrypoint, pullSteps: [innerStep] },
    message: /leaves the folder .* of its deployment/,
  })),
  { what: 'whose file is missing', facts: { entrypoint: 'gone.ts:first', pullSteps: [folderStep] }, message: /gone\.ts/ },
];

for (const { what, facts, message } of unloadable) {
  test(`a run of a deployment ${what} is Failed, and says why`, async () => {
    const { completed, told, last } = await run(facts);
    assert.deepEqual([completed, last.stateName], [false, 'Failed']);
    assert.match(last.state?.message ?? '', /^Flow could not be retrieved from deployment: /);
    assert.match(last.state?.message ?? '', message);
    assert.deepEqual(told, [last.state?.message]);
  });
}

test('a run that the server ends is left to it', async () => {
  const { completed, told } = await run(
    { entrypoint: 'flows.ts:first', pullSteps: [folderStep] },
    {
      client: {
        ...client,
        flowRuns: {
          ...client.flowRuns,
          setState: async () => ({ status: 'ABORT' as const, state: null, details: { type: 'abort_details', reason: 'somebody has it' } }),
        },
      },
    },
  );
  assert.equal(completed, false);
  assert.match(told.join('\n'), /Flow run .* stopped: somebody has it/);
});

test('a run with an entrypoint of its own needs no deployment, and looks after its signs of life', async () => {
  const { id: flowId } = await client.flows.create({ name: 'the-first' });
  const flowRun = await client.flowRuns.create({ flowId, state: { type: 'PENDING' } });
  const { completed } = await run({}, { flowRun, deployment: undefined, entrypoint: join(home, 'flows.ts:first') });
  assert.equal(completed, true);
  assert.equal((await client.flowRuns.read({ id: flowRun.id })).stateName, 'Completed');
});

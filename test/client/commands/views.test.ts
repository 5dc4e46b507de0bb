import assert from 'node:assert/strict';
import { test } from 'node:test';
import { debugFlow, debugRun, flowAtCursor } from '../../../client/commands/debug.ts';
import { doctor, initialise, newFlow } from '../../../client/commands/project.ts';
import { resetServer, startServer, stopServer, switchServer } from '../../../client/commands/server.ts';
import { clearFilter, filterRuns, groupFlows, groupRuns, openCode, openTask, refresh, showMore } from '../../../client/commands/views.ts';
import { flowRunRow } from '../../support/entities.ts';
import type { FakeOptions } from '../../support/fake-context.ts';
import { codeFlow, errorOf, fakeContext } from '../../support/fake-context.ts';
import { settle } from '../../support/fake-session.ts';

const open = (options: Omit<FakeOptions, 'respond'> = {}) =>
  fakeContext({
    flows: [codeFlow('etl'), codeFlow('other')],
    ...options,
    respond: ({ path }) => {
      if (path === '/flows/filter') return [{ id: 'flow-1', name: 'etl' }];
      return path === '/flow_runs/a' ? flowRunRow('a', 'FAILED', { parameters: { n: 1 } }) : [];
    },
  });

test('the code of a flow is opened from the flow, from a run, and by choice', async () => {
  const { context, shown } = await open({ answers: ['other'] });
  await openCode(context, 'flow:etl\ngroup');
  await openCode(context, 'run:a');
  await openCode(context, undefined);
  assert.deepEqual(shown, [
    'open /project/flows/etl.ts:3',
    'open /project/flows/etl.ts:3',
    'pick Open code of flow: etl, other',
    'open /project/flows/other.ts:3',
  ]);
});

test('a task whose place is not known opens its flow', async () => {
  const { context, shown } = await open();
  await openTask(context, 'a', 'load');
  assert.deepEqual(shown, ['open /project/flows/etl.ts:3']);
});

const filters = [
  [['$(pass) in some states', 'Failed'], { states: ['FAILED'] }],
  [['$(symbol-method) of a flow', 'etl'], { flow: 'etl' }],
  [['$(tag) with a tag', 'daily'], { tag: 'daily' }],
  [['$(search) whose name contains a text', 'x'], { text: 'x' }],
  [['$(calendar) from the last hours', '12'], { hours: 12 }],
  [['$(calendar) from the last hours', 'many'], {}],
  [['$(search) whose name contains a text', ''], {}],
  [[undefined], {}],
] as const;
for (const [answers, filter] of filters) {
  test(`filter: ${answers.join(', ')}`, async () => {
    const { context } = await open({ answers });
    await filterRuns(context);
    assert.deepEqual(context.runs.filter, filter);
    await clearFilter(context);
    assert.deepEqual(context.runs.filter, {});
  });
}

test('views are grouped in other ways, and read anew', async () => {
  const { context, fake } = await open({ answers: ['By tag'] });
  await groupRuns(context);
  assert.equal(context.runTree.grouping, 'flow');
  await groupRuns(context);
  assert.equal(context.runTree.grouping, 'day');
  await groupFlows(context);
  assert.equal(context.flowTree.grouping, 'tag');
  await showMore(context, 'more:');
  await refresh(context);
  assert.ok(fake.requests.includes('POST /work_pools/filter') && fake.requests.includes('POST /deployments/filter'));
});

test('a new flow is written from a template and opened', async () => {
  const { context, files, shown } = await open({ answers: ['Sequential', 'daily etl'] });
  await newFlow(context);
  assert.match(files.get('/project/flows/daily-etl.ts') ?? '', /export const dailyEtl = flow\(\{ name: 'daily etl' \}/);
  assert.equal(shown.at(-1), 'open /project/flows/daily-etl.ts:0');
});

test('a name that cannot be one is refused', async () => {
  const { context, files } = await open({ answers: ['Sequential', '/etc'] });
  await newFlow(context);
  assert.equal(files.size, 0);
});

test('a project is begun by the command line, and coding agents are told of flows without losing what they were told', async () => {
  const { context, commands, files, shown } = await open({ cli: () => 'Wrote flows/hello.ts\n\nNext:\n' });
  files.set('/project/AGENTS.md', '# Ours\n');
  await initialise(context);
  assert.deepEqual(commands, [['init']]);
  assert.match(files.get('/project/AGENTS.md') ?? '', /^# Ours\n\n<!-- millrace[^]*npx millrace lint/);
  assert.deepEqual(shown.slice(0, 1), ['open /project/flows/hello.ts:0']);
  assert.match(shown[1] ?? '', /Written: flows\/hello\.ts, AGENTS\.md\. Press Run/);
  await initialise({ ...context, cli: { ...context.cli, run: async () => 'Kept  flows/hello.ts\n' } });
  assert.match(shown[2] ?? '', /was there already/);
});

test("the doctor's words are shown, whatever it found", async () => {
  const { context, processes, shown } = await open();
  const done = doctor(context);
  processes[0]?.write('No worker is online');
  processes[0]?.end(1);
  await done;
  assert.deepEqual(shown, ['text No worker is online']);
});

test('a flow and a run are debugged, with the parameters of the run', async () => {
  const { context, shown } = await open();
  await debugFlow(context, 'flow:etl');
  await debugRun(context, 'run:a');
  assert.deepEqual(shown, ['debug etl {}', 'debug etl {"n":1}']);
  const untrusted = await open({ trusted: false });
  assert.equal((await errorOf(debugFlow(untrusted.context, 'flow:etl'))).code, 'unauthorized');
});

const file = '/project/flows/etl.ts';
const cursors = [
  ['above the first flow', { path: file, line: 0 }, 'etl'],
  ['in the first flow', { path: file, line: 4 }, 'etl'],
  ['in the second flow', { path: file, line: 30 }, 'load'],
  ['in a file without flows', { path: '/project/flows/tasks.ts', line: 4 }, 'other'],
  ['in no file', undefined, 'other'],
] as const;
for (const [where, cursor, expected] of cursors) {
  test(`F5 ${where} debugs ${expected}`, async () => {
    const load = codeFlow('load', { place: { path: file, line: 20, character: 13 } });
    const { context } = await open({ flows: [codeFlow('etl'), load, codeFlow('other')], answers: ['other'] });
    assert.equal((await flowAtCursor(context, cursor))?.name, expected);
  });
}

test('the server is started and stopped, its workers first', async () => {
  const { context, commands, processes } = await open();
  await startServer(context);
  context.workers.start('pool', 1);
  await stopServer(context);
  assert.deepEqual(
    commands.map((args) => args.slice(0, 2)),
    [
      ['server', 'start'],
      ['server', 'stop'],
    ],
  );
  assert.equal(await processes[0]?.exited, 0);
  const untrusted = await open({ trusted: false });
  assert.equal((await errorOf(startServer(untrusted.context))).code, 'unauthorized');
});

test('the server is emptied only after a yes', async () => {
  const no = await open({ answers: [false] });
  await resetServer(no.context);
  assert.deepEqual(no.commands, []);
  const yes = await open({ answers: [true] });
  await resetServer(yes.context);
  assert.deepEqual(
    yes.commands.map((args) => args.slice(0, 2)),
    [
      ['server', 'stop'],
      ['server', 'start'],
    ],
  );
});

test('the server is chosen from those that are known', async () => {
  const { context, shown } = await open({ answers: ['$(cloud) mine'] });
  await context.connections.add({ name: 'mine', url: 'http://mine/api' }, { kind: 'none' });
  await switchServer(context);
  assert.equal(context.connections.choice, 'mine');
  assert.match(
    shown[0] ?? '',
    /^pick embedded at http:\/\/127\.0\.0\.1:1\/api, API of Prefect 3\.9\.1: .*Embedded server.*mine.*Add another.*Remove a server.*Open the log/,
  );
  await settle();
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deployAll, deployFlow, pauseDeployment, runDeployment } from '../../../client/commands/deploy.ts';
import { runFlow } from '../../../client/commands/run-flow.ts';
import { deploymentRow, flowRunRow, poolRow, queueRow, workerRow } from '../../support/entities.ts';
import type { FakeOptions } from '../../support/fake-context.ts';
import { codeFlow, errorOf, fakeContext } from '../../support/fake-context.ts';

interface World {
  pools?: string[];
  online?: boolean;
  deployments?: string[];
}

const open = ({ pools = ['default'], online = false, deployments = ['d'] }: World, options: Omit<FakeOptions, 'respond'> = {}) =>
  fakeContext({
    flows: [codeFlow('etl')],
    ...options,
    respond({ path }) {
      if (path === '/work_pools/filter') return pools.map((name) => poolRow(name));
      if (path === '/work_pools/') return poolRow('default');
      if (path.endsWith('/queues/filter')) return [queueRow('default')];
      if (path.endsWith('/workers/filter')) return online ? [workerRow('w')] : [];
      if (path === '/deployments/filter') return deployments.map((id) => deploymentRow(id, { workPoolName: 'default' }));
      if (path === '/flows/filter') return [{ id: 'flow-1', name: 'etl' }];
      if (path === '/flows/') return { id: 'flow-1', name: 'etl' };
      if (path === '/flow_runs/' || path.startsWith('/flow_runs/new')) return flowRunRow('new', 'PENDING');
      if (path.endsWith('/create_flow_run')) return flowRunRow('new', 'SCHEDULED', { deploymentId: 'd' });
      return path.endsWith('_deployment') ? null : [];
    },
  });

test('a flow runs without deployment and without worker', async () => {
  const { context, processes } = await open({});
  assert.equal(await runFlow(context, 'flow:etl'), 'new');
  assert.deepEqual(processes[0]?.sent, ['new flows/etl.ts:etl']);
});

test('a flow is deployed after a look at what changes', async () => {
  const { context, commands, shown } = await open(
    {},
    { answers: [true], cli: (args) => (args.includes('--dry-run') ? 'Would create etl/etl\n' : 'Created') },
  );
  await deployFlow(context, 'flow:etl');
  const deploy = ['deploy', 'flows/etl.ts:etl', '--name', 'etl', '--pool', 'default'];
  assert.deepEqual(commands, [[...deploy, '--dry-run'], deploy]);
  assert.ok(shown.includes('confirm Deploy etl to pool "default"? Would create etl/etl'));
});

test('a deploy that is not confirmed changes nothing', async () => {
  const { context, commands } = await open({}, { answers: [false] });
  await deployFlow(context, 'flow:etl');
  assert.equal(commands.length, 1);
  assert.ok(commands[0]?.includes('--dry-run'));
});

test('the pool is made when there is none, and asked for when there are several', async () => {
  const none = await open({ pools: [] }, { answers: [true] });
  await deployFlow(none.context, 'flow:etl');
  assert.ok(none.fake.requests.includes('POST /work_pools/'));
  const two = await open({ pools: ['a', 'b'] }, { answers: ['b', true] });
  await deployFlow(two.context, 'flow:etl');
  assert.ok(two.commands[0]?.includes('b'));
});

test('an untrusted workspace deploys and runs nothing', async () => {
  const { context, commands, processes } = await open({}, { trusted: false });
  assert.equal((await errorOf(deployFlow(context, 'flow:etl'))).code, 'unauthorized');
  assert.equal((await errorOf(runFlow(context, 'flow:etl'))).code, 'unauthorized');
  assert.deepEqual([commands, processes], [[], []]);
});

test('a flow that is not in the code is named', async () => {
  const { context } = await open({});
  assert.match((await errorOf(deployFlow(context, 'flow:other'))).message, /"other" is not in the code/);
});

test('a run of a deployment without worker offers to start one', async () => {
  const { context, processes, shown } = await open({}, { answers: ['Start Worker'] });
  await runDeployment(context, 'deployment:d');
  assert.match(shown.at(-1) ?? '', /No worker is online in pool "default"/);
  assert.deepEqual(processes[0]?.args.slice(0, 4), ['worker', 'start', '--pool', 'default']);
});

test('with a worker nothing is offered', async () => {
  const { context, shown } = await open({ online: true });
  await runDeployment(context, 'flow:etl');
  assert.deepEqual(shown, []);
});

test('without a deployment the next step is named', async () => {
  const { context } = await open({ deployments: [] });
  assert.match((await errorOf(runDeployment(context, 'flow:etl'))).message, /not deployed yet: deploy it first/);
});

test('schedules are paused', async () => {
  const { context, fake } = await open({});
  await pauseDeployment(context, 'deployment:d');
  assert.ok(fake.requests.includes('POST /deployments/d/pause_deployment'));
});

test('everything that the project declares is deployed after a look', async () => {
  const { context, commands } = await open({}, { answers: [true] });
  await deployAll(context);
  assert.deepEqual(commands, [
    ['deploy', '--all', '--dry-run'],
    ['deploy', '--all'],
  ]);
  const no = await open({}, { answers: [false] });
  await deployAll(no.context);
  assert.equal(no.commands.length, 1);
});

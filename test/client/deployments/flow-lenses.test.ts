import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlowLenses } from '../../../client/deployments/flow-lenses.ts';
import { flowRunRow } from '../../support/entities.ts';
import { codeFlow, fakeContext } from '../../support/fake-context.ts';

const path = '/project/flows/etl.ts';

async function open(rows = [flowRunRow('a', 'FAILED')]) {
  const { context, fake } = await fakeContext({
    flows: [codeFlow('etl')],
    respond: ({ path: asked }) => (asked === '/flows/filter' ? [{ id: 'flow-1', name: 'etl' }] : rows),
  });
  const lenses = new FlowLenses(context);
  let changes = 0;
  lenses.onDidChange(() => (changes += 1));
  return { lenses, timers: fake.timers, changes: () => changes };
}

const titles = async (lenses: FlowLenses): Promise<string[]> => (await lenses.of(path)).map(({ title }) => title);

test('a flow has lenses to run, deploy and debug it, and its last state with its age', async () => {
  const { lenses } = await open();
  const [run, deploy, debug, last] = await titles(lenses);
  assert.deepEqual([run, deploy, debug], ['$(play) Run', '$(cloud-upload) Deploy', '$(debug-alt) Debug']);
  assert.match(last ?? '', /^Failed .+ ago$/);
  assert.deepEqual(await lenses.of('/project/other.ts'), []);
});

test('ages go on while the editor asks for them, and nothing is told when it does not', async () => {
  const { lenses, timers, changes } = await open();
  const before = await titles(lenses);
  const read = changes();
  timers.advance(15_000);
  assert.equal(changes(), read + 1);
  timers.advance(600_000);
  assert.equal(changes(), read + 1);
  assert.notDeepEqual(await titles(lenses), before);
});

test('flows that have never run have no age that could go on', async () => {
  const { lenses, timers, changes } = await open([]);
  await lenses.of(path);
  const read = changes();
  timers.advance(60_000);
  assert.equal(changes(), read);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Settings } from '../../../client/ports.ts';
import { flowRunRow, stateEvent } from '../../support/entities.ts';
import type { Answer } from '../../support/fake-context.ts';
import { fakeContext } from '../../support/fake-context.ts';
import { settle } from '../../support/fake-session.ts';

async function end(
  notifications: Settings['notifications'],
  state: 'COMPLETED' | 'FAILED' | 'CANCELLED',
  answers: readonly Answer[] = [],
  expected = true,
) {
  const { context, fake, shown } = await fakeContext({
    notifications,
    answers,
    respond: ({ path }) => (path === '/flows/filter' ? [{ id: 'flow-1', name: 'etl' }] : flowRunRow('a', 'RUNNING')),
  });
  if (expected) context.notices.expect('a');
  await context.runs.read('a');
  fake.send(stateEvent('flow-run', 'a', 'RUNNING'));
  fake.send(stateEvent('flow-run', 'a', state, { message: 'why' }));
  fake.send(stateEvent('flow-run', 'a', state));
  for (let turn = 0; turn < 4; turn += 1) await settle();
  return shown;
}

test('the end of a run that was started here is told once', async () => {
  assert.deepEqual(await end('all', 'COMPLETED'), ['information etl: name-a is Completed: why']);
  assert.deepEqual(await end('all', 'FAILED'), ['error etl: name-a is Failed: why']);
});

test('others are not told', async () => assert.deepEqual(await end('all', 'FAILED', [], false), []));

test('the setting is heeded', async () => {
  assert.deepEqual(await end('failures', 'COMPLETED'), []);
  assert.equal((await end('failures', 'FAILED')).length, 1);
  assert.deepEqual(await end('failures', 'CANCELLED'), []);
  assert.deepEqual(await end('none', 'FAILED'), []);
});

test('a click shows the run, another one mutes all of them', async () => {
  assert.deepEqual((await end('all', 'FAILED', ['Show Run'])).slice(1), ['millrace.showRun run:a']);
  assert.deepEqual((await end('all', 'FAILED', ["Don't Show Again"])).slice(1), ['set notifications none']);
});

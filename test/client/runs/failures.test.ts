import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failures, placeIn } from '../../../client/runs/failures.ts';
import { flowRunRow, stateEvent } from '../../support/entities.ts';
import { codeFlow, fakeContext } from '../../support/fake-context.ts';
import { settle } from '../../support/fake-session.ts';

const stack = `Task run failed with exception: Error: no luck
    at load (file:///project/flows/etl.ts:12:9)
    at run (file:///project/node_modules/other/index.js:1:1)`;

async function open() {
  const made = await fakeContext({
    flows: [codeFlow('etl')],
    respond: ({ path }) => {
      if (path === '/flows/filter') return [{ id: 'flow-1', name: 'etl' }];
      return path === '/logs/filter' ? [{ message: stack }] : flowRunRow('a', 'RUNNING');
    },
  });
  const { session, runs, flows, log } = made.context;
  return { ...made, failures: new Failures({ session, runs, flows, log }) };
}

async function happen(fake: { send(event: ReturnType<typeof stateEvent>): void }, event: ReturnType<typeof stateEvent>): Promise<void> {
  fake.send(event);
  for (let turn = 0; turn < 5; turn += 1) await settle();
}

test('a failure stands at the line that the stack names, until the next success', async () => {
  const { failures, fake, context } = await open();
  await context.runs.read('a');
  await happen(fake, stateEvent('flow-run', 'a', 'FAILED', { message: 'no luck' }));
  assert.deepEqual(
    failures.all().map(({ place, message }) => [place.path, place.line, place.character, message]),
    [['/project/flows/etl.ts', 11, 8, 'etl: no luck']],
  );
  await happen(fake, stateEvent('flow-run', 'a', 'COMPLETED'));
  assert.deepEqual(failures.all(), []);
});

/** A server whose flow etl has these runs, newest first, opened by a window that has seen none of them. */
async function openLater(...rows: ReturnType<typeof flowRunRow>[]) {
  const asked: string[] = [];
  const made = await fakeContext({
    flows: [codeFlow('etl')],
    respond: ({ path }) => {
      asked.push(path);
      if (path === '/flows/filter') return [{ id: 'flow-1', name: 'etl' }];
      return path === '/logs/filter' ? [{ message: stack }] : rows;
    },
  });
  const { session, runs, flows, log } = made.context;
  return { ...made, asked, failures: new Failures({ session, runs, flows, log }) };
}

const later = { expectedStartTime: '2026-12-01T10:00:00Z', startTime: '2026-12-01T10:00:00Z' };

test('a failure of the time before the window was opened is told, and its reason is asked for once', async () => {
  const { failures, context, fake, asked } = await openLater(flowRunRow('a', 'FAILED'));
  await context.runs.ensureLoaded();
  await settle();
  assert.deepEqual(
    failures.all().map(({ run, place }) => [run.id, place.line]),
    [['a', 11]],
  );
  await context.runs.add([]);
  await settle();
  assert.equal(asked.filter((path) => path === '/logs/filter').length, 1);
  await happen(fake, stateEvent('flow-run', 'a', 'COMPLETED'));
  assert.deepEqual(failures.all(), []);
});

test('a failure that a success has followed is over, and so is what nobody looks at', async () => {
  const followed = await openLater(flowRunRow('b', 'COMPLETED', later), flowRunRow('a', 'FAILED'));
  await followed.context.runs.ensureLoaded();
  await settle();
  assert.deepEqual(followed.failures.all(), []);
  const unseen = await openLater(flowRunRow('a', 'FAILED'));
  await settle();
  assert.deepEqual([unseen.failures.all(), unseen.asked], [[], []]);
});

test('runs that were filtered say nothing about which one was the last', async () => {
  const { failures, context } = await openLater(flowRunRow('a', 'FAILED'));
  await context.runs.setFilter({ states: ['FAILED'] });
  await settle();
  assert.deepEqual(failures.all(), []);
});

test('a task that fails says nothing by itself', async () => {
  const { failures, fake } = await open();
  await happen(fake, stateEvent('task-run', 't', 'FAILED', { flowRunId: 'a' }));
  assert.deepEqual(failures.all(), []);
});

test('only places of the folder count', () => {
  assert.equal(placeIn([{ message: 'at x (/elsewhere/a.ts:1:1)' }], '/project'), undefined);
  assert.equal(placeIn([{ message: 'at x (/project/node_modules/p/a.js:1:1)' }], '/project'), undefined);
  assert.deepEqual(placeIn([{ message: 'nothing' }, { message: 'at x (/project/a.ts:3:4)' }], '/project'), {
    path: '/project/a.ts',
    line: 2,
    character: 3,
  });
});

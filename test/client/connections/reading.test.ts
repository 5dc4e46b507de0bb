import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoreOptions } from '../../../client/connections/reading.ts';
import { Reading } from '../../../client/connections/reading.ts';
import { MillraceError } from '../../../runtime/core/errors.ts';
import { stateEvent } from '../../support/entities.ts';
import { fakeSession, settle } from '../../support/fake-session.ts';

/** Counts how often it was read. */
class Counter extends Reading<number> {
  constructor(options: StoreOptions, asksAgain: boolean, fails: () => boolean, read: CounterOptions['read']) {
    let count = 0;
    super({
      ...options,
      what: 'counts',
      empty: 0,
      read: async () => {
        if (fails()) throw new MillraceError('unreachable', 'gone');
        count += 1;
        return read?.(count) ?? count;
      },
      outdates: ({ event }) => event.startsWith('prefect.flow-run.'),
      asksAgain: () => asksAgain,
    });
  }

  get count(): number {
    return this.value;
  }
}

interface CounterOptions {
  asksAgain?: boolean;
  fails?: () => boolean;
  read?: (count: number) => number | Promise<number>;
  live?: boolean;
}

async function open({ asksAgain = false, fails = () => false, read, live = true }: CounterOptions = {}) {
  const fake = await fakeSession(() => [], { live });
  const { session, timers, said } = fake;
  const log = { info: (text: string) => void said.push(text), error: (text: string) => void said.push(text) };
  const wait = async (milliseconds: number): Promise<void> => {
    timers.advance(milliseconds);
    for (let turn = 0; turn < 4; turn += 1) await settle();
  };
  return { fake, wait, counter: new Counter({ session, timers, log }, asksAgain, fails, read) };
}

/** One that is read when the test answers. */
async function openAnswered(options: Pick<CounterOptions, 'live'> = {}) {
  const answers: ((count: number) => void)[] = [];
  return { answers, ...(await open({ ...options, read: () => new Promise((resolve) => answers.push(resolve)) })) };
}

test('it is read once, however many want it', async () => {
  const { counter } = await open();
  await Promise.all([counter.ensureLoaded(), counter.ensureLoaded()]);
  await counter.ensureLoaded();
  assert.equal(counter.count, 1);
});

test('who wants it while it is read waits for it', async () => {
  const { counter } = await open();
  const first = counter.ensureLoaded();
  await Promise.resolve();
  await counter.ensureLoaded();
  assert.equal(counter.count, 1);
  await first;
});

test('what was read before events began to flow is read again', async () => {
  const { counter, fake, wait } = await open({ live: false });
  counter.setVisible(true);
  await wait(60);
  fake.stream().connected();
  await wait(60);
  assert.equal(counter.count, 2);
  fake.stream().connected();
  await settle();
  await wait(60);
  assert.equal(counter.count, 3);
});

test('events are gathered into one reading while somebody looks, and wait while nobody does', async () => {
  const { counter, fake, wait } = await open();
  await counter.ensureLoaded();
  for (const id of ['a', 'b', 'c']) fake.send(stateEvent('flow-run', id, 'RUNNING'));
  await wait(1000);
  assert.equal(counter.count, 1);
  counter.setVisible(true);
  await wait(60);
  assert.equal(counter.count, 2);
  for (const id of ['a', 'b', 'c']) fake.send(stateEvent('flow-run', id, 'COMPLETED'));
  await wait(60);
  assert.equal(counter.count, 3);
});

test('who looks is told once it was read, and only of something new', async () => {
  let value = 1;
  const { counter, fake, wait } = await open({ asksAgain: true, read: () => value });
  counter.setVisible(true);
  await wait(60);
  const told: number[] = [];
  counter.onDidChange(() => told.push(counter.count));
  await wait(5000);
  await wait(60);
  assert.deepEqual(told, []);
  value = 2;
  fake.send(stateEvent('flow-run', 'a', 'RUNNING'));
  assert.deepEqual(told, []);
  await wait(60);
  assert.deepEqual(told, [2]);
  counter.setVisible(false);
  fake.send(stateEvent('flow-run', 'a', 'COMPLETED'));
  assert.deepEqual(told, [2, 2]);
});

test('what is known of a server is forgotten when it is gone', async () => {
  const { counter, fake, wait } = await open();
  counter.setVisible(true);
  await wait(60);
  let told = 0;
  counter.onDidChange(() => (told += 1));
  fake.move(undefined);
  await fake.session.refresh();
  assert.deepEqual([counter.count, told], [0, 1]);
});

test('what events do not tell is asked again and again, and only while somebody looks', async () => {
  const { counter, wait } = await open({ asksAgain: true });
  counter.setVisible(true);
  await wait(60);
  await wait(5000);
  await wait(60);
  assert.equal(counter.count, 2);
  counter.setVisible(false);
  await wait(60);
  await wait(60_000);
  assert.equal(counter.count, 2);
});

test('after a reading that failed it is read when it is wanted again', async () => {
  let fails = true;
  const { counter } = await open({ fails: () => fails });
  await assert.rejects(counter.ensureLoaded(), /gone/);
  fails = false;
  await counter.ensureLoaded();
  assert.equal(counter.count, 1);
});

test('what happens while it is read makes it be read again, also when it takes long', async () => {
  const { answers, counter, fake, wait } = await openAnswered();
  counter.setVisible(true);
  await wait(60);
  fake.send(stateEvent('flow-run', 'a', 'RUNNING'));
  await wait(60);
  assert.equal(answers.length, 1);
  answers[0]?.(1);
  await wait(0);
  await wait(60);
  answers[1]?.(2);
  await wait(0);
  assert.equal(counter.count, 2);
});

test('when events begin to flow while it is read first, it is read again', async () => {
  const { answers, counter, fake, wait } = await openAnswered({ live: false });
  const first = counter.ensureLoaded();
  await settle();
  fake.stream().connected();
  answers[0]?.(1);
  await first;
  void counter.ensureLoaded();
  await wait(0);
  assert.equal(answers.length, 2);
});

test('who looks is shown what another server has, though the one before was still being read when it came', async () => {
  const { answers, counter, fake, wait } = await openAnswered();
  counter.setVisible(true);
  await wait(60);
  fake.move('http://127.0.0.1:2/api');
  await fake.session.refresh();
  await wait(60);
  answers[0]?.(1);
  await wait(0);
  await wait(60);
  answers[1]?.(2);
  await wait(0);
  assert.equal(counter.count, 2);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startPoller } from '../../../runtime/worker/poller.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const pace = { shortest: 1, longest: 10 };

/** Lets a poller look so often, with these answers, and gives how long it waited between. */
async function waits(answers: (number | Error)[]): Promise<{ slept: number[]; told: string[] }> {
  const clock = createFakeClock();
  const told: string[] = [];
  let resolve: () => void = () => undefined;
  const enough = new Promise<void>((done) => (resolve = done));
  const look = async (): Promise<number> => {
    const answer = answers.shift();
    if (answers.length === 0) resolve();
    if (answer instanceof Error) throw answer;
    return answer ?? 0;
  };
  const poller = startPoller(look, pace, clock, (text) => void told.push(text));
  await enough;
  await poller.stop();
  return { slept: clock.sleeps.map((milliseconds) => milliseconds / 1000), told };
}

const table: { what: string; answers: (number | Error)[]; slept: number[] }[] = [
  { what: 'nothing is found', answers: [0, 0, 0, 0, 0, 0], slept: [2, 4, 8, 10, 10] },
  { what: 'something is found', answers: [0, 0, 3, 1, 0, 0], slept: [2, 4, 1, 1, 2] },
  { what: 'the server does not answer', answers: [new Error('down'), new Error('down'), 1, 0], slept: [2, 4, 1] },
];

for (const { what, answers, slept } of table) {
  test(`the waits between looks when ${what}`, async () => {
    const result = await waits(answers);
    assert.deepEqual(result.slept.slice(0, slept.length), slept);
  });
}

test('a look that fails is told', async () => {
  const { told } = await waits([new Error('down'), 0]);
  assert.deepEqual(told, ['Looking for runs failed: down']);
});

test('a poller that is woken looks at once, and once more when it was looking', async () => {
  let looks = 0;
  const never = {
    now: () => 0,
    sleep: (_: number, signal?: AbortSignal) =>
      new Promise<void>((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
  };
  let during: (() => void) | undefined;
  const poller = startPoller(
    async () => {
      looks += 1;
      during?.();
      during = undefined;
      return 0;
    },
    pace,
    never,
    () => undefined,
  );
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  await turn();
  assert.equal(looks, 1);
  poller.wake();
  await turn();
  assert.equal(looks, 2);
  during = () => poller.wake();
  poller.wake();
  await turn();
  assert.equal(looks, 4);
  await poller.stop();
  assert.equal(looks, 4);
});

test('a look under way is given up when the poller ends, and nothing is told of it', async () => {
  const told: string[] = [];
  const unanswered = (signal: AbortSignal): Promise<number> =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const poller = startPoller(unanswered, pace, createFakeClock(), (text) => void told.push(text));
  await poller.stop();
  assert.deepEqual(told, []);
});

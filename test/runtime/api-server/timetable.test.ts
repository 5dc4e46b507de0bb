import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import type { JobResult } from '../../../runtime/api-server/batch.ts';
import { unfinished } from '../../../runtime/api-server/batch.ts';
import { services } from '../../../runtime/api-server/services/index.ts';
import { defaultSettings } from '../../../runtime/api-server/settings.ts';
import { startServices } from '../../../runtime/api-server/timetable.ts';

/** Services over a writer that answers each job of a service with the next of its statuses; 200 after the last. */
function started(context: TestContext, answers: Readonly<Record<string, JobResult[]>> = {}) {
  context.mock.timers.enable({ apis: ['setImmediate', 'setInterval', 'setTimeout'] });
  const ran: string[] = [];
  const faults: string[] = [];
  const waiting = new Map(Object.entries(answers).map(([name, results]) => [name, [...results]]));
  const writer = {
    async run(job: object): Promise<JobResult> {
      const name = 'service' in job ? String(job.service) : '';
      ran.push(name);
      const result = waiting.get(name)?.shift();
      if (result?.fault === 'the writer is gone') throw new Error(result.fault);
      return result ?? { status: 200, text: null };
    },
    close: async () => undefined,
  };
  const stop = startServices(writer, defaultSettings, (fault) => faults.push(fault));
  const pass = async (milliseconds: number): Promise<void> => {
    context.mock.timers.tick(milliseconds);
    // Answers of the writer come in microtasks.
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  const times = (name: string): number => ran.filter((each) => each === name).length;
  return { ran, faults, stop, pass, times };
}

const more = { status: unfinished, text: null };

test('each service runs at the start, and then at its pace', async (context) => {
  const { ran, pass, times, stop } = started(context);
  assert.deepEqual(ran, []);
  await pass(0);
  assert.deepEqual(
    ran,
    services.map(({ name }) => name),
  );
  await pass(5000);
  await pass(5000);
  assert.deepEqual([times('late-runs'), times('scheduler')], [3, 1]);
  await pass(50_000);
  assert.equal(times('scheduler'), 2);
  stop();
  await pass(3_600_000);
  assert.equal(times('scheduler'), 2);
});

test('a service with more to do comes again soon, and its pace does not double it', async (context) => {
  const { pass, times, stop } = started(context, { 'late-runs': Array.from({ length: 150 }, () => more) });
  await pass(0);
  assert.equal(times('late-runs'), 1);
  await pass(49);
  assert.equal(times('late-runs'), 1);
  for (let turn = 1; turn <= 110; turn += 1) await pass(50);
  assert.equal(times('late-runs'), 111);
  stop();
  await pass(60_000);
  assert.equal(times('late-runs'), 111);
});

for (const [what, answer] of [
  ['a fault', { status: 500, text: null, fault: 'disk I/O error' }],
  ['a writer that is gone', { status: 0, text: null, fault: 'the writer is gone' }],
] as const) {
  test(`${what} is reported with the service's name, and the service is tried again`, async (context) => {
    const { faults, pass, times, stop } = started(context, { 'pause-expiry': [answer] });
    await pass(0);
    assert.deepEqual(faults, [`pause-expiry: ${answer.fault}`]);
    await pass(5000);
    assert.equal(times('pause-expiry'), 2);
    stop();
  });
}

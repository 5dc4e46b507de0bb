import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogLine } from '../../../runtime/core/ports.ts';
import { createRunLogs, shortened } from '../../../runtime/engine/logs.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const line = (message: string): Omit<LogLine, 'timestamp'> => ({
  name: 'prefect.flow_runs',
  level: 20,
  message,
  flowRunId: 'run',
  taskRunId: null,
});

/** Logs whose batches a test can look at, and whose server can refuse. */
function open({ refuses = false } = {}) {
  const clock = createFakeClock();
  const batches: string[][] = [];
  const reports: string[] = [];
  const shown: string[] = [];
  const orchestrator = {
    logs: {
      async create(lines: LogLine[]) {
        if (refuses) throw new Error('no room');
        batches.push(lines.map(({ message }) => message));
        return null;
      },
    },
  };
  const logs = createRunLogs({
    orchestrator,
    clock,
    report: (text) => void reports.push(text),
    echo: ({ message }) => void shown.push(message),
  });
  return { clock, batches, reports, shown, logs };
}

test('lines that come together are sent together, half a second after the first', async () => {
  const { logs, batches, clock } = open();
  logs.add(line('a'));
  logs.add(line('b'));
  assert.deepEqual(batches, []);
  await clock.sleep(500);
  await logs.flush();
  assert.deepEqual(batches, [['a', 'b']]);
});

test('two hundred lines do not wait, and are the most that is sent together', async () => {
  const { logs, batches } = open();
  for (let count = 0; count < 450; count += 1) logs.add(line(String(count)));
  await logs.flush();
  assert.deepEqual(
    batches.map((batch) => batch.length),
    [200, 200, 50],
  );
  assert.deepEqual(
    batches.flat().map(Number),
    Array.from({ length: 450 }, (_, index) => index),
  );
});

test('a batch that the server refuses is reported', async () => {
  const { logs, reports } = open({ refuses: true });
  logs.add(line('a'));
  await logs.flush();
  assert.deepEqual(reports, ['1 log lines could not be sent: no room']);
});

test('lines are shown to whoever started the run, but those that the terminal has already', () => {
  const { logs, shown } = open();
  logs.add(line('a'));
  logs.add(line('b'), true);
  assert.deepEqual(shown, ['a']);
});

test('what is left can be taken away, with its time', () => {
  const { logs } = open();
  logs.add(line('a'));
  const [taken] = logs.take();
  assert.deepEqual([taken?.message, taken?.timestamp], ['a', '2026-01-01T00:00:00.000000Z']);
  assert.deepEqual(logs.take(), []);
});

test('a message that servers would refuse is shortened', () => {
  assert.equal(shortened('short'), 'short');
  const long = shortened('x'.repeat(500_010));
  assert.ok(long.endsWith('x … (10 more characters)'));
});

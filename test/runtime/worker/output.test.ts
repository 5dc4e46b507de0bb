import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Client } from '../../../runtime/api/client.ts';
import type { LogLine } from '../../../runtime/core/ports.ts';
import { createOutput } from '../../../runtime/worker/output.ts';

function open({ refuses = false } = {}) {
  const batches: LogLine[][] = [];
  const told: string[] = [];
  const logs = {
    async create(lines: LogLine[]) {
      if (refuses) throw new Error('no room');
      batches.push(lines);
      return null;
    },
  };
  const output = createOutput({ logs } as unknown as Pick<Client, 'logs'>, 'run', (text) => void told.push(text));
  return { output, batches, told, messages: () => batches.flat().map(({ message, level }) => `${level} ${message}`) };
}

test('what a process writes is one line of the log each, the last also without its end', async () => {
  const { output, messages, batches } = open();
  output.write('one\ntw', 'stdout');
  output.write('oops\n', 'stderr');
  output.write('o\n\nlast', 'stdout');
  await output.end();
  assert.deepEqual(messages(), ['20 one', '30 oops', '20 two', '20 last']);
  assert.deepEqual([batches[0]?.[0]?.name, batches[0]?.[0]?.flowRunId], ['prefect.flow_runs.output', 'run']);
});

test("lines of the run's own log go with them, in order", async () => {
  const { output, messages } = open();
  output.write('printed\n', 'stdout');
  output.add({ name: 'prefect.flow_runs', level: 10, message: 'logged', timestamp: '', flowRunId: 'run', taskRunId: null });
  await output.flush();
  assert.deepEqual(messages(), ['20 printed', '10 logged']);
});

test('lines wait half a second for company, two hundred do not', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { output, batches } = open();
  output.write('one\n', 'stdout');
  assert.equal(batches.length, 0);
  context.mock.timers.tick(500);
  await output.flush();
  assert.equal(batches.length, 1);
  output.write(Array.from({ length: 450 }, (_, index) => `${index}\n`).join(''), 'stdout');
  await output.flush();
  assert.deepEqual(
    batches.slice(1).map((batch) => batch.length),
    [200, 200, 50],
  );
});

test('what the server does not take is told', async () => {
  const { output, told } = open({ refuses: true });
  output.write('one\n', 'stdout');
  await output.end();
  assert.deepEqual(told, ['1 log lines could not be sent: no room']);
});

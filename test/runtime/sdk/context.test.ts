import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flow, getRunLogger, task } from '../../../runtime/sdk/index.ts';
import { echo } from '../../../runtime/sdk/echo.ts';
import { runInMemory } from '../../support/run-flow.ts';

test('a logger writes to the log of the run around it, at five levels', async () => {
  const inTask = task({ name: 'in-task' }, async () => getRunLogger().info('in the task'));
  const ran = await runInMemory(
    flow({ name: 'f' }, async () => {
      const logger = getRunLogger();
      for (const level of ['debug', 'info', 'warning', 'error', 'critical'] as const) logger[level]('level %s', level, { a: 1 });
      await inTask();
    }),
  );
  const own = ran.memory.lines.filter(({ message }) => message.startsWith('level'));
  assert.deepEqual(
    own.map(({ level, message }) => `${level} ${message}`),
    [
      '10 level debug { a: 1 }',
      '20 level info { a: 1 }',
      '30 level warning { a: 1 }',
      '40 level error { a: 1 }',
      '50 level critical { a: 1 }',
    ],
  );
  const line = ran.memory.lines.find(({ message }) => message === 'in the task');
  assert.deepEqual([line?.name, line?.taskRunId, line?.flowRunId], ['prefect.task_runs', ran.memory.runs.taskRuns[0]?.id, ran.flowRun.id]);
});

test('outside of runs there is no logger', () => {
  assert.throws(() => getRunLogger(), { code: 'invalid', message: /call it inside of a flow or task/ });
});

test('lines are shown on stderr, from the level that is asked for', (context) => {
  const shown: string[] = [];
  context.mock.method(process.stderr, 'write', (text: string) => shown.push(text) > 0);
  const before = process.env['PREFECT_LOGGING_LEVEL'];
  const line = { name: 'n', timestamp: '2026-01-01T10:11:12.345678Z', flowRunId: null, taskRunId: null };
  delete process.env['PREFECT_LOGGING_LEVEL'];
  for (const level of [10, 20, 25]) echo({ ...line, level, message: `at ${level}` });
  process.env['PREFECT_LOGGING_LEVEL'] = 'error';
  for (const level of [20, 40]) echo({ ...line, level, message: `at ${level}` });
  process.env['PREFECT_LOGGING_LEVEL'] = 'no level';
  echo({ ...line, level: 10, message: 'at 10' });
  if (before === undefined) delete process.env['PREFECT_LOGGING_LEVEL'];
  else process.env['PREFECT_LOGGING_LEVEL'] = before;
  assert.deepEqual(shown, ['10:11:12.345 | INFO     | at 20\n', '10:11:12.345 | 25       | at 25\n', '10:11:12.345 | ERROR    | at 40\n']);
});

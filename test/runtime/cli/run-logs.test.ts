import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createCli } from '../../support/cli.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const cli = await createCli({ clock: createFakeClock(Date.now()) });
after(() => cli.close());
const { client } = cli;
const flow = await client.flows.create({ name: 'etl' });

const newRun = (name: string) => client.flowRuns.create({ flowId: flow.id, name, state: { type: 'RUNNING' } });
const log = (flowRunId: string, message: string, level = 20, timestamp = new Date().toISOString()) =>
  client.logs.create([{ name: 'prefect.flow_runs', level, message, timestamp, flowRunId, taskRunId: null }]);
const messages = (out: string): string[] => out.split('\n').map((line) => line.split(' | ')[2] ?? '');

test('the log of a run, with level and time', async () => {
  const { id } = await newRun('short');
  // Listings and logs say the same time: that of this place.
  await log(id, 'hello', 30, new Date(2026, 0, 2, 3, 4, 5, 678).toISOString());
  assert.equal((await cli.run(`flow-run logs ${id}`)).out, '03:04:05.678 | WARNING  | hello');
  const line: { message: string } = JSON.parse((await cli.run(`flow-run logs ${id} --json`)).out);
  assert.equal(line.message, 'hello');
});

test('more lines than a page has, and only so many', async () => {
  const { id } = await newRun('long');
  const lines = Array.from({ length: 450 }, (_, index) => ({
    name: 'x',
    level: 20,
    message: `line ${index}`,
    timestamp: new Date(Date.UTC(2026, 0, 1) + index).toISOString(),
    flowRunId: id,
    taskRunId: null,
  }));
  for (let from = 0; from < lines.length; from += 150) await client.logs.create(lines.slice(from, from + 150));
  assert.deepEqual(
    messages((await cli.run(`flow-run logs ${id}`)).out),
    lines.map(({ message }) => message),
  );
  for (const [options, expected] of [
    ['-n 3', ['line 0', 'line 1', 'line 2']],
    ['--tail -n 2', ['line 448', 'line 449']],
    ['--tail -n 2 --reverse', ['line 449', 'line 448']],
  ] as const) {
    assert.deepEqual(messages((await cli.run(`flow-run logs ${id} ${options}`)).out), expected);
  }
  assert.equal(messages((await cli.run(`flow-run logs ${id} --head`)).out).length, 20);
  assert.equal((await cli.run(`flow-run logs ${id} --tail --follow`)).exit, 2);
});

test('following gives each line once, also late ones, until the run is final', async () => {
  const { id } = await newRun('followed');
  await log(id, 'first');
  const following = cli.run(`flow-run logs -f ${id}`);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await log(id, 'second');
  await log(id, 'late', 20, new Date(Date.now() - 2000).toISOString());
  await client.flowRuns.setState({ id }, { state: { type: 'COMPLETED' } });
  assert.deepEqual(messages((await following).out).toSorted(), ['first', 'late', 'second']);
});

test('a run is watched to its end', async () => {
  const { id } = await newRun('watched');
  const watching = cli.run(`flow-run watch ${id} -o json`);
  await client.flowRuns.setState({ id }, { state: { type: 'FAILED', message: 'no disk' } });
  const { out, err, exit } = await watching;
  const { stateName }: { stateName: string } = JSON.parse(out);
  assert.deepEqual([stateName, exit], ['Failed', 1]);
  assert.match(err, /Flow run watched ended as Failed: no disk$/);
});

test('a run without lines, and one that does not exist', async () => {
  const { id } = await newRun('silent');
  assert.equal((await cli.run(`flow-run logs ${id}`)).out, '');
  assert.equal((await cli.run('flow-run logs nobody')).exit, 3);
});

test('who stops watching is told that the run goes on, and how to follow and to cancel it', async () => {
  const own = await createCli();
  const { id: flowId } = await own.client.flows.create({ name: 'etl' });
  const { id } = await own.client.flowRuns.create({ flowId, state: { type: 'RUNNING' } });
  const watching = own.run(`flow-run watch ${id}`);
  setTimeout(() => own.stop.abort(), 50);
  const { err, exit } = await watching;
  await own.close();
  const goesOn = `The run goes on: follow it with "millrace flow-run logs -f ${id}", cancel it with "millrace flow-run cancel ${id}".`;
  assert.ok(err.includes(goesOn), err);
  assert.notEqual(exit, 0);
});

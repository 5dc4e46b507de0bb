import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageSize, RunReader } from '../../../client/runs/run-reader.ts';
import { flowRunRow, taskRunRow } from '../../support/entities.ts';
import type { Respond } from '../../support/fake-session.ts';
import { fakeSession } from '../../support/fake-session.ts';

const flows = [{ id: 'flow-1', name: 'etl' }];
const rows = [flowRunRow('a', 'RUNNING'), flowRunRow('b', 'RUNNING', { flowId: 'gone' })];

async function open(respond: Respond) {
  const fake = await fakeSession(respond);
  return { ...fake, reader: new RunReader(fake.session) };
}

const answering: Respond = ({ path }) => (path === '/flows/filter' ? flows : path === '/flow_runs/a' ? rows[0] : rows);

test('runs have the names of their flows, which are asked for once; a flow that is gone is unknown', async () => {
  const { reader, requests } = await open(answering);
  const named = async () => (await reader.newest({}, 0, 0))?.map(({ id, flowName }) => `${id} ${flowName}`);
  assert.deepEqual([await named(), (await reader.one('a'))?.flowName], [['a etl', 'b unknown flow'], 'etl']);
  assert.deepEqual(requests, ['GET /admin/version', 'POST /flow_runs/filter', 'POST /flows/filter', 'GET /flow_runs/a']);
  reader.forget();
  await reader.one('a');
  assert.equal(requests.at(-1), 'POST /flows/filter');
});

for (const [path, known] of [
  ['/flow_runs/filter', true],
  ['/flows/filter', false],
] as const) {
  test(`what one server says is nothing when another is meant by the answer of ${path}`, async () => {
    const gate = Promise.withResolvers<undefined>();
    const reached = Promise.withResolvers<undefined>();
    const { reader, session, move } = await open(async (request) => {
      if (request.path === path) {
        reached.resolve(undefined);
        await gate.promise;
      }
      return request.path === '/flow_runs/filter' && known ? [rows[0]] : answering(request);
    });
    if (known) await reader.one('a');
    const reading = known ? reader.many(['a']) : reader.one('a');
    await reached.promise;
    move('http://127.0.0.1:2/api');
    await session.refresh();
    gate.resolve(undefined);
    assert.equal(await reading, undefined);
  });
}

for (const [count, requested] of [
  [0, 1],
  [pageSize - 1, 1],
  [pageSize, 2],
  [2 * pageSize + 1, 3],
  [5000, 10],
] as const) {
  test(`${count} task runs of a run are read in ${requested} requests`, async () => {
    const all = Array.from({ length: count }, (_, index) => taskRunRow(String(index), 'COMPLETED'));
    const { reader, requests } = await open(({ body }) => {
      const offset = Number(Reflect.get(new Object(body), 'offset'));
      return all.slice(offset, offset + Number(Reflect.get(new Object(body), 'limit')));
    });
    const tasks = await reader.tasksOf('a');
    assert.deepEqual(
      tasks.map(({ id }) => id),
      all.slice(0, 2000).map(({ id }) => id),
    );
    assert.equal(requests.filter((request) => request === 'POST /task_runs/filter').length, requested);
  });
}

test('a run that is not there is an error that says so', async () => {
  const { reader } = await open(() => undefined);
  await assert.rejects(reader.one('a'), { code: 'not-found' });
});

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { cachePolicies, flow, resultOf, runDeployment, task } from '../../../runtime/sdk/index.ts';
import { localResults } from '../../../runtime/sdk/results.ts';
import { openSdkServer } from '../../support/sdk-server.ts';

const home = mkdtempSync(join(tmpdir(), 'millrace-results-'));
const before = process.env['MILLRACE_HOME'];
process.env['MILLRACE_HOME'] = home;
const { client, close } = await openSdkServer();
after(async () => {
  await close();
  if (before === undefined) delete process.env['MILLRACE_HOME'];
  else process.env['MILLRACE_HOME'] = before;
  rmSync(home, { recursive: true, force: true });
});

const circle: Record<string, unknown> = { a: 1 };
circle['self'] = circle;

const values: { what: string; value: unknown; type: string }[] = [
  { what: 'an object', value: { rows: [1, 'a', null, true] }, type: 'json' },
  { what: 'a text', value: 'text', type: 'json' },
  { what: 'null', value: null, type: 'json' },
  { what: 'nothing', value: undefined, type: 'v8' },
  { what: 'a date', value: { at: new Date(5) }, type: 'v8' },
  { what: 'a map of sets', value: new Map([['a', new Set([1])]]), type: 'v8' },
  { what: 'a bigint', value: 7n, type: 'v8' },
  { what: 'bytes', value: new Uint8Array([1, 2]), type: 'v8' },
  { what: 'not a number', value: Number.NaN, type: 'v8' },
  { what: 'a circle', value: circle, type: 'v8' },
];

for (const { what, value, type } of values) {
  test(`${what} is kept as ${type} and read as it was`, async () => {
    const reference = await localResults.write(value, {});
    assert.equal(reference.serializer.type, type);
    assert.deepEqual(await localResults.read(reference), value);
  });
}

test('a value is in a file of its owner, under its name in the folder', async () => {
  const { storage_key: file } = await localResults.write({ a: 1 }, { key: 'day/../../monday.json', expiration: 'soon' });
  assert.equal(file, join(home, 'results/day/monday.json'));
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), {
    metadata: { storage_key: file, expiration: 'soon', serializer: { type: 'json' } },
    result: { a: 1 },
  });
  const elsewhere = await localResults.write(1, { key: 'one', storage: join(home, 'elsewhere') });
  assert.equal(elsewhere.storage_key, join(home, 'elsewhere/one'));
});

test('what cannot be kept or read is refused', async () => {
  await assert.rejects(
    localResults.write(() => 1, {}),
    { code: 'invalid', message: /^The returned value cannot be kept: / },
  );
  const gone = { storage_key: join(home, 'gone'), expiration: null, serializer: { type: 'json' } };
  await assert.rejects(localResults.read(gone), { code: 'not-found', message: /no longer there, or it is on another machine/ });
  writeFileSync(join(home, 'python'), JSON.stringify({ metadata: { serializer: { type: 'pickle' } }, result: 'gASV' }));
  await assert.rejects(localResults.read({ ...gone, storage_key: join(home, 'python') }), {
    code: 'unsupported',
    message: /another program \(pickle\)/,
  });
  writeFileSync(join(home, 'other'), '{}');
  await assert.rejects(localResults.read({ ...gone, storage_key: join(home, 'other') }), { code: 'unsupported' });
});

test('a digest is the same for the same text', () => {
  assert.equal(localResults.digest('a'), localResults.digest('a'));
  assert.match(localResults.digest('a'), /^[0-9a-f]{64}$/);
});

let calls = 0;
const work = task({ name: 'work', cachePolicy: cachePolicies.inputs }, async ({ x }: { x: number }) => {
  calls += 1;
  return { x, at: new Date(7) };
});
const main = flow({ name: 'main', persistResult: true }, async ({ x }: { x: number }) => work({ x }));

test('a task whose inputs are known takes its value from the embedded server', async () => {
  assert.deepEqual(await main({ x: 3 }), { x: 3, at: new Date(7) });
  assert.deepEqual(await main({ x: 3 }), { x: 3, at: new Date(7) });
  assert.equal(calls, 1);
  assert.deepEqual(
    (await client.taskRuns.filter({ sort: 'EXPECTED_START_TIME_ASC' })).map(({ stateName }) => stateName),
    ['Completed', 'Cached'],
  );
});

test('the value of a finished run can be read from its state, or from the run', async () => {
  const state = await main.returnState({ x: 4 });
  assert.deepEqual(await resultOf(state), { x: 4, at: new Date(7) });
  const [run] = await client.flowRuns.filter({ sort: 'START_TIME_DESC' });
  assert.ok(run);
  assert.deepEqual(await resultOf(run), { x: 4, at: new Date(7) });
});

test('a state that returnState gave has its value although it was not kept, and throws the error of a failure', async () => {
  const add = task({ name: 'add' }, async ({ x }: { x: number }) => x + 1);
  const refuse = task({ name: 'refuse' }, async () => {
    throw new RangeError('too far');
  });
  const both = flow({ name: 'both' }, async () => {
    const [added, refused] = [await add.returnState({ x: 1 }), await refuse.returnState()];
    return [await resultOf(added), await resultOf(refused).catch(String)];
  });
  const state = await both.returnState();
  assert.deepEqual(await resultOf(state), [2, 'RangeError: too far']);
});

test('a run without a value says why', async () => {
  await flow({ name: 'forgetful' }, async () => 1)();
  const [forgetful] = await client.flowRuns.filter({ flows: { name: { any_: ['forgetful'] } } });
  assert.ok(forgetful);
  await assert.rejects(resultOf(forgetful), { code: 'not-found', message: /persistResult/ });
  await flow({ name: 'broken' }, async () => {
    throw new Error('no');
  }).returnState();
  const [broken] = await client.flowRuns.filter({ flows: { name: { any_: ['broken'] } } });
  assert.ok(broken);
  await assert.rejects(resultOf(broken), { code: 'failed', message: /There is no value: the run is Failed: .*Error: no\./ });
  const { id: flowId } = await client.flows.create({ name: 'later' });
  await client.deployments.create({ name: 'd', flowId });
  await assert.rejects(resultOf(await runDeployment('later/d', { timeout: 0 })), { message: /the run is Scheduled/ });
});

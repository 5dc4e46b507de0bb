import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { State } from '../../../../runtime/core/state.ts';
import { useClient } from '../../../../runtime/sdk/client.ts';
import { createCli } from '../../../support/cli.ts';

const cli = await createCli();
useClient(cli.client);
after(async () => {
  useClient(undefined);
  await cli.close();
});
const sdk = join(import.meta.dirname, '../../../../runtime/sdk/index.ts');
writeFileSync(
  join(cli.folder, 'flows.ts'),
  `import { flow } from '${sdk}';
export const echo = flow({ name: 'echo' }, async ({ value }: { value?: unknown }) => value);
export const big = flow({ name: 'big' }, async () => 7n);
export const typed = flow({ name: 'typed', parameters: { '~standard': {
  version: 1, vendor: 'test', validate: (value) => ({ value }), jsonSchema: { input: () => ({ properties: { day: {} } }) },
} } }, async (given) => given);
export const dated = flow({ name: 'dated', parameters: { '~standard': {
  version: 1, vendor: 'test', validate: (value) => ({ value }), jsonSchema: { input: () => { throw new Error('Date cannot be represented'); } },
} } }, async ({ day }) => day);
export const said = flow({ name: 'said', parameters: { '~standard': {
  version: 1, vendor: 'test', validate: (value) => ({ value }),
  jsonSchema: { input: () => ({ properties: { day: { type: 'string' }, n: { type: 'number' } } }) },
} } }, async (given) => JSON.stringify(given));
export const fails = flow({ name: 'fails' }, async () => { throw new Error('no disk'); });
`,
);
writeFileSync(
  join(cli.folder, 'one.ts'),
  `import { flow } from '${sdk}';\nexport const only = flow({ name: 'only' }, async () => 'alone');\n`,
);

for (const [options, printed] of [
  [['-p', 'value=a text'], 'a text'],
  [['-p', 'value=7'], '7'],
  [['-p', 'value={"a":[1]}'], '{\n  "a": [\n    1\n  ]\n}'],
  [['--params', '{"value":null}'], 'null'],
  [['--params', '{"value":1}', '-p', 'value=2'], '2'],
  [[], ''],
] as const) {
  test(`run with ${JSON.stringify(options)} prints what the flow gives, and says beside how the run ended`, async () => {
    const { out, err, exit } = await cli.run(['run', 'flows.ts:echo', ...options]);
    assert.deepEqual([out, exit], [printed, 0]);
    assert.match(err, /Flow run [a-z]+-[a-z]+ \([0-9a-f-]{36}\) ended as Completed\.$/);
  });
}

test('parameters may come from stdin, the value and the state are given as JSON', async () => {
  cli.answers.push('{"value": [1, 2]}');
  const { id, state, value } = await cli.json<{ id: string; state: State; value: unknown }>('run flows.ts:echo --params -');
  assert.deepEqual([state.type, value], ['COMPLETED', [1, 2]]);
  const { parameters, stateType } = await cli.client.flowRuns.read({ id });
  assert.deepEqual([parameters, stateType], [{ value: [1, 2] }, 'COMPLETED']);
});

test('a run that fails says why by its exit code, too, and gives its state as JSON all the same', async () => {
  const { out, err, exit } = await cli.run('run flows.ts:fails --json');
  const { state, value }: { state: State; value: unknown } = JSON.parse(out);
  assert.deepEqual([state.type, value, exit], ['FAILED', null, 1]);
  assert.match(err, /Error: Flow run .* ended as Failed: Flow run encountered an exception: Error: no disk$/);
});

for (const [command, refusal] of [
  ['run flows.ts:echo -p vlaue=1', `Error: Flow 'echo' has no parameter "vlaue". Do you mean "value"? It takes value.`],
  ['run flows.ts:echo --params {"other":1}', `Error: Flow 'echo' has no parameter "other". It takes value.`],
  ['run flows.ts:big -p value=1', `Error: Flow 'big' has no parameter "value". It takes none.`],
  ['run flows.ts:typed -p dya=1', `Error: Flow 'typed' has no parameter "dya". Do you mean "day"? It takes day.`],
] as const) {
  test(`${command} is refused before the flow runs`, async () => {
    const before = await cli.client.flowRuns.count({});
    const { out, err, exit } = await cli.run(command);
    assert.deepEqual([out, err, exit], ['', refusal, 2]);
    assert.equal(await cli.client.flowRuns.count({}), before);
  });
}

test('what the flow takes as a text is one, also when it looks like a number', async () => {
  writeFileSync(
    join(cli.folder, 'typed.ts'),
    `import { flow } from 'millrace';
type Day = string;
export const report = flow({ name: 'report' }, async (given: { day: Day; n?: number; either?: string | number }) => JSON.stringify(given));
`,
  );
  assert.equal((await cli.run('run typed.ts:report -p day=7 -p n=7 -p either=7')).out, '{"day":"7","n":7,"either":7}');
  assert.equal((await cli.run('run typed.ts -p day=null')).out, '{"day":"null"}');
  assert.equal((await cli.run('run flows.ts:said -p day=7 -p n=7')).out, '{"day":"7","n":7}', 'as its validator says');
});

test('a validator that knows no schema decides by itself', async () => {
  assert.deepEqual((await cli.run('run flows.ts:dated -p day=monday -p more=1')).out, 'monday');
});

test('a file with one flow needs no name of it, one with several does', async () => {
  assert.equal((await cli.run('run one.ts')).out, 'alone');
  const { exit, err } = await cli.run('run flows.ts');
  assert.deepEqual([exit, err], [2, 'Error: flows.ts exports 6 flows: name one, as "flows.ts:big".']);
});

test('a value that JSON does not know is shown as Node shows it, and is none as JSON', async () => {
  const { out, err, exit } = await cli.run('run flows.ts:big');
  assert.deepEqual([out, exit], ['7n', 0], err);
  const { state, value } = await cli.json<{ state: State; value: unknown }>('run flows.ts:big');
  assert.deepEqual([state.type, value], ['COMPLETED', null]);
});

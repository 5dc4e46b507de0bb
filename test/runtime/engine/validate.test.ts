import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import type { StandardSchema } from '../../../runtime/core/definitions.ts';
import { validate } from '../../../runtime/engine/validate.ts';
import { flow } from '../../../runtime/sdk/index.ts';
import { runInMemory } from '../../support/run-flow.ts';

const day = z.object({ day: z.string().min(1), limit: z.coerce.number().default(10), range: z.object({ from: z.number() }).optional() });

/** A validator of no library, which answers as it is told. */
const answering = (answer: Awaited<ReturnType<StandardSchema['~standard']['validate']>>): StandardSchema => ({
  '~standard': { version: 1, vendor: 'test', validate: async () => answer },
});

const valid: { what: string; schema: StandardSchema | undefined; given: object; parameters: object }[] = [
  { what: 'no validator', schema: undefined, given: { a: 1 }, parameters: { a: 1 } },
  { what: 'a default', schema: day, given: { day: 'x' }, parameters: { day: 'x', limit: 10 } },
  { what: 'a conversion', schema: day, given: { day: 'x', limit: '7' }, parameters: { day: 'x', limit: 7 } },
  { what: 'a validator that answers with no object', schema: answering({ value: 1 }), given: { a: 1 }, parameters: { a: 1 } },
];

for (const { what, schema, given, parameters } of valid) {
  test(`parameters with ${what}`, async () => {
    const options = { name: 'f', ...(schema === undefined ? {} : { parameters: schema }) };
    assert.deepEqual(await validate(options, { ...given }), { parameters });
  });
}

test('every issue is named with its place', async () => {
  const issues = [{ message: 'odd', path: ['a', { key: 'b' }, 0] }, { message: 'whole' }];
  await assert.rejects(validate({ name: 'f', parameters: answering({ issues }) }, {}), {
    code: 'invalid',
    message: "Validation of flow parameters failed: 'f' was given a.b.0: odd; whole",
  });
  await assert.rejects(validate({ name: 'f', parameters: day }, { day: 1, range: { from: 'x' } }), { message: /day: .*; range\.from: / });
});

test('a flow gets the parameters as its validator returns them, and its name is made of those', async () => {
  const named = flow({ name: 'f', parameters: day, flowRunName: 'top {limit}' }, async (parameters: object) => parameters);
  const ran = await runInMemory(named, { day: 'x' });
  assert.deepEqual(ran.value, { day: 'x', limit: 10 });
  assert.equal(ran.flowRun.name, 'top 10');
  // What is recorded is what was given: a rerun validates it anew.
  assert.deepEqual(ran.flowRun.parameters, { day: 'x' });
});

test('wrong parameters make the run Failed, without a retry', async () => {
  let calls = 0;
  const strict = flow({ name: 'f', parameters: day, retries: 3 }, async () => void (calls += 1));
  const ran = await runInMemory(strict, { day: 1 });
  assert.deepEqual(ran.states, ['Pending', 'Running', 'Failed']);
  assert.match(ran.state.message ?? '', /^Validation of flow parameters failed: 'f' was given day: /);
  assert.equal(calls, 0);
});

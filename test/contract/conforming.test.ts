import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conforming } from './conforming.ts';

const flow = { id: 'x', created: 'now', updated: 'now', name: 'etl', tags: [], labels: {} };

for (const [what, body, reason] of [
  ['a field that is missing', { ...flow, name: undefined }, /must have required property 'name'/],
  ['a value of another kind', { ...flow, tags: [1] }, /tags\/0 must be string/],
  ['a list instead of an object', [flow], /must be object/],
] as const) {
  test(`${what} is found in an answer`, async () => {
    const ask = await conforming(async () => ({ status: 200, body: JSON.parse(JSON.stringify(body)) }));
    await assert.rejects(ask('GET', '/flows/0190d9f4-5a9c-4e5b-8f00-000000000001'), reason);
  });
}

test('answers of the right shape, and refusals, are not', async () => {
  const answers = [
    { status: 200, body: flow },
    { status: 404, body: { detail: 'Flow not found' } },
  ];
  const ask = await conforming(async () => answers.shift() ?? { status: 500, body: null });
  for (const status of [200, 404]) assert.equal((await ask('GET', '/flows/0190d9f4-5a9c-4e5b-8f00-000000000001')).status, status);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryServer } from '../../support/memory-server.ts';

/** What the scenarios of test/contract/scenarios/dashboard.ts, whose answers are Prefect's, do not ask. */
for (const [what, schema, values, status, valid] of [
  ['a schema that says it is asynchronous', { $async: true, type: 'object', required: ['n'] }, {}, 200, false],
  ['a part that says it is asynchronous', { properties: { n: { $async: true, type: 'integer' } } }, { n: 'x' }, 422, undefined],
  ['a pattern that is none', { properties: { n: { type: 'string', pattern: '(' } } }, { n: 'x' }, 422, undefined],
  ['a reference to nothing', { properties: { n: { $ref: '#/definitions/None' } } }, { n: 1 }, 422, undefined],
  ['a schema with an id, once', { $id: 'same', type: 'object' }, {}, 200, true],
  ['a schema with an id, again', { $id: 'same', type: 'object' }, {}, 200, true],
] as const) {
  test(`${what} is answered with ${status}`, async () => {
    await using server = memoryServer();
    const { status: answered, body } = await server.request('POST', '/ui/schemas/validate', { schema, values });
    assert.equal(answered, status, JSON.stringify(body));
    const told: { valid?: boolean } = { ...(body as object) };
    assert.equal(told.valid, valid);
    assert.deepEqual(server.faults, []);
  });
}

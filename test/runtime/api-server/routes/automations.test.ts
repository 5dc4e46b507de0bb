import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryServer } from '../../../support/memory-server.ts';

/** As Prefect 3.9.1 answers: each trigger has an id and all its fields, and its sets hold nothing twice. */
test('triggers within triggers are completed like those that stand alone', async () => {
  await using server = memoryServer();
  const event = { posture: 'Reactive', expect: ['a', 'b', 'a'], for_each: ['x', 'x'] };
  const sequence = { type: 'sequence', within: 5, triggers: [event] };
  const trigger = { type: 'compound', require: 'all', within: null, triggers: [{ ...event, posture: 'Proactive' }, sequence] };
  const { id } = await server.client.automations.create({ name: 'a', trigger, actions: [] });
  const { body } = await server.request('GET', `/automations/${id}`);
  const completed = { type: 'event', match: {}, match_related: {}, after: [], expect: ['a', 'b'], for_each: ['x'], threshold: 1 };
  assert.deepEqual(withoutIds(Reflect.get(new Object(body), 'trigger')), {
    type: 'compound',
    require: 'all',
    within: null,
    triggers: [
      { ...completed, posture: 'Proactive', within: 10 },
      { type: 'sequence', within: 5, triggers: [{ ...completed, posture: 'Reactive', within: 0 }] },
    ],
  });
});

/** The value without the ids, each of which must be there. */
function withoutIds(value: unknown): unknown {
  const { id, triggers, ...rest }: Record<string, unknown> = { ...new Object(value) };
  assert.match(String(id), /^[0-9a-f-]{36}$/);
  return Array.isArray(triggers) ? { ...rest, triggers: triggers.map(withoutIds) } : rest;
}

test("what Prefect's client leaves out when it changes an automation: types are told by the fields that only some have", async () => {
  await using server = memoryServer();
  const trigger = { triggers: [{ posture: 'Reactive' }], within: null, require: 'any' };
  const { id } = await server.client.automations.create({ name: 'a', trigger: { ...trigger, type: 'compound' }, actions: [] });
  const block_document_id = '0190d9f4-5a9c-7e5b-8f00-0000000000ff';
  const actions = [{}, { deployment_id: block_document_id }, { state: 'FAILED' }, { block_document_id }, { block_document_id, body: 'b' }];
  assert.equal((await server.request('PUT', `/automations/${id}`, { name: 'a', trigger, actions })).status, 204);
  const changed = await server.client.automations.read({ id });
  assert.equal(changed.trigger['type'], 'compound');
  const types = changed.actions.map((action) => action['type']);
  assert.deepEqual(types, ['do-nothing', 'run-deployment', 'change-flow-run-state', 'call-webhook', 'send-notification']);
});

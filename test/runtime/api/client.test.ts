import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Request } from '../../../runtime/api/client.ts';
import type { Orchestrator } from '../../../runtime/core/ports.ts';
import { createClient } from '../../../runtime/api/client.ts';

const id = '0190d9f4-5a9c-7e5b-8f00-000000000001';

function recorder(answer: unknown) {
  const requests: Request[] = [];
  const client = createClient({
    send: async (request) => {
      requests.push(request);
      return { status: 200, body: answer };
    },
    close: async () => {},
  });
  return { client, requests };
}

test('a client is an orchestrator', () => {
  const { client } = recorder(null);
  const orchestrator: Orchestrator = client;
  assert.equal(typeof orchestrator.flowRuns.create, 'function');
});

test('a request is sent in snake case, with the names of users untouched', async () => {
  const { client, requests } = recorder({ id, state_type: 'SCHEDULED', parameters: { my_key: 1, myKey: 2 } });
  const run = await client.deployments.createFlowRun({ id }, { parameters: { my_key: 1, myKey: 2 }, jobVariables: { working_dir: '/x' } });
  assert.deepEqual(requests[0]?.body, { parameters: { my_key: 1, myKey: 2 }, job_variables: { working_dir: '/x' } });
  assert.equal(requests[0]?.path, `/deployments/${id}/create_flow_run`);
  assert.equal(requests[0]?.repeatable, false);
  assert.equal(run.stateType, 'SCHEDULED');
  assert.deepEqual(run.parameters, { my_key: 1, myKey: 2 });
});

test('filter words of the protocol keep their closing underscore', async () => {
  const { client, requests } = recorder([]);
  await client.flowRuns.filter({ flowRuns: { state: { type: { any_: ['RUNNING'] } } }, limit: 5 });
  assert.deepEqual(requests[0]?.body, { flow_runs: { state: { type: { any_: ['RUNNING'] } } }, limit: 5 });
  assert.equal(requests[0]?.repeatable, true);
});

test('path parameters are encoded, labels are sent as they are', async () => {
  const { client, requests } = recorder(null);
  await client.flowRuns.updateLabels({ id }, { 'my.Label': 'x' });
  assert.deepEqual(requests[0]?.body, { 'my.Label': 'x' });
  await client.workPools.read({ name: 'a b' });
  assert.equal(requests[1]?.path, '/work_pools/a%20b');
});

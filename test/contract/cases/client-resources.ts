import type { ContractCase, Step } from '../case.ts';
import { newFlow, newFlowRun, propose } from '../case.ts';

const limit = (name: string, more: object = {}): Step => ({
  call: 'POST /v2/concurrency_limits/',
  body: { name, limit: 2, ...more },
  status: 201,
  answer: { name, limit: 2, active: true, active_slots: 0, slot_decay_per_second: 0, ...more },
  keep: { limit: 'id' },
});

const slotsOf = (name: string, taken: number): Step => ({
  call: `GET /v2/concurrency_limits/${name}`,
  status: 200,
  answer: { name, active_slots: taken },
});

/** What programs keep on a server beside runs: limits, variables, artifacts, blocks, inputs, automations. */
export const clientResources: readonly ContractCase[] = [
  {
    name: 'slots of a global limit are taken and given back',
    since: '3.9.1',
    steps: [
      limit('contract-slots'),
      {
        call: 'POST /v2/concurrency_limits/increment',
        body: { names: ['contract-slots', 'unknown'], slots: 2 },
        status: 200,
        answer: [{ id: '{limit}', name: 'contract-slots', limit: 2 }],
      },
      slotsOf('contract-slots', 2),
      {
        call: 'POST /v2/concurrency_limits/increment',
        body: { names: ['contract-slots'], slots: 1 },
        status: 423,
        answer: { detail: 'Locked' },
      },
      {
        call: 'POST /v2/concurrency_limits/decrement',
        body: { names: ['contract-slots'], slots: 1, occupancy_seconds: 3 },
        status: 200,
        answer: [{ id: '{limit}' }],
      },
      slotsOf('contract-slots', 1),
      {
        call: 'POST /v2/concurrency_limits/increment',
        body: { names: ['contract-slots'], slots: 3 },
        status: 422,
        answer: { detail: 'Slots requested is greater than the limit' },
      },
      {
        call: 'POST /v2/concurrency_limits/increment',
        body: { names: ['contract-slots'], slots: 1, mode: 'rate_limit' },
        status: 422,
        answer: {
          detail:
            "Only concurrency limits with slot decay can be used for rate limiting. The following limits do not have a decay configured: 'contract-slots'",
        },
      },
      { call: 'POST /v2/concurrency_limits/increment', body: { names: ['nothing'], slots: 1 }, status: 200, answer: [] },
    ],
  },
  {
    name: 'a global limit is read by name and id, changed and deleted',
    since: '3.9.1',
    steps: [
      limit('contract-limit'),
      { call: 'GET /v2/concurrency_limits/{limit}', status: 200, answer: { name: 'contract-limit' } },
      { call: 'PATCH /v2/concurrency_limits/contract-limit', body: { limit: 5, active: false }, status: 204 },
      { call: 'GET /v2/concurrency_limits/contract-limit', status: 200, answer: { limit: 5, active: false } },
      { call: 'POST /v2/concurrency_limits/', body: { name: 'contract-limit', limit: 1 }, status: 409 },
      { call: 'DELETE /v2/concurrency_limits/contract-limit', status: 204 },
      { call: 'GET /v2/concurrency_limits/contract-limit', status: 404, answer: { detail: 'Concurrency Limit not found' } },
    ],
  },
  {
    name: 'a lease holds its slots until it is given back',
    since: '3.9.1',
    steps: [
      limit('contract-lease'),
      {
        call: 'POST /v2/concurrency_limits/increment-with-lease',
        body: { names: ['contract-lease'], slots: 2, lease_duration: 60 },
        status: 200,
        answer: { lease_id: '<uuid>', limits: [{ name: 'contract-lease' }] },
        keep: { lease: 'lease_id' },
      },
      { call: 'POST /v2/concurrency_limits/increment-with-lease', body: { names: ['contract-lease'], slots: 1 }, status: 423 },
      { call: 'POST /v2/concurrency_limits/leases/{lease}/renew', body: { lease_duration: 90 }, status: 204 },
      { call: 'POST /v2/concurrency_limits/decrement-with-lease', body: { lease_id: '{lease}' }, status: 204 },
      slotsOf('contract-lease', 0),
      { call: 'POST /v2/concurrency_limits/decrement-with-lease', body: { lease_id: '{lease}' }, status: 204 },
      {
        call: 'POST /v2/concurrency_limits/leases/{lease}/renew',
        body: {},
        status: 410,
        answer: { detail: 'Lease not found - it may have expired or been revoked' },
      },
      {
        call: 'POST /v2/concurrency_limits/increment-with-lease',
        body: { names: ['nothing'], slots: 1 },
        status: 200,
        answer: { lease_id: '<uuid>', limits: [] },
      },
    ],
  },
  {
    name: 'the limit of a tag is a global limit',
    since: '3.9.1',
    steps: [
      {
        call: 'POST /concurrency_limits/',
        body: { tag: 'contract-tag', concurrency_limit: 1 },
        status: 201,
        answer: { tag: 'contract-tag', concurrency_limit: 1, active_slots: [] },
        keep: { limit: 'id' },
      },
      {
        call: 'POST /concurrency_limits/',
        body: { tag: 'contract-tag', concurrency_limit: 2 },
        status: 200,
        answer: { id: '{limit}', concurrency_limit: 2 },
      },
      slotsOf('tag:contract-tag', 0),
      {
        call: 'POST /concurrency_limits/tag/contract-tag/reset',
        body: { slot_override: ['0190d9f4-5a9c-4e5b-8f00-00000000000a'] },
        status: 200,
      },
      { call: 'GET /concurrency_limits/tag/contract-tag', status: 200, answer: { active_slots: ['0190d9f4-5a9c-4e5b-8f00-00000000000a'] } },
      { call: 'GET /concurrency_limits/{limit}', status: 200, answer: { tag: 'contract-tag' } },
      { call: 'DELETE /concurrency_limits/tag/contract-tag', status: 200 },
      { call: 'GET /concurrency_limits/tag/contract-tag', status: 404, answer: { detail: 'Concurrency limit not found' } },
    ],
  },
  {
    name: 'variables are named values',
    steps: [
      {
        call: 'POST /variables/',
        body: { name: 'contract_variable', value: 'text', tags: ['a'] },
        status: 201,
        answer: { name: 'contract_variable', value: 'text', tags: ['a'] },
        keep: { variable: 'id' },
      },
      { call: 'GET /variables/name/contract_variable', status: 200, answer: { id: '{variable}' } },
      {
        call: 'POST /variables/',
        body: { name: 'contract_variable', value: 'x' },
        status: 409,
        answer: { detail: "A variable with the name 'contract_variable' already exists." },
        old: { status: 409 },
      },
      { call: 'PATCH /variables/name/contract_variable', body: { value: 'other' }, status: 204 },
      {
        call: 'POST /variables/filter',
        body: { variables: { name: { like_: 'contract_vari' } } },
        status: 200,
        answer: [{ value: 'other' }],
      },
      { call: 'POST /variables/count', body: { variables: { tags: { all_: ['a'] } } }, status: 200, answer: 1 },
      { call: 'DELETE /variables/name/contract_variable', status: 204 },
      { call: 'GET /variables/name/contract_variable', status: 404, answer: { detail: 'Variable not found.' }, old: { status: 404 } },
      { call: 'POST /variables/', body: { name: 'Not Allowed', value: 'x' }, status: 422 },
    ],
  },
  {
    name: 'a variable holds any JSON value',
    since: '3.9.1',
    steps: [
      {
        call: 'POST /variables/',
        body: { name: 'contract-json', value: { deep: [1, null, true] } },
        status: 201,
        answer: { value: { deep: [1, null, true] } },
      },
      { call: 'PATCH /variables/name/contract-json', body: { value: null }, status: 204 },
      { call: 'GET /variables/name/contract-json', status: 200, answer: { value: null } },
    ],
  },
  {
    name: 'the newest artifact of a key is its latest',
    steps: [
      newFlow('contract-artifacts'),
      newFlowRun(),
      {
        call: 'POST /artifacts/',
        body: { key: 'contract-report', type: 'markdown', data: '# One', flow_run_id: '{run}' },
        status: 201,
        answer: { key: 'contract-report', data: '# One', metadata_: null },
        keep: { first: 'id' },
      },
      {
        call: 'POST /artifacts/',
        body: { key: 'contract-report', type: 'markdown', data: '# Two', description: 'd', flow_run_id: '{run}' },
        status: 201,
        keep: { second: 'id' },
      },
      { call: 'GET /artifacts/contract-report/latest', status: 200, answer: { key: 'contract-report', data: '# Two' } },
      {
        call: 'POST /artifacts/latest/filter',
        body: { artifacts: { key: { any_: ['contract-report'] } } },
        status: 200,
        answer: [{ key: 'contract-report', latest_id: '{second}' }],
      },
      {
        call: 'POST /artifacts/filter',
        body: { artifacts: { flow_run_id: { any_: ['{run}'] }, type: { any_: ['markdown'] } }, sort: 'CREATED_DESC' },
        status: 200,
        answer: [{ id: '{second}' }, { id: '{first}' }],
      },
      { call: 'POST /artifacts/count', body: { artifacts: { key: { any_: ['contract-report'] } } }, status: 200, answer: 2 },
      { call: 'PATCH /artifacts/{first}', body: { data: 'changed' }, status: 204, old: { status: 404 } },
      { call: 'GET /artifacts/{first}', status: 200, answer: { data: 'changed' }, old: { status: 200 } },
      { call: 'DELETE /artifacts/{first}', status: 204 },
      { call: 'GET /artifacts/{first}', status: 404, answer: { detail: 'Artifact not found.' } },
    ],
  },
  {
    name: 'a block is registered by the checksum of its fields, and hides its secrets',
    steps: [
      {
        call: 'POST /block_types/',
        body: { name: 'Contract Block', slug: 'contract-block' },
        status: 201,
        answer: { slug: 'contract-block', is_protected: false },
        keep: { type: 'id' },
      },
      { call: 'GET /block_types/slug/contract-block', status: 200, answer: { id: '{type}' } },
      {
        call: 'POST /block_schemas/',
        body: {
          block_type_id: '{type}',
          version: '1',
          capabilities: ['read'],
          fields: {
            title: 'Contract Bläck',
            type: 'object',
            block_type_slug: 'contract-block',
            secret_fields: ['token', 'deep.*'],
            properties: { token: { type: 'string' }, deep: {}, n: { default: 1.5 } },
          },
        },
        status: 201,
        answer: {
          checksum: 'sha256:992c5a899d361f6755bb85cbc72f5799d3dba2963456ec32fea1495310a75ee1',
          capabilities: ['read'],
          version: '1',
          block_type: { slug: 'contract-block' },
        },
        keep: { schema: 'id' },
      },
      {
        call: 'POST /block_documents/',
        body: { name: 'mine', block_type_id: '{type}', block_schema_id: '{schema}', data: { token: 'x', deep: { a: 'y' }, n: 2 } },
        status: 201,
        answer: { name: 'mine', is_anonymous: false, data: { n: 2 } },
        keep: { document: 'id' },
      },
      {
        call: 'GET /block_types/slug/contract-block/block_documents/name/mine',
        status: 200,
        answer: { data: { token: '********', deep: { a: '********' }, n: 2 } },
      },
      { call: 'GET /block_documents/{document}?include_secrets=true', status: 200, answer: { data: { token: 'x', deep: { a: 'y' } } } },
      { call: 'PATCH /block_documents/{document}', body: { data: { token: '********', n: 3 } }, status: 204 },
      { call: 'GET /block_documents/{document}?include_secrets=true', status: 200, answer: { data: { token: 'x', n: 3 } } },
      {
        call: 'POST /block_documents/filter',
        body: { block_types: { slug: { any_: ['contract-block'] } } },
        status: 200,
        answer: [{ id: '{document}' }],
      },
      {
        call: 'POST /block_documents/',
        body: { name: 'mine', block_type_id: '{type}', block_schema_id: '{schema}', data: {} },
        status: 409,
        answer: { detail: 'Block already exists' },
      },
      { call: 'DELETE /block_documents/{document}', status: 204 },
      { call: 'GET /block_documents/{document}', status: 404, answer: { detail: 'Block document not found' } },
    ],
  },
  {
    name: 'a paused run is resumed with the input that it asks for',
    since: '3.9.1',
    steps: [
      newFlow('contract-input'),
      newFlowRun({ state: { type: 'RUNNING' } }),
      propose(
        'flow_runs',
        {
          type: 'PAUSED',
          state_details: {
            pause_key: '1',
            pause_timeout: '2999-01-01T00:00:00Z',
            run_input_keyset: { schema: 'paused-1-schema', response: 'paused-1-response' },
          },
        },
        { status: 'ACCEPT' },
      ),
      {
        call: 'POST /flow_runs/{run}/resume',
        body: { run_input: {} },
        status: 200,
        answer: { status: 'REJECT', details: { reason: 'Run input schema not found.' } },
      },
      {
        call: 'POST /flow_runs/{run}/input',
        body: { key: 'paused-1-schema', value: '{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]}' },
        status: 201,
      },
      {
        call: 'POST /flow_runs/{run}/input',
        body: { key: 'paused-1-schema', value: '1' },
        status: 409,
        answer: { detail: 'A flow run input with this key already exists.' },
      },
      {
        call: 'POST /flow_runs/{run}/resume',
        body: { run_input: {} },
        status: 200,
        answer: { status: 'REJECT', details: { reason: "Reason: Validation failed. Failure reason: 'n' is a required property" } },
      },
      {
        call: 'POST /flow_runs/{run}/resume',
        body: { run_input: { n: 1 } },
        status: 201,
        answer: { status: 'ACCEPT', state: { type: 'RUNNING' } },
      },
      { call: 'GET /flow_runs/{run}/input/paused-1-response', status: 200, answer: '{"n":1}' },
      {
        call: 'POST /flow_runs/{run}/input/filter',
        body: { prefix: 'paused', limit: 10, exclude_keys: ['paused-1-schema'] },
        status: 200,
        answer: [{ key: 'paused-1-response', flow_run_id: '{run}' }],
      },
      { call: 'DELETE /flow_runs/{run}/input/paused-1-response', status: 204 },
      { call: 'GET /flow_runs/{run}/input/paused-1-response', status: 404, answer: { detail: 'Flow run input not found' } },
    ],
  },
  {
    name: 'an automation is kept, switched off and deleted with its owner',
    since: '3.9.1',
    steps: [
      {
        call: 'POST /automations/',
        body: {
          name: 'contract-automation',
          trigger: { type: 'event', posture: 'Reactive', expect: ['contract.event'], threshold: 1, within: 0 },
          actions: [{ type: 'do-nothing' }],
          owner_resource: 'prefect.deployment.0190d9f4-5a9c-4e5b-8f00-00000000000b',
        },
        status: 201,
        answer: {
          name: 'contract-automation',
          enabled: true,
          trigger: { posture: 'Reactive', expect: ['contract.event'] },
          actions: [{ type: 'do-nothing' }],
        },
        keep: { automation: 'id' },
      },
      { call: 'PATCH /automations/{automation}', body: { enabled: false }, status: 204 },
      { call: 'GET /automations/{automation}', status: 200, answer: { enabled: false } },
      {
        call: 'GET /automations/related-to/prefect.deployment.0190d9f4-5a9c-4e5b-8f00-00000000000b',
        status: 200,
        answer: [{ id: '{automation}' }],
      },
      { call: 'DELETE /automations/owned-by/prefect.deployment.0190d9f4-5a9c-4e5b-8f00-00000000000b', status: 202 },
      { call: 'GET /automations/{automation}', status: 404 },
    ],
  },
  {
    name: 'events are found by their names and resources',
    since: '3.9.1',
    steps: [
      { call: 'POST /events', body: [{ event: 'contract.happened', resource: { 'prefect.resource.id': 'contract.thing' } }], status: 422 },
      {
        call: 'POST /events',
        body: [
          {
            id: '0190d9f4-5a9c-4e5b-8f00-00000000000c',
            event: 'contract.happened',
            occurred: '2026-11-20T00:00:00Z',
            resource: { 'prefect.resource.id': 'contract.thing' },
            payload: { n: 1 },
          },
        ],
        status: 204,
      },
    ],
  },
];

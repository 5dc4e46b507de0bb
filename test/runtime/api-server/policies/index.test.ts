import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { flowRunPolicy, orchestrateFlowRun, orchestrateTaskRun, taskRunPolicy } from '../../../../runtime/api-server/policies/index.ts';
import { propose } from '../../../../runtime/api-server/policies/propose.ts';
import type { WireState } from '../../../../runtime/api-server/policies/rule.ts';
import { flowRunFacts, taskRunFacts } from '../../../support/check-policy.ts';

const folder = join(import.meta.dirname, '../../../../runtime/api-server/policies');

const stateIn = (given: Partial<WireState>): WireState => ({
  ...propose('RUNNING', 'Running'),
  id: 'state',
  timestamp: flowRunFacts.now,
  message: null,
  data: null,
  ...given,
});

test('every rule is part of a policy, under the name of its file', () => {
  const used = new Set([...flowRunPolicy, ...taskRunPolicy].map(({ name }) => name));
  const parts = new Set(['index', 'rule', 'propose', 'results', 'retries']);
  const files = globSync('*.ts', { cwd: folder }).map((file) => basename(file, '.ts'));
  assert.deepEqual(files.filter((name) => !parts.has(name)).toSorted(), [...used].toSorted());
});

test('force skips the rules, but not those that keep data and end what nobody runs', () => {
  const final = { ...flowRunFacts, current: stateIn({ type: 'CANCELLED', name: 'Cancelled' }) };
  assert.equal(orchestrateFlowRun(final, propose('CANCELLING', 'Cancelling'), false).status, 'ABORT');
  assert.equal(orchestrateFlowRun(final, propose('CANCELLING', 'Cancelling'), true).status, 'ACCEPT');
  const stored = { ...flowRunFacts, current: stateIn({ type: 'COMPLETED', name: 'Completed', data: { type: 'reference' } }) };
  assert.equal(orchestrateFlowRun(stored, propose('COMPLETED', 'Completed'), true).status, 'REJECT');
  const waiting = { ...flowRunFacts, current: stateIn({ type: 'SCHEDULED', name: 'Scheduled' }) };
  assert.equal(orchestrateFlowRun(waiting, propose('CANCELLING', 'Cancelling'), true).state?.name, 'Cancelled');
  const stopped = { ...taskRunFacts, flowRun: { id: 'f', type: 'FAILED' as const, runCount: 1 } };
  assert.equal(orchestrateTaskRun(stopped, propose('RUNNING', 'Running'), false).status, 'ABORT');
  assert.equal(orchestrateTaskRun(stopped, propose('RUNNING', 'Running'), true).status, 'ACCEPT');
});

const twice = { current: stateIn({ state_details: { transition_id: 't' } }) };
const again = { ...propose('FAILED', 'Failed'), state_details: { transition_id: 't' } };

test('a proposal that is sent twice is answered before a retry is made of it', () => {
  assert.equal(orchestrateFlowRun({ ...flowRunFacts, ...twice, policy: { retries: 3 } }, again, false).state, null);
  assert.equal(orchestrateTaskRun({ ...taskRunFacts, ...twice, policy: { retries: 3 } }, again, false).state, null);
});

test('a cancelled claim does not take a slot, and a known result needs no running flow', () => {
  const slots = { limit: 0, taken: 0, strategy: 'ENQUEUE', waitSeconds: 1 } as const;
  const cancelling = { ...flowRunFacts, slots, current: stateIn({ type: 'CANCELLING', name: 'Cancelling' }) };
  assert.match(orchestrateFlowRun(cancelling, propose('PENDING', 'Pending'), false).reason ?? '', /other than Cancelled/);
  const cached = stateIn({ type: 'COMPLETED', name: 'Completed', data: { type: 'reference' } });
  const stopped = { ...taskRunFacts, cached, flowRun: { id: 'f', type: 'FAILED' as const, runCount: 1 } };
  assert.equal(orchestrateTaskRun(stopped, propose('RUNNING', 'Running'), false).state?.name, 'Cached');
});

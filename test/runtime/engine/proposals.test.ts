import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeState } from '../../../runtime/core/make-state.ts';
import type { OrchestrationResult, State } from '../../../runtime/core/state.ts';
import { propose, proposeRunning, untilDue } from '../../../runtime/engine/proposals.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const answer = (status: OrchestrationResult['status'], state: State | null, details: Partial<OrchestrationResult['details']> = {}) => ({
  status,
  state,
  details: { type: `${status.toLowerCase()}_details`, ...details },
});

/** Gives these answers, one for each proposal. */
const sender = (...answers: OrchestrationResult[]) => {
  const proposed: (string | null | undefined)[] = [];
  const send = async (state: { name?: string | null }): Promise<OrchestrationResult> => {
    proposed.push(state.name);
    const next = answers.shift();
    assert.ok(next, 'one proposal too many');
    return next;
  };
  return { send, proposed };
};

const running = makeState('RUNNING');
const at = (timestamp: string, scheduledTime: string | null): State => ({
  ...makeState('SCHEDULED'),
  timestamp,
  stateDetails: { scheduledTime },
});
const due = at('2026-01-01T00:00:00.000000Z', '2026-01-01T00:00:30.000000Z');
const notReady = { ...makeState('PAUSED'), name: 'NotReady' };

const table: { what: string; answers: OrchestrationResult[]; slept: number[]; ends: string }[] = [
  { what: 'accepted', answers: [answer('ACCEPT', running)], slept: [], ends: 'RUNNING' },
  { what: 'told to wait', answers: [answer('WAIT', null, { delaySeconds: 7 }), answer('ACCEPT', running)], slept: [7000], ends: 'RUNNING' },
  {
    what: 'told to wait without saying how long',
    answers: [answer('WAIT', null), answer('ACCEPT', running)],
    slept: [1000],
    ends: 'RUNNING',
  },
  { what: 'too early', answers: [answer('REJECT', due), answer('ACCEPT', running)], slept: [30_000], ends: 'RUNNING' },
  { what: 'in a paused flow', answers: [answer('REJECT', notReady), answer('ACCEPT', running)], slept: [5000], ends: 'RUNNING' },
  { what: 'paused itself', answers: [answer('REJECT', makeState('PAUSED'))], slept: [], ends: 'PAUSED' },
  { what: 'cached', answers: [answer('REJECT', makeState('COMPLETED', { name: 'Cached' }))], slept: [], ends: 'COMPLETED' },
];

for (const { what, answers, slept, ends } of table) {
  test(`a run that is ${what} becomes ${ends}`, async () => {
    const clock = createFakeClock();
    const { send } = sender(...answers);
    assert.equal((await proposeRunning(send, clock)).type, ends);
    assert.deepEqual(clock.sleeps, slept);
  });
}

test('a run that is not ours ends, with the reason that the server gives', async () => {
  const clock = createFakeClock();
  const wanted = { proposal: { type: 'COMPLETED' as const } };
  const given = sender(answer('ABORT', null, { reason: 'somebody has it' }), answer('ABORT', null), answer('ACCEPT', null));
  await assert.rejects(propose(given.send, wanted, clock), { code: 'aborted', message: 'somebody has it' });
  await assert.rejects(propose(given.send, wanted, clock), { code: 'aborted', message: 'The server ended this run.' });
  await assert.rejects(propose(given.send, wanted, clock), { code: 'failed', message: 'The server answered ACCEPT without a state.' });
});

test('what is due already, or has no time, is not waited for', async () => {
  const clock = createFakeClock();
  await untilDue(at('2026-01-01T00:00:30.000000Z', '2026-01-01T00:00:00.000000Z'), clock);
  await untilDue(at('2026-01-01T00:00:30.000000Z', null), clock);
  assert.deepEqual(clock.sleeps, []);
});

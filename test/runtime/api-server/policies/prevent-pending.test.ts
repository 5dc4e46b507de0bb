import { preventPending } from '../../../../runtime/api-server/policies/prevent-pending.ts';
import { checkPolicy, each, flowRunFacts } from '../../../support/check-policy.ts';

const due = { scheduled_time: '2026-11-21T05:00:00.000000Z' };
const submitting = { type: 'PENDING', name: 'Submitting' } as const;

checkPolicy(preventPending, flowRunFacts, [
  ...each(['PENDING', 'RUNNING', 'CANCELLING', 'CANCELLED'], ['PENDING'], (from) => ({
    gives: `ABORT: This run is in a ${from} state and cannot transition to a PENDING state.`,
  })),
  ...each([null, 'SCHEDULED', 'PAUSED', 'COMPLETED', 'FAILED', 'CRASHED'], ['PENDING'], () => ({ gives: 'ACCEPT Pending' })),
  { from: { type: 'PENDING', details: due }, to: submitting, gives: 'ACCEPT Submitting', details: due },
  { from: 'PENDING', to: submitting, gives: 'ACCEPT Submitting', details: { scheduled_time: null } },
  { from: submitting, to: submitting, gives: 'ABORT: This run is in a PENDING state and cannot transition to a PENDING state.' },
  { from: 'RUNNING', to: submitting, gives: 'ABORT: This run is in a RUNNING state and cannot transition to a PENDING state.' },
]);

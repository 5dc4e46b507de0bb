import { handleResuming } from '../../../../runtime/api-server/policies/handle-resuming.ts';
import { checkPolicy, flowRunFacts } from '../../../support/check-policy.ts';

const past = { pause_timeout: '2026-11-21T05:59:59.000000Z' };
const future = { pause_timeout: '2026-11-21T06:00:01.000000Z' };
const suspended = { type: 'PAUSED', name: 'Suspended', details: { pause_reschedule: true, ...future } } as const;
const resuming = { policy: { resuming: true } };
const over = 'REJECT Failed: The flow run pause has timed out and can no longer resume.';

checkPolicy(handleResuming, flowRunFacts, [
  { from: 'PAUSED', to: 'PENDING', gives: 'REJECT: This run cannot transition to the PENDING state from the PAUSED state.' },
  { from: 'PAUSED', to: 'PAUSED', gives: 'REJECT: This run cannot transition to the PAUSED state from the PAUSED state.' },
  { from: 'PAUSED', to: 'RUNNING', gives: 'ACCEPT Running', changes: resuming },
  { from: { type: 'PAUSED', details: future }, to: 'RUNNING', gives: 'ACCEPT Running', changes: resuming },
  { from: { type: 'PAUSED', details: { pause_timeout: flowRunFacts.now } }, to: 'RUNNING', gives: 'ACCEPT Running', changes: resuming },
  { from: { type: 'PAUSED', details: past }, to: 'RUNNING', gives: over },
  { from: { type: 'PAUSED', details: past }, to: 'COMPLETED', gives: over },
  { from: { type: 'PAUSED', details: past }, to: 'CANCELLING', gives: 'ACCEPT Cancelling' },
  { from: 'PAUSED', to: 'CANCELLED', gives: 'ACCEPT Cancelled' },
  { from: suspended, to: { type: 'SCHEDULED', name: 'Resuming' }, gives: 'ACCEPT Resuming', changes: resuming },
  {
    from: suspended,
    to: { type: 'SCHEDULED', name: 'Resuming' },
    facts: { deploymentId: null },
    gives: 'REJECT: Cannot reschedule a resuming flow run without a deployment.',
  },
  {
    from: 'PAUSED',
    to: 'SCHEDULED',
    facts: { policy: { resuming: true, pause_keys: ['k'] } },
    gives: 'ACCEPT Scheduled',
    changes: { policy: { resuming: false, pause_keys: [], retry_type: 'reschedule' } },
  },
  { from: 'RUNNING', to: 'PENDING', gives: 'ACCEPT Pending' },
]);

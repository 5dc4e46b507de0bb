import { handlePausing } from '../../../../runtime/api-server/policies/handle-pausing.ts';
import { checkPolicy, flowRunFacts } from '../../../support/check-policy.ts';

const keyed = { type: 'PAUSED', details: { pause_key: 'k' } } as const;
const suspended = { type: 'PAUSED', name: 'Suspended', details: { pause_reschedule: true, pause_key: 'k' } } as const;

checkPolicy(handlePausing, flowRunFacts, [
  { from: null, to: 'PAUSED', gives: 'ABORT: Cannot pause flows with no state.' },
  { from: null, to: suspended, gives: 'ABORT: Cannot suspend flows with no state.' },
  { from: 'PENDING', to: 'PAUSED', gives: 'REJECT: Cannot pause flows that are not currently running.' },
  { from: 'PAUSED', to: suspended, gives: 'REJECT: Cannot suspend flows that are not currently running.' },
  { from: 'RUNNING', to: 'PAUSED', gives: 'ACCEPT Paused' },
  { from: 'RUNNING', to: keyed, gives: 'ACCEPT Paused', changes: { policy: { pause_keys: ['k'] } } },
  {
    from: 'RUNNING',
    to: keyed,
    facts: { policy: { retries: 1, pause_keys: ['j'] } },
    gives: 'ACCEPT Paused',
    changes: { policy: { retries: 1, pause_keys: ['j', 'k'] } },
  },
  { from: 'RUNNING', to: keyed, facts: { policy: { pause_keys: ['k'] } }, gives: 'REJECT: This pause has already fired.' },
  { from: 'RUNNING', to: suspended, facts: { policy: { pause_keys: ['k'] } }, gives: 'REJECT: This suspend has already fired.' },
  { from: 'RUNNING', to: suspended, gives: 'ACCEPT Suspended', changes: { policy: { pause_keys: ['k'] } } },
  { from: 'RUNNING', to: suspended, facts: { parentTaskRunId: 't' }, gives: 'ABORT: Cannot suspend subflows.' },
  { from: 'RUNNING', to: suspended, facts: { deploymentId: null }, gives: 'ABORT: Cannot suspend flows without a deployment.' },
  {
    from: 'RUNNING',
    to: keyed,
    facts: { parentTaskRunId: 't', deploymentId: null },
    gives: 'ACCEPT Paused',
    changes: { policy: { pause_keys: ['k'] } },
  },
  { from: 'PENDING', to: 'RUNNING', gives: 'ACCEPT Running' },
]);

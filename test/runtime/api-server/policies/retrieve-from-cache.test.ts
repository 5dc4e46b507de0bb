import { retrieveFromCache } from '../../../../runtime/api-server/policies/retrieve-from-cache.ts';
import { checkPolicy, taskRunFacts } from '../../../support/check-policy.ts';

const cached = {
  id: 'state',
  timestamp: '2026-11-20T06:00:00.000000Z',
  type: 'COMPLETED',
  name: 'Completed',
  message: 'done',
  data: { type: 'reference' },
  state_details: { cache_key: 'k' },
} as const;

checkPolicy(retrieveFromCache, taskRunFacts, [
  { from: 'PENDING', to: 'RUNNING', facts: { cached }, gives: 'REJECT Cached: Retrieved state from cache', details: { cache_key: 'k' } },
  { from: 'PENDING', to: 'RUNNING', gives: 'ACCEPT Running' },
  { from: 'RUNNING', to: 'COMPLETED', facts: { cached }, gives: 'ACCEPT Completed' },
]);

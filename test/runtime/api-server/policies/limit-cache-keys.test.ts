import { limitCacheKeys } from '../../../../runtime/api-server/policies/limit-cache-keys.ts';
import { checkPolicy, taskRunFacts } from '../../../support/check-policy.ts';

const withKey = (type: 'COMPLETED' | 'FAILED', length: number) => ({ type, details: { cache_key: 'k'.repeat(length) } });

checkPolicy(limitCacheKeys, taskRunFacts, [
  { from: 'RUNNING', to: withKey('COMPLETED', 2001), gives: 'REJECT: Cache key exceeded maximum allowed length of 2000 characters.' },
  { from: 'RUNNING', to: withKey('COMPLETED', 2000), gives: 'ACCEPT Completed' },
  { from: 'RUNNING', to: 'COMPLETED', gives: 'ACCEPT Completed' },
  { from: 'RUNNING', to: withKey('FAILED', 2001), gives: 'ACCEPT Failed' },
]);

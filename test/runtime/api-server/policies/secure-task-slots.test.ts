import { secureTaskSlots } from '../../../../runtime/api-server/policies/secure-task-slots.ts';
import { checkPolicy, taskRunFacts } from '../../../support/check-policy.ts';

const fullTag = { tag: 'db', limit: 3, waitSeconds: 30 };

checkPolicy(secureTaskSlots, taskRunFacts, [
  { from: 'PENDING', to: 'RUNNING', gives: 'ACCEPT Running' },
  { from: 'PENDING', to: 'RUNNING', facts: { fullTag }, gives: 'WAIT 30: Concurrency limit for the db tag has been reached' },
  {
    from: 'PENDING',
    to: 'RUNNING',
    facts: { fullTag: { ...fullTag, limit: 0 } },
    gives: 'ABORT: The concurrency limit on tag "db" is 0 and will deadlock if the task tries to run again.',
  },
  { from: 'RUNNING', to: 'RUNNING', facts: { fullTag }, gives: 'ACCEPT Running' },
  { from: 'PENDING', to: 'COMPLETED', facts: { fullTag }, gives: 'ACCEPT Completed' },
]);

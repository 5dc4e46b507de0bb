import { waitForScheduledTime } from '../../../../runtime/api-server/policies/wait-for-scheduled-time.ts';
import { checkPolicy, flowRunFacts } from '../../../support/check-policy.ts';

const due = (time: string) => ({ details: { scheduled_time: `2026-11-21T${time}Z` } });

checkPolicy(waitForScheduledTime, flowRunFacts, [
  { from: { type: 'SCHEDULED', ...due('06:01:00.000000') }, to: 'RUNNING', gives: 'WAIT 60: Scheduled time is in the future' },
  { from: { type: 'PENDING', ...due('06:00:00.600000') }, to: 'RUNNING', gives: 'WAIT 1: Scheduled time is in the future' },
  { from: { type: 'PENDING', ...due('06:00:00.400000') }, to: 'RUNNING', gives: 'ACCEPT Running' },
  { from: { type: 'SCHEDULED', ...due('05:00:00.000000') }, to: 'RUNNING', gives: 'ACCEPT Running' },
  { from: 'SCHEDULED', to: 'RUNNING', gives: 'ACCEPT Running' },
  { from: { type: 'SCHEDULED', ...due('06:01:00.000000') }, to: 'PENDING', gives: 'ACCEPT Pending' },
  { from: { type: 'PAUSED', ...due('06:01:00.000000') }, to: 'RUNNING', gives: 'ACCEPT Running' },
]);

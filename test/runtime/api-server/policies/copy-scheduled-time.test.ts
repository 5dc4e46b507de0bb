import { copyScheduledTime } from '../../../../runtime/api-server/policies/copy-scheduled-time.ts';
import { checkPolicy, flowRunFacts } from '../../../support/check-policy.ts';

const due = { scheduled_time: '2026-11-21T07:00:00.000000Z' };
const other = { scheduled_time: '2026-11-22T07:00:00.000000Z' };

checkPolicy(copyScheduledTime, flowRunFacts, [
  { from: { type: 'SCHEDULED', details: due }, to: 'PENDING', gives: 'ACCEPT Pending', details: due },
  { from: { type: 'SCHEDULED', details: due }, to: { type: 'PENDING', details: other }, gives: 'ACCEPT Pending', details: other },
  { from: 'SCHEDULED', to: 'PENDING', gives: 'ACCEPT Pending', details: { scheduled_time: null } },
  { from: { type: 'SCHEDULED', details: due }, to: 'RUNNING', gives: 'ACCEPT Running', details: {} },
  { from: { type: 'PAUSED', details: due }, to: 'PENDING', gives: 'ACCEPT Pending', details: {} },
]);

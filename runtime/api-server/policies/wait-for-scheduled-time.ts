import { secondsBetween } from '../../core/time.ts';
import type { Rule, RunFacts } from './rule.ts';
import { of } from './rule.ts';

/** Nothing runs before its time, give or take half a second. (WaitForScheduledTime) */
export const waitForScheduledTime: Rule<RunFacts> = {
  name: 'wait-for-scheduled-time',
  from: of('SCHEDULED', 'PENDING'),
  to: of('RUNNING'),
  apply({ current, now }) {
    const due = current?.state_details.scheduled_time;
    const delaySeconds = due ? Math.round(secondsBetween(now, due)) : 0;
    return delaySeconds > 0 ? { say: 'wait', delaySeconds, reason: 'Scheduled time is in the future' } : undefined;
  },
};

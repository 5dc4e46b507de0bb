import { secondsBetween } from '../../core/time.ts';
import type { Rule, RunFacts } from './rule.ts';
import { of } from './rule.ts';

/** Nothing runs before its time. (WaitForScheduledTime) */
export const waitForScheduledTime: Rule<RunFacts> = {
  name: 'wait-for-scheduled-time',
  from: of('SCHEDULED', 'PENDING'),
  to: of('RUNNING'),
  apply({ current, now }) {
    const due = current?.state_details.scheduled_time;
    const seconds = due ? secondsBetween(now, due) : 0;
    return seconds > 0 ? { say: 'wait', delaySeconds: Math.ceil(seconds), reason: 'Scheduled time is in the future' } : undefined;
  },
};

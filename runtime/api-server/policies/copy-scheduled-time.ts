import type { Rule, RunFacts } from './rule.ts';
import { of } from './rule.ts';

/** A claimed run remembers when it was due. (CopyScheduledTime) */
export const copyScheduledTime: Rule<RunFacts> = {
  name: 'copy-scheduled-time',
  from: of('SCHEDULED'),
  to: of('PENDING'),
  apply({ current }, proposal) {
    if (proposal.state_details.scheduled_time) return undefined;
    const { scheduled_time } = current?.state_details ?? {};
    return {
      say: 'adjust',
      state: { ...proposal, state_details: { ...proposal.state_details, scheduled_time: scheduled_time ?? null } },
    };
  },
};

import { propose } from './propose.ts';
import type { FlowRunFacts, Rule } from './rule.ts';
import { of } from './rule.ts';

/** A run that no process executes needs nobody to end it. (BypassCancellingFlowRunsWithNoInfra) */
export const bypassCancellingWithoutInfrastructure: Rule<FlowRunFacts> = {
  name: 'bypass-cancelling-without-infrastructure',
  from: of('SCHEDULED', 'PAUSED'),
  to: of('CANCELLING'),
  apply({ current, infrastructurePid }) {
    const cancelled = propose('CANCELLED', 'Cancelled');
    const waiting = current?.type === 'SCHEDULED' && (infrastructurePid === null || infrastructurePid === '');
    if (waiting || current?.name === 'Resuming') {
      return {
        say: 'reject',
        state: cancelled,
        reason: 'Scheduled flow run has no infrastructure to terminate.',
      };
    }
    if (current?.type === 'PAUSED' && current.state_details.pause_reschedule === true) {
      return {
        say: 'reject',
        state: cancelled,
        reason: 'Suspended flow run has no infrastructure to terminate.',
      };
    }
    return undefined;
  },
};

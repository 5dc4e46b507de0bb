import type { FlowRunFacts, Rule } from './rule.ts';
import { of } from './rule.ts';
import { propose } from './propose.ts';

/** A run that nothing executes needs nobody to end it. (BypassCancellingFlowRunsWithNoInfra) */
export const bypassCancellingWithoutInfrastructure: Rule<FlowRunFacts> = {
  name: 'bypass-cancelling-without-infrastructure',
  from: of('SCHEDULED', 'PAUSED'),
  to: of('CANCELLING'),
  apply({ current, infrastructurePid }, proposal) {
    const suspended = current?.type === 'PAUSED' && current.state_details.pause_reschedule === true;
    const idle = current?.type === 'SCHEDULED' && (infrastructurePid === null || current.name === 'Resuming');
    if (!suspended && !idle) return undefined;
    const reason = suspended
      ? 'Suspended flow run has no infrastructure to terminate.'
      : 'Scheduled flow run has no infrastructure to terminate.';
    return { say: 'reject', state: propose('CANCELLED', 'Cancelled', { message: proposal.message }), reason };
  },
};

import type { Rule, TaskRunFacts } from './rule.ts';
import { of } from './rule.ts';

/** A task starts when each of its tags has a slot left. (SecureTaskConcurrencySlots) */
export const secureTaskSlots: Rule<TaskRunFacts> = {
  name: 'secure-task-slots',
  from: of(null, 'SCHEDULED', 'PENDING', 'PAUSED', 'COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED', 'CANCELLING'),
  to: of('RUNNING'),
  apply({ fullTag }) {
    if (fullTag === undefined) return undefined;
    const { tag, limit, waitSeconds } = fullTag;
    if (limit === 0) {
      const reason = `The concurrency limit on tag "${tag}" is 0 and will deadlock if the task tries to run again.`;
      return { say: 'abort', reason };
    }
    return { say: 'wait', delaySeconds: waitSeconds, reason: `Concurrency limit for the ${tag} tag has been reached` };
  },
};

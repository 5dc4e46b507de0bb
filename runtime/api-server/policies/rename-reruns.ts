import type { Rule, TaskRunFacts } from './rule.ts';
import { of } from './rule.ts';

/** A second attempt says so in its name. (RenameReruns) */
export const renameReruns: Rule<TaskRunFacts> = {
  name: 'rename-reruns',
  to: of('RUNNING'),
  apply({ current, runCount }, proposal) {
    if (runCount === 0 || current === null) return undefined;
    const name = current.name === 'AwaitingRetry' ? 'Retrying' : 'Rerunning';
    return { say: 'adjust', state: { ...proposal, name } };
  },
};

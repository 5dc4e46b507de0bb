import type { Rule, RunFacts } from './rule.ts';

/** A client that lost the answer sends the same proposal again: it is told what it has. (PreventDuplicateTransitions) */
export const preventDuplicateTransitions: Rule<RunFacts> = {
  name: 'prevent-duplicate-transitions',
  apply(facts, proposal) {
    const id = proposal.state_details.transition_id;
    if (!id || facts.current?.state_details.transition_id !== id) return undefined;
    return { say: 'reject', state: null, reason: 'This run has already made this state transition.' };
  },
};

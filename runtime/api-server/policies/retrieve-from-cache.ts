import type { Rule, TaskRunFacts } from './rule.ts';
import { of } from './rule.ts';

/** A task whose result is known does not run again. (CacheRetrieval) */
export const retrieveFromCache: Rule<TaskRunFacts> = {
  name: 'retrieve-from-cache',
  to: of('RUNNING'),
  apply({ cached }) {
    if (cached === undefined) return undefined;
    const { type, message, data, state_details: details } = cached;
    const state = { type, name: 'Cached', message, data, state_details: details };
    return { say: 'reject', state, reason: 'Retrieved state from cache' };
  },
};

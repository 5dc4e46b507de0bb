import type { Rule, TaskRunFacts } from './rule.ts';
import { of } from './rule.ts';

/** Prefect's bound (`server.tasks.max_cache_key_length`). */
const longestKey = 2000;

/** A cache key is an index, not a place for data. (CacheInsertion) */
export const limitCacheKeys: Rule<TaskRunFacts> = {
  name: 'limit-cache-keys',
  to: of('COMPLETED'),
  apply(_facts, { state_details: { cache_key: key } }) {
    if (!key || key.length <= longestKey) return undefined;
    const reason = `Cache key exceeded maximum allowed length of ${longestKey} characters.`;
    return { say: 'reject', state: null, reason };
  },
};

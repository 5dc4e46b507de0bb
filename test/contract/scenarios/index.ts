import { dashboard } from './dashboard.ts';
import { ends } from './ends.ts';
import { daylight, listings } from './listings.ts';
import type { Scenario } from './scenario.ts';
import { states } from './states.ts';

/** All scenarios. */
export const scenarios: readonly Scenario[] = [...states, ...ends, ...listings, ...daylight, ...dashboard];

import type { Run } from './run.ts';

/** The newest run that has begun, of each flow by its name. */
export function latestByFlow(runs: Iterable<Run>): ReadonlyMap<string, Run> {
  const latest = new Map<string, Run>();
  for (const run of runs) {
    const begun = run.started !== undefined || run.stateType !== 'SCHEDULED';
    if (begun && run.expected > (latest.get(run.flowName)?.expected ?? -1)) latest.set(run.flowName, run);
  }
  return latest;
}

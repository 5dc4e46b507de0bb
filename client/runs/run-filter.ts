import type { StateType } from '../../runtime/core/state.ts';
import { defaultStateName } from '../../runtime/core/state.ts';
import { t } from '../l10n.ts';
import type { Run } from './run.ts';

/** Which runs the view shows; what is not given does not narrow. */
export interface RunFilter {
  states?: readonly StateType[];
  flow?: string;
  tag?: string;
  /** Part of a run's name. */
  text?: string;
  /** Only runs of the last so many hours. */
  hours?: number;
}

/** The filter as the server takes it. */
export function toServerFilter(filter: RunFilter, now: number) {
  return {
    flowRuns: {
      parentTaskRunId: { isNull_: true },
      ...(filter.states === undefined ? {} : { state: { type: { any_: [...filter.states] } } }),
      ...(filter.tag === undefined ? {} : { tags: { all_: [filter.tag] } }),
      ...(filter.text === undefined ? {} : { name: { like_: filter.text } }),
      ...(filter.hours === undefined ? {} : { expectedStartTime: { after_: new Date(now - filter.hours * 3_600_000).toISOString() } }),
    },
    ...(filter.flow === undefined ? {} : { flows: { name: { any_: [filter.flow] } } }),
  };
}

/** Whether a run that is known already passes: the same question without the server. */
export function passes(run: Run, filter: RunFilter, now: number): boolean {
  return (
    (filter.states === undefined || (run.stateType !== null && filter.states.includes(run.stateType))) &&
    (filter.flow === undefined || run.flowName === filter.flow) &&
    (filter.tag === undefined || run.tags.includes(filter.tag)) &&
    (filter.text === undefined || run.name.toLowerCase().includes(filter.text.toLowerCase())) &&
    (filter.hours === undefined || run.expected >= now - filter.hours * 3_600_000)
  );
}

/** The filter in words: `Failed, Crashed · flow etl · "nightly"`; undefined when it does not narrow. */
export function describeFilter(filter: RunFilter): string | undefined {
  const parts = [
    filter.states?.map(defaultStateName).join(', '),
    filter.flow === undefined ? undefined : t('flow {0}', filter.flow),
    filter.tag === undefined ? undefined : t('tag {0}', filter.tag),
    filter.text === undefined ? undefined : `"${filter.text}"`,
    filter.hours === undefined ? undefined : t('last {0} h', filter.hours),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(' · ');
}

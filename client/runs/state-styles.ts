import type { StateType } from '../../runtime/core/state.ts';

/** How a state looks: a shape that differs without colour, and a theme colour that package.json contributes. */
export interface StateStyle {
  icon: string;
  color: string;
}

const byType: Readonly<Record<StateType, StateStyle>> = {
  SCHEDULED: { icon: 'watch', color: 'millrace.scheduled' },
  PENDING: { icon: 'circle-large-outline', color: 'millrace.pending' },
  RUNNING: { icon: 'play-circle', color: 'millrace.running' },
  PAUSED: { icon: 'debug-pause', color: 'millrace.paused' },
  CANCELLING: { icon: 'stop-circle', color: 'millrace.cancelled' },
  COMPLETED: { icon: 'pass-filled', color: 'millrace.completed' },
  FAILED: { icon: 'error', color: 'millrace.failed' },
  CANCELLED: { icon: 'circle-slash', color: 'millrace.cancelled' },
  CRASHED: { icon: 'flame', color: 'millrace.crashed' },
};

/** States whose name says more than their type. */
const byName: Readonly<Record<string, StateStyle>> = {
  Late: { icon: 'warning', color: 'millrace.late' },
  AwaitingRetry: { icon: 'history', color: 'millrace.scheduled' },
  AwaitingConcurrencySlot: { icon: 'lock', color: 'millrace.scheduled' },
  Retrying: { icon: 'sync', color: 'millrace.running' },
  Cached: { icon: 'database', color: 'millrace.completed' },
  RolledBack: { icon: 'discard', color: 'millrace.completed' },
  TimedOut: { icon: 'clockface', color: 'millrace.failed' },
  Suspended: { icon: 'debug-disconnect', color: 'millrace.paused' },
};

/** The look of a state; of nothing for a run without one. */
export function styleOf(type: StateType | null, name: string | null): StateStyle {
  const named = name === null ? undefined : byName[name];
  return named ?? (type === null ? { icon: 'circle-outline', color: 'millrace.pending' } : byType[type]);
}

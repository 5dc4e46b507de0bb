import type { Entity } from '../model/entities.ts';

/** What a value is that has a type of an SDK, by the name that the SDK exports. */
export const sdkTypes: Readonly<Record<string, Entity>> = {
  Flow: { kind: 'flow', flow: undefined },
  AnyFlow: { kind: 'flow', flow: undefined },
  Task: { kind: 'task', task: undefined },
  TaskFuture: { kind: 'future', task: undefined },
  TaskFutureList: { kind: 'futures', task: undefined },
  PrefectFuture: { kind: 'future', task: undefined },
  PrefectFutureList: { kind: 'futures', task: undefined },
  FlowRun: { kind: 'flow-run' },
  State: { kind: 'state' },
};

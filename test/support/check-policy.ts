import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  Decision,
  FlowRunFacts,
  Proposal,
  Rule,
  RunChanges,
  RunFacts,
  TaskRunFacts,
  WireDetails,
  WireState,
} from '../../runtime/api-server/policies/rule.ts';
import { decide } from '../../runtime/api-server/policies/rule.ts';
import type { StateType } from '../../runtime/core/state.ts';
import { defaultStateName } from '../../runtime/core/state.ts';

/** A state, by its type alone where the rest does not matter. */
type Given = StateType | { type: StateType; name?: string; data?: unknown; details?: WireDetails };

/** A transition, and what the rule makes of it, as `REJECT Cancelled: reason`, `WAIT 30: reason`, `ABORT: reason`, `ACCEPT Pending`. */
export interface PolicyCase<Facts> {
  from: Given | null;
  to: Given;
  facts?: Partial<Facts>;
  gives: string;
  /** Details of the state that follows. */
  details?: WireDetails;
  /** What changes of the run; nothing unless told. */
  changes?: RunChanges;
}

const now = '2026-11-21T06:00:00.000000Z';

/** A flow run of a deployment, in its first attempt, whose deployment has no limit. */
export const flowRunFacts: FlowRunFacts = {
  current: null,
  now,
  runCount: 1,
  policy: {},
  deploymentId: 'deployment',
  infrastructurePid: null,
  parentTaskRunId: null,
  slots: undefined,
};

/** A task run before its first attempt, in a running flow. */
export const taskRunFacts: TaskRunFacts = {
  current: null,
  now,
  runCount: 0,
  policy: {},
  flowRun: { id: 'flow-run', type: 'RUNNING', runCount: 1 },
  flowRunRunCount: 1,
  random: 0.5,
};

/** Asks one rule alone about each transition. Its `from` and `to` are part of what is tested. */
export function checkPolicy<Facts extends RunFacts>(rule: Rule<Facts>, usual: Facts, cases: readonly PolicyCase<NoInfer<Facts>>[]): void {
  for (const { from, to, facts, gives, details, changes = {} } of cases) {
    const more = facts === undefined ? '' : ` with ${JSON.stringify(facts)}`;
    test(`${rule.name}: ${textOf(from)} → ${textOf(to)}${more} gives ${gives}`, () => {
      const decision = decide([rule], { ...usual, ...facts, current: from === null ? null : currentOf(from) }, proposalOf(to));
      assert.equal(said(decision), gives);
      if (details !== undefined) assert.deepEqual(decision.state?.state_details, details);
      assert.deepEqual(decision.changes, changes);
    });
  }
}

/** Each of these types to each of those, with one answer. */
export const each = (
  from: readonly (StateType | null)[],
  to: readonly StateType[],
  rest: (from: StateType | null, to: StateType) => Pick<PolicyCase<RunFacts>, 'gives' | 'changes'>,
): Omit<PolicyCase<RunFacts>, 'facts'>[] => from.flatMap((one) => to.map((other) => ({ from: one, to: other, ...rest(one, other) })));

/** Every type of a state. */
export const allTypes = ['SCHEDULED', 'PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED', 'PAUSED', 'CANCELLING'] as const;

const textOf = (given: Given | null): string => (typeof given === 'object' && given !== null ? (given.name ?? given.type) : String(given));

function said({ status, state, reason, delaySeconds }: Decision): string {
  const what = delaySeconds === undefined ? (state?.name ?? '') : String(delaySeconds);
  return `${status}${what === '' ? '' : ` ${what}`}${reason === undefined ? '' : `: ${reason}`}`;
}

function proposalOf(given: Given): Proposal {
  const { type, name, data, details } = typeof given === 'string' ? { type: given } : { name: undefined, ...given };
  return { type, name: name ?? defaultStateName(type), message: null, data: data ?? null, state_details: details ?? {} };
}

const currentOf = (given: Given): WireState => ({
  ...proposalOf(given),
  id: 'state',
  timestamp: now,
  message: null,
  data: null,
  ...dataOf(given),
});

const dataOf = (given: Given): { data?: unknown } => (typeof given === 'string' || given.data === undefined ? {} : { data: given.data });

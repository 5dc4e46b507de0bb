import type { Wire } from '../../api/wire.ts';
import type { FlowRunPolicy, TaskRunPolicy } from '../../core/entities.ts';
import type { State, StateDetails, StateProposal, StateType } from '../../core/state.ts';

/** A state as it is stored and sent. */
export type WireState = Wire<State>;

/** Details as they are stored and sent. */
export type WireDetails = Wire<StateDetails>;

/** A state that a client or a rule wants. */
export interface Proposal extends Omit<Wire<StateProposal>, 'state_details' | 'name'> {
  name: string;
  state_details: WireDetails;
}

/** What the rules may know of a run. */
export interface RunFacts {
  /** The state that it is in; null before its first. */
  current: WireState | null;
  runCount: number;
  /** Now, as a timestamp. */
  now: string;
}

/** What the rules for flow runs know. */
export interface FlowRunFacts extends RunFacts {
  policy: Wire<FlowRunPolicy>;
  deploymentId: string | null;
  infrastructurePid: string | null;
  parentTaskRunId: string | null;
  /** The deployment's limit and how many of its slots are taken; undefined when there is no limit. */
  slots: { limit: number; taken: number; strategy: 'ENQUEUE' | 'CANCEL_NEW'; waitSeconds: number } | undefined;
}

/** What the rules for task runs know. */
export interface TaskRunFacts extends RunFacts {
  policy: Wire<TaskRunPolicy>;
  /** State of the flow run around it; undefined for a task that was called outside a flow. */
  flowRun:
    | {
        id: string;
        type: StateType | null;
        runCount: number;
        /** Of its pause, which its tasks share. */
        pauseTimeout?: string | null;
        pauseReschedule?: boolean;
      }
    | undefined;
  flowRunRunCount: number;
  /** The completed state under the cache key of the proposal; absent when there is none. */
  cached?: WireState | undefined;
  /** The first of its tags whose limit has no slot left; absent when all have. */
  fullTag?: { tag: string; limit: number; waitSeconds: number } | undefined;
  /** Random number of [0, 1), so that tests can fix the jitter. */
  random: number;
}

/** What a rule says; undefined when it has nothing to say. */
export type Verdict =
  /** Goes on with a changed proposal, or with changes to the run. */
  | { say: 'adjust'; state?: Proposal; changes?: RunChanges }
  /** Puts a state of another type in the proposal's place; null keeps the current state. */
  | { say: 'reject'; state: Proposal | null; reason: string; changes?: RunChanges }
  | { say: 'wait'; delaySeconds: number; reason: string }
  | { say: 'abort'; reason: string };

/** What a rule changes of the run beside its state. */
export interface RunChanges {
  policy?: Wire<FlowRunPolicy>;
  runCount?: number;
}

/** One named decision about one kind of transition. */
export interface Rule<Facts> {
  readonly name: string;
  /** State types that it looks at; `null` is a run without a state. All when absent. */
  readonly from?: ReadonlySet<StateType | null>;
  readonly to?: ReadonlySet<StateType>;
  apply(facts: Facts, proposal: Proposal): Verdict | undefined;
}

/** What becomes of a proposal. `state` is what the run gets; null when it stays as it is. */
export interface Decision {
  status: 'ACCEPT' | 'REJECT' | 'WAIT' | 'ABORT';
  state: Proposal | null;
  reason: string | undefined;
  delaySeconds: number | undefined;
  changes: RunChanges;
}

/** A set of state types, for `from` and `to`. */
export const of = <T extends StateType | null>(...types: T[]): ReadonlySet<T> => new Set(types);

/** The final types. */
export const terminal = of('COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED');

/**
 * Asks the rules in order. Each sees the proposal and the run as the rules before it left them: the order is part of the
 * policy. A rule that puts a state of another type in the proposal's place has the last word, and what the rules before
 * it would have changed of the run was meant for another transition.
 */
export function decide<Facts extends RunFacts>(rules: readonly Rule<Facts>[], facts: Facts, proposed: Proposal): Decision {
  let known = facts;
  let state = proposed;
  let changes: RunChanges = {};
  const from = facts.current?.type ?? null;
  for (const rule of rules) {
    if (rule.from?.has(from) === false || rule.to?.has(state.type) === false) continue;
    const verdict = rule.apply(known, state);
    if (verdict === undefined) continue;
    if (verdict.say === 'abort') return unwritten('ABORT', verdict.reason);
    if (verdict.say === 'wait') return unwritten('WAIT', verdict.reason, verdict.delaySeconds);
    if (verdict.say === 'reject') {
      if (verdict.state === null) return unwritten('REJECT', verdict.reason);
      const { reason, changes: own = {} } = verdict;
      return { status: 'REJECT', state: verdict.state, reason, delaySeconds: undefined, changes: own };
    }
    changes = { ...changes, ...verdict.changes };
    known = { ...known, ...verdict.changes };
    state = verdict.state ?? state;
  }
  return { status: 'ACCEPT', state, reason: undefined, delaySeconds: undefined, changes };
}

/** A decision that leaves the run as it is: what earlier rules would have changed is not. */
const unwritten = (status: Decision['status'], reason: string, delaySeconds?: number): Decision => ({
  status,
  state: null,
  reason,
  delaySeconds,
  changes: {},
});

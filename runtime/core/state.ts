/** The nine state types of Prefect's orchestration model (`prefect.client.schemas.objects.StateType`). */
export type StateType = 'SCHEDULED' | 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED' | 'CRASHED' | 'PAUSED' | 'CANCELLING';

/** Every state type, in the order in which a run usually meets them. */
export const stateTypes: readonly StateType[] = [
  'SCHEDULED',
  'PENDING',
  'RUNNING',
  'PAUSED',
  'CANCELLING',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
  'CRASHED',
];

/** Facts about a state that the rules read; times are ISO 8601 strings. */
export interface StateDetails {
  flowRunId?: string | null;
  taskRunId?: string | null;
  childFlowRunId?: string | null;
  scheduledTime?: string | null;
  cacheKey?: string | null;
  cacheExpiration?: string | null;
  deferred?: boolean | null;
  untrackableResult?: boolean;
  pauseTimeout?: string | null;
  pauseReschedule?: boolean;
  pauseKey?: string | null;
  runInputKeyset?: Record<string, string> | null;
  refreshCache?: boolean | null;
  retriable?: boolean | null;
  transitionId?: string | null;
  taskParametersId?: string | null;
  traceparent?: string | null;
  deploymentConcurrencyLeaseId?: string | null;
}

/** What a client proposes: the server adds id and timestamp. `name` defaults to the type in title case. */
export interface StateProposal {
  type: StateType;
  name?: string | null;
  message?: string | null;
  data?: unknown;
  stateDetails?: StateDetails;
}

/** A state that a run is or was in. */
export interface State {
  id: string;
  type: StateType;
  name: string;
  timestamp: string;
  message: string | null;
  data: unknown;
  stateDetails: StateDetails;
}

/** Anything with a state type: a state, a proposal, or a row of the wire. */
export interface HasStateType {
  readonly type: StateType;
}

const finalTypes: ReadonlySet<StateType> = new Set(['COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED']);

/** True for Completed, Failed, Cancelled and Crashed. Final does not mean successful: see {@link isCompleted}. */
export const isFinal = (state: HasStateType): boolean => finalTypes.has(state.type);
export const isScheduled = (state: HasStateType): boolean => state.type === 'SCHEDULED';
export const isPending = (state: HasStateType): boolean => state.type === 'PENDING';
export const isRunning = (state: HasStateType): boolean => state.type === 'RUNNING';
export const isCompleted = (state: HasStateType): boolean => state.type === 'COMPLETED';
export const isFailed = (state: HasStateType): boolean => state.type === 'FAILED';
export const isCancelled = (state: HasStateType): boolean => state.type === 'CANCELLED';
export const isCancelling = (state: HasStateType): boolean => state.type === 'CANCELLING';
export const isCrashed = (state: HasStateType): boolean => state.type === 'CRASHED';
export const isPaused = (state: HasStateType): boolean => state.type === 'PAUSED';

/** A state in words: its name, and its message when it has one. */
export const describeState = ({ name, message }: Pick<State, 'name' | 'message'>): string => (message ? `${name}: ${message}` : name);

/** `COMPLETED` becomes `Completed`: the name of a state that was given none. */
export const defaultStateName = (type: StateType): string => `${type[0] ?? ''}${type.slice(1).toLowerCase()}`;

/** How the server answered a proposal (`SetStateStatus` of Prefect). */
export type SetStateStatus = 'ACCEPT' | 'REJECT' | 'WAIT' | 'ABORT';

/** The answer to a proposed state: what the run's state is now, and why it is not the proposed one. */
export interface OrchestrationResult {
  state: State | null;
  status: SetStateStatus;
  details: { type: string; reason?: string | null; delaySeconds?: number };
}

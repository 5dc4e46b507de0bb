import { MillraceError } from '../core/errors.ts';
import type { StandardSchema } from '../core/definitions.ts';
import type { StateDetails, StateProposal } from '../core/state.ts';
import { isFinal, isPaused } from '../core/state.ts';
import { addSeconds, toTimestamp } from '../core/time.ts';
import type { FlowRunScope } from './context.ts';
import { flowScope, taskScope } from './context.ts';
import { checkValue } from './validate.ts';

/** How a flow run waits for somebody. */
export interface PauseOptions {
  /** Seconds after which the run fails when nobody has resumed it; an hour unless told. */
  timeout?: number;
  /** Names the place in the flow: a pause that was resumed does not fire again. Letters, digits, `-` and `_`; counted unless told. */
  key?: string;
}

/** A flow run that waits for an answer. */
export interface InputOptions<Answer> extends PauseOptions {
  /** What the answer must be: whoever resumes the run gives it, as `millrace` and Prefect's user interface ask for it. */
  waitForInput: StandardSchema<Answer>;
  /** What is asked, for people; Markdown. */
  description?: string;
}

/** A pause that is proposed. */
export interface Pause {
  scope: FlowRunScope;
  proposal: StateProposal;
  /** Of a pause that waits for an answer. */
  keys?: InputKeys;
}

interface InputKeys {
  description: string;
  response: string;
  schema: string;
}

/** Seconds between looks at whether a paused run goes on. */
const pollSeconds = 2;

const hour = 3600;

/** The pause that a call in a flow asks for. Throws `invalid` outside of flows and in tasks. */
export function pauseHere(verb: 'pause' | 'suspend', options: PauseOptions | InputOptions<unknown>): Pause {
  const scope = flowScope();
  if (scope === undefined || taskScope() !== undefined) {
    throw new MillraceError(
      'invalid',
      `Only a flow can ${verb}: call ${verb}FlowRun in the function of a flow, not outside of it or in a task.`,
    );
  }
  const count = (scope.calls.get(pauses) ?? 0) + 1;
  scope.calls.set(pauses, count);
  const name = verb === 'suspend' ? 'Suspended' : 'Paused';
  const key = options.key ?? String(count);
  const stateDetails: StateDetails = {
    pauseKey: key,
    pauseTimeout: addSeconds(toTimestamp(scope.clock.now()), options.timeout ?? hour),
    pauseReschedule: verb === 'suspend',
  };
  if (!('waitForInput' in options)) return { scope, proposal: { type: 'PAUSED', name, stateDetails } };
  const keys = inputKeys(`${name.toLowerCase()}-${key}`);
  return { scope, proposal: { type: 'PAUSED', name, stateDetails: { ...stateDetails, runInputKeyset: { ...keys } } }, keys };
}

/** The names under which the server keeps what is asked and what was answered, as Prefect makes them. */
function inputKeys(prefix: string): InputKeys {
  if (!/^[\w-]+$/.test(prefix))
    throw new MillraceError('invalid', `A pause with input is named by letters, digits, - and _, not "${prefix}".`);
  return { description: `${prefix}-description`, response: `${prefix}-response`, schema: `${prefix}-schema` };
}

/** Where a scope counts its pauses. */
const pauses = 'pause';

/** Proposes the pause; whether the run waits now. A pause that was resumed in an earlier life of the run does not fire again. */
export async function beginPause({ scope, proposal }: Pause): Promise<boolean> {
  await scope.logs.flush();
  const { status, state, details } = await scope.orchestrator.flowRuns.setState({ id: scope.flowRun.id }, { state: proposal });
  if (status === 'ABORT') throw new MillraceError('unsupported', details.reason ?? 'The server does not let this run wait.');
  if (status === 'ACCEPT') return true;
  if (state?.type === 'RUNNING') return false;
  throw new MillraceError('aborted', `The flow run cannot wait, it is ${state?.name ?? 'in no state'}: ${details.reason ?? ''}`);
}

/** Waits until the run goes on. Throws `timed-out` when nobody resumed it in time, `aborted` when it was ended. */
export async function untilResumed({ scope, proposal }: Pause): Promise<void> {
  const until = proposal.stateDetails?.pauseTimeout ?? '';
  for (;;) {
    await scope.clock.sleep(pollSeconds * 1000, scope.signal);
    const { state } = await scope.orchestrator.flowRuns.read({ id: scope.flowRun.id });
    if (state?.type === 'RUNNING') return;
    if (state === null || isFinal(state)) {
      if (state?.type === 'FAILED') throw new MillraceError('timed-out', state.message ?? 'The flow was paused and never resumed.');
      throw new MillraceError('aborted', `The paused flow run was ended: it is ${state?.name ?? 'in no state'}.`);
    }
    // Another state than paused is not ours to wait out: a cancellation is told by the signal.
    if (isPaused(state) && toTimestamp(scope.clock.now()) > until) {
      throw new MillraceError('timed-out', 'The flow was paused and never resumed.');
    }
  }
}

/** Tells the server what is asked, for those who will be. */
export async function ask({ scope, keys }: Pause, { waitForInput, description }: InputOptions<unknown>): Promise<void> {
  if (keys === undefined) return;
  const schema = waitForInput['~standard'].jsonSchema?.input({ target: 'draft-07' }) ?? { type: 'object' };
  const { id } = scope.flowRun;
  await scope.orchestrator.flowRunInputs.create({ id }, { key: keys.schema, value: JSON.stringify(schema) });
  if (description !== undefined)
    await scope.orchestrator.flowRunInputs.create({ id }, { key: keys.description, value: JSON.stringify(description) });
}

/** What was answered, as its validator returns it. Throws `invalid` for an answer that is not as asked. */
export async function answer<Answer>({ scope, keys }: Pause, { waitForInput }: InputOptions<Answer>): Promise<Answer> {
  const given = await scope.orchestrator.flowRunInputs.read({ id: scope.flowRun.id, key: keys?.response ?? '' }).catch((error: unknown) => {
    // Who resumes with nothing to say leaves no answer.
    if (MillraceError.is(error, 'not-found')) return '{}';
    throw error;
  });
  return checkValue(waitForInput, JSON.parse(given), 'The answer to a pause');
}

import { messageOf } from '../core/errors.ts';
import type { StateType } from '../core/state.ts';

/** The hooks of a flow or a task, by what they are for. */
interface HookOptions<Hook> {
  name: string;
  onRunning?: readonly Hook[];
  onCompletion?: readonly Hook[];
  onFailure?: readonly Hook[];
  onCancellation?: readonly Hook[];
  onCrashed?: readonly Hook[];
}

/** Calls the hooks for a state, one after the other. One that fails is reported and changes nothing. */
export async function callHooks<Hook>(
  options: HookOptions<Hook>,
  type: StateType,
  call: (hook: Hook) => unknown,
  report: (text: string) => void,
): Promise<void> {
  for (const hook of hooksFor(options, type) ?? []) {
    try {
      await call(hook);
    } catch (error) {
      report(`A hook of ${options.name} failed: ${messageOf(error)}`);
    }
  }
}

function hooksFor<Hook>(options: HookOptions<Hook>, type: StateType): readonly Hook[] | undefined {
  const hooks: Partial<Record<StateType, readonly Hook[] | undefined>> = {
    RUNNING: options.onRunning,
    COMPLETED: options.onCompletion,
    FAILED: options.onFailure,
    CANCELLED: options.onCancellation,
    CRASHED: options.onCrashed,
  };
  return hooks[type];
}

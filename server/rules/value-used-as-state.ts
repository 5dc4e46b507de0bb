import type { Entity, LinkedCall, LinkedFile } from '../model/entities.ts';
import type { Call } from '../model/file.ts';
import type { Value } from '../model/value.ts';
import type { Callable } from './facts/callees.ts';
import { callsOf, isSdk, ownerOf, runnablesOf } from './facts/callees.ts';
import { insert } from './facts/edits.ts';
import { usesOf } from './facts/unused.ts';
import { spelled } from './facts/wording.ts';
import type { Fix } from './rule.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** A flow may return a state of its own making; that cannot be told apart from its value, so its returns are looked at. */
export const valueUsedAsState = defineRule({
  id: 'value-used-as-state',
  group: 'calls',
  summary: 'What a flow or task returns is asked for its state',
  severity: 'error',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'suggestion',
  check({ file, report }) {
    for (const { call, callee } of callsOf(file, { sdk: predicates })) {
      const [argument] = call.arguments;
      if (argument === undefined || callee.kind !== 'sdk') continue;
      const made = runBehind(file, argument);
      const [runnable] = made === undefined ? [] : runnablesIn(made.callee);
      if (
        made === undefined ||
        runnable?.model === undefined ||
        mayReturnState(runnable.model.functionFile, runnable.model.function?.returns)
      )
        continue;
      const isWait = runnablesOf(made.callee).length === 0;
      const way = isWait
        ? 'The state is in the outcome() of the future'
        : `Call ${file.model.language === 'python' ? 'it with return_state=True' : 'returnState'}`;
      report({
        span: argument.span,
        message: `This is what ${runnable.title} returns, not its state: ${spelled(file.model.language, callee.name)} is false or throws, whatever came of the run. ${way}${isWait ? '' : ' to get the state'}.`,
        fixes: !isWait && file.model.language !== 'python' && isOnlyAsked(file, made.call) ? [returningState(made)] : [],
      });
    }
  },
});

const predicates = ['isCompleted', 'isFailed', 'isCrashed', 'isCancelled', 'isFinal', 'isRunning', 'isPending', 'isScheduled', 'isPaused'];

/** What is called, or what a future is waited for of. */
function runnablesIn(callee: Entity): readonly Callable[] {
  const of = ownerOf(callee, 'result');
  return of?.kind === 'future' ? runnablesOf({ kind: 'task', task: of.task }) : runnablesOf(callee);
}

/** The awaited call behind a value, directly or through a constant. */
function runBehind(file: LinkedFile, value: Value): LinkedCall | undefined {
  const binding = value.kind === 'reference' ? file.model.bindings[value.binding] : undefined;
  const made = binding?.kind === 'const' ? binding.value : value;
  const inner = made?.kind === 'awaited' ? made.value : undefined;
  return inner?.kind === 'call' ? file.calls[inner.call] : undefined;
}

/** Only values in sight that are no states are surely none. */
const mayReturnState = (file: LinkedFile, returns: readonly Value[] = []): boolean =>
  returns.some(
    (value) =>
      !['literal', 'template', 'object', 'array'].includes(value.kind) &&
      !['literal', 'object', 'array', 'list'].includes(file.entityOf(value).kind),
  );

/** Whether a variable with the value is used for nothing but such questions: a state would be wrong elsewhere. */
const isOnlyAsked = (file: LinkedFile, call: Call): boolean =>
  [...usesOf(file, call)].every((use) => {
    const asked = use.as === 'argument' ? file.calls[use.call ?? -1] : undefined;
    return asked !== undefined && isSdk(asked.callee, ...predicates);
  });

const returningState = ({ call }: LinkedCall): Fix => ({
  title: 'Call returnState',
  kind: 'suggestion',
  edits: () => [insert(call.calleeSpan.end, '.returnState')],
});

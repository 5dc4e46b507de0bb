import type { Entity, LinkedCall, LinkedFile } from '../model/entities.ts';
import type { Call, FileModel, Loop } from '../model/file.ts';
import { contains } from '../model/span.ts';
import type { Value } from '../model/value.ts';
import type { Callable } from './facts/callees.ts';
import { methodCalls, ownerOf, submittedTasks } from './facts/callees.ts';
import { calleeNameSpan, loopsAround } from './facts/places.ts';
import { mappedOver } from './facts/unused.ts';
import { allPartsOf } from './facts/all-parts.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Loops in which one run needs what another gave must go one by one, and are left alone. */
export const futureResultInLoop = defineRule({
  id: 'future-result-in-loop',
  group: 'calls',
  summary: 'Each submitted task is waited for before the next one is submitted',
  severity: 'warning',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'none',
  check({ file, report }) {
    for (const wait of methodCalls(file, 'result', 'wait')) {
      if (wait.call.loops === undefined) continue;
      if (ownerOf(wait.callee, 'result', 'wait')?.kind !== 'future') continue;
      const submitted = submission(file, wait);
      const [loop] = loopsAround(file.model, wait.call);
      // What is called for each of a list runs side by side, however its own runs follow each other.
      if (mappedOver(file, wait.call) !== undefined) continue;
      if (submitted === undefined || loop === undefined || !isSteady(loop) || !contains(loop.span, submitted.call.span)) continue;
      const { as, binding } = wait.call.usage;
      // What is summed up may come in any order, and so may what a member keeps; a variable that is assigned is of the next round.
      if ((as === 'assigned' || as === 'operand') && binding === undefined) continue;
      if (dependsOnLoop(file, { submitted: submitted.call, loop, kept: as === 'assigned' ? binding : undefined })) continue;
      const [task] = submittedBy(submitted.callee);
      report({
        span: calleeNameSpan(wait.call),
        message: `Waiting here makes the runs of ${task?.title ?? 'the task'} follow each other, although they are submitted to run side by side. Collect the futures in this loop and wait for their results after it, or use the task's map.`,
      });
    }
  },
});

/** `while` mostly waits for something, or follows a cursor; what ends early must not start what would come after. */
const isSteady = ({ kind, left }: Loop): boolean => (kind === 'for' || kind === 'for-of' || kind === 'for-in') && left !== true;

/** The submit whose future is waited for: directly, or through a constant. */
function submission(file: LinkedFile, { call }: LinkedCall): LinkedCall | undefined {
  if (call.callee.kind !== 'member') return undefined;
  const { object } = call.callee;
  const binding = object.kind === 'reference' ? file.model.bindings[object.binding] : undefined;
  const made = binding?.kind === 'const' ? binding.value : object;
  const found = made?.kind === 'call' ? file.calls[made.call] : undefined;
  return found !== undefined && found.call.function === call.function && submittedBy(found.callee).length > 0 ? found : undefined;
}

/** The tasks that a call submits each time: itself, or as all that the function of the project gives that it calls. */
function submittedBy(callee: Entity): readonly Callable[] {
  if (callee.kind !== 'function' || callee.function.async) return submittedTasks(callee, 'submit');
  const { file, function: made } = callee;
  const given = made.returns.map((value) => (value.kind === 'call' ? submittedTasks(file.calleeAt(value.call), 'submit') : []));
  return given.every((tasks) => tasks.length > 0) ? given.flat() : [];
}

interface Round {
  readonly submitted: Call;
  readonly loop: Loop;
  /** What the result becomes a member of. */
  readonly kept: number | undefined;
}

/** Whether a run is given something that changes from round to round other than by the loop itself. */
function dependsOnLoop({ model }: LinkedFile, { submitted, loop, kept }: Round): boolean {
  const seen = new Set<number>();
  const isChanging = (value: Value): boolean =>
    allPartsOf(model, value).some((part) => {
      if (part.kind !== 'reference' || seen.has(part.binding)) return false;
      seen.add(part.binding);
      const binding = model.bindings[part.binding];
      if (binding === undefined) return false;
      // What a round makes for itself is as good as what it is made of.
      if (contains(loop.span, binding.span)) return binding.kind === 'const' && binding.value !== undefined && isChanging(binding.value);
      return binding.kind === 'variable' || part.binding === kept || isChangedIn(model, loop, part.binding);
    });
  return submitted.arguments.some(isChanging);
}

/** Whether a loop puts something into what a constant holds, or calls a method of it for nothing else. */
function isChangedIn({ bindings, calls }: FileModel, loop: Loop, binding: number): boolean {
  return (
    bindings[binding]?.added?.some(({ span }) => contains(loop.span, span)) === true ||
    calls.some(
      ({ callee, span, usage }) =>
        usage.as === 'discarded' &&
        callee.kind === 'member' &&
        callee.name !== 'forEach' &&
        callee.object.kind === 'reference' &&
        callee.object.binding === binding &&
        contains(loop.span, span),
    )
  );
}

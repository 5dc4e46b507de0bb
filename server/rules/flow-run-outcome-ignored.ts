import type { Entity, LinkedCall, LinkedFile } from '../model/entities.ts';
import type { Call, Usage } from '../model/file.ts';
import type { Value } from '../model/value.ts';
import { callsOf, isSdk, ownerOf, runnablesOf } from './facts/callees.ts';
import { deploymentRuns, waitOf } from './facts/deployments.ts';
import { memberOf } from '../model/object-members.ts';
import { calleeNameSpan } from './facts/places.ts';
import { combined, isLost, mappedOver, referencesTo } from './facts/unused.ts';
import { spelled } from './facts/wording.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Runs that are started without waiting are another rule's: run-deployment-without-wait. */
export const flowRunOutcomeIgnored = defineRule({
  id: 'flow-run-outcome-ignored',
  group: 'calls',
  summary: 'A run is waited for, and nobody looks whether it succeeded',
  severity: 'warning',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'none',
  check({ file, report }) {
    const { language } = file.model;
    for (const run of deploymentRuns(file)) {
      const { call } = run.linked;
      const seconds = waitOf(run);
      if (seconds === undefined || seconds === 0 || !isAwaited(file, call) || !isLost(file, call)) continue;
      const waiting = language === 'python' ? '' : ', or start it with timeout 0 and wait with waitForFlowRuns, which throws';
      const message = `${spelled(language, 'runDeployment')} waits for the run but does not fail when the run does: a Failed or Crashed run goes unnoticed here. Check the state of the run that it returns${waiting}.`;
      report({ span: calleeNameSpan(call), message });
    }
    for (const linked of callsOf(file, { sdk: ['waitForFlowRuns', 'isFinal'], methods: ['returnState'] })) {
      const message = quietWait(file, linked) ?? finalForSuccessful(file, linked);
      if (message !== undefined) report({ span: calleeNameSpan(linked.call), message });
    }
  },
});

/** Awaited itself, or with all others that a list is mapped to. */
function isAwaited(file: LinkedFile, call: Call): boolean {
  const mapping = call.usage.as === 'returned' ? mappedOver(file, call) : undefined;
  return call.usage.awaited || (mapping !== undefined && combined(file, mapping).usage.awaited);
}

/** Waits that were told not to throw, and whose answer is dropped. */
function quietWait(file: LinkedFile, { call, callee }: LinkedCall): string | undefined {
  if (!isAwaited(file, call) || !isLost(file, call)) return undefined;
  const state = ownerOf(callee, 'returnState');
  const [runnable] = state === undefined ? [] : runnablesOf(state);
  if (runnable !== undefined) {
    return `${spelled(file.model.language, 'returnState')} returns the state of ${runnable.title} instead of failing with it, and the state is not used: a failure goes unnoticed. Check the state, or call ${runnable.title} directly.`;
  }
  const options = isSdk(callee, 'waitForFlowRuns') && call.arguments[1] !== undefined ? file.objectOf(call.arguments[1]) : undefined;
  const raises = options === undefined ? 'absent' : memberOf(options, 'raiseOnFailure');
  if (typeof raises === 'string' || raises.file.literalOf(raises.member.value)?.value.value !== false) return undefined;
  return `With ${spelled(file.model.language, 'raiseOnFailure')} false, failed runs are only found in the list that is returned, and it is not used. Check the states in it, or leave the option out.`;
}

const isStateOfRun = (entity: Entity): boolean =>
  entity.kind === 'state' || (entity.kind === 'method' && entity.of.kind === 'flow-run' && entity.name === 'state');

const successChecks = ['isCompleted', 'isFailed', 'isCrashed', 'isCancelled'];

/** Whether the run or state that is asked came from outside, or is, in a branch, handed on or looked at for more than whether it is final. */
function isJudgedElsewhere(file: LinkedFile, asked: Value): boolean {
  const root = asked.kind === 'member' ? asked.object : asked;
  if (root.kind !== 'reference') return false;
  const isAsked = ({ as, call }: Usage): boolean =>
    as === 'condition' ||
    as === 'operand' ||
    as === 'compared' ||
    (as === 'argument' && callsOf(file, { sdk: ['isFinal'] }).some(({ index }) => index === call));
  const { accesses, bindings } = file.model;
  const uses = [
    ...referencesTo(file, root.binding).filter(({ usage }) => usage.member !== 'state'),
    ...accesses.filter(({ object, name }) => name === 'state' && object.kind === 'reference' && object.binding === root.binding),
  ];
  return bindings[root.binding]?.kind === 'parameter' || uses.some(({ usage, conditional }) => conditional === true && !isAsked(usage));
}

/**
 * `if (isFinal(state))` of a run that was waited for, in a file that never asks whether one completed. Loops that poll are
 * left alone.
 */
function finalForSuccessful(file: LinkedFile, { call, callee }: LinkedCall): string | undefined {
  if (!isSdk(callee, 'isFinal') || call.usage.as !== 'condition' || call.usage.negated === true || (call.loops?.length ?? 0) > 0)
    return undefined;
  const [asked] = call.arguments;
  if (asked === undefined || !isStateOfRun(file.entityOf(asked))) return undefined;
  if (callsOf(file, { sdk: successChecks }).length > 0 || isJudgedElsewhere(file, asked)) return undefined;
  return `A final state is not a successful one: ${spelled(file.model.language, 'isFinal')} is also true for Failed, Crashed and Cancelled. Use ${spelled(file.model.language, 'isCompleted')} if success is meant.`;
}

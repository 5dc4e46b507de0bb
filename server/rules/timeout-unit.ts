import type { LinkedCall, LinkedFile, Located } from '../model/entities.ts';
import type { OptionsOwner } from '../model/options.ts';
import { membersOf } from '../model/object-members.ts';
import { optionFact } from '../model/options.ts';
import type { LiteralValue, ObjectValue, Value } from '../model/value.ts';
import { callsOf, isSdk, ownerOf } from './facts/callees.ts';
import { deploymentRuns, literalAt } from './facts/deployments.ts';
import { replacing } from './facts/edits.ts';
import { allLanguages, defineRule } from './rule.ts';

/** What are half hours, hours or days in seconds is left alone, also where it is a multiple of 1000. */
export const timeoutUnit = defineRule({
  id: 'timeout-unit',
  group: 'behaviour',
  summary: 'Milliseconds are given where seconds are meant',
  severity: 'warning',
  preset: 'recommended',
  languages: allLanguages,
  fix: 'suggestion',
  check({ file, report }) {
    for (const { name, literal } of secondsIn(file)) {
      const { value } = literal;
      if (literal.value === undefined || typeof value !== 'number' || value < 1000 || value % 1000 !== 0 || isInHours(value)) continue;
      const seconds = value / 1000;
      report({
        span: literal.span,
        message: `${name} is in seconds, so this is ${inWords(value)}. If you mean ${seconds} second${seconds === 1 ? '' : 's'}, write ${seconds}.`,
        fixes:
          literal.elsewhere === true
            ? []
            : [replacing(`Make it ${seconds} second${seconds === 1 ? '' : 's'}`, literal.span, String(seconds))],
      });
    }
  },
});

/** As people choose them: 2.5 hours, 20 hours, 30 days; but not 50 or 1000 hours, which are 3 minutes and an hour in milliseconds. */
function isInHours(seconds: number): boolean {
  if (seconds < 36_000) return seconds % 1800 === 0;
  return seconds <= 86_400 ? seconds % 3600 === 0 : seconds % 86_400 === 0 && seconds <= 400 * 86_400;
}

/** Every number that an SDK takes for seconds, where it is written. */
function secondsIn(file: LinkedFile): readonly Seconds[] {
  const found: Seconds[] = [];
  for (const { options } of file.flows) addNumbers(found, file, options, 'flow');
  for (const { options } of file.tasks) addNumbers(found, file, options, 'task');
  // Deployments take no other seconds than the intervals of their schedules.
  for (const { schedules } of file.deployments)
    for (const { file: from, interval } of schedules)
      if (from === file && interval !== undefined) found.push({ name: 'interval', literal: interval });
  for (const { options } of deploymentRuns(file)) addNumbers(found, file, options, 'runDeployment');
  for (const linked of callsOf(file, { sdk: ['waitForFlowRuns', 'wait'], methods: ['wait'] })) addWaited(found, file, linked);
  return found;
}

interface Seconds {
  readonly name: string;
  readonly literal: LiteralValue;
}

function addWaited(found: Seconds[], file: LinkedFile, { call, callee }: LinkedCall): void {
  const options = isSdk(callee, 'waitForFlowRuns') ? call.arguments[1] : undefined;
  if (options !== undefined) addNumbers(found, file, file.objectOf(options), 'waitForFlowRuns');
  const waited = waitTimeOf({ call, callee });
  const literal = waited === undefined ? undefined : literalAt(file, waited);
  if (literal?.file === file) found.push({ name: 'The time that wait takes', literal: literal.value });
}

/** `future.wait(30)`, `wait(futures, 30)`. */
function waitTimeOf({ call, callee }: Pick<LinkedCall, 'call' | 'callee'>): Value | undefined {
  if (isSdk(callee, 'wait')) return call.arguments[1];
  const waited = ownerOf(callee, 'wait')?.kind;
  return waited === 'future' || waited === 'futures' ? call.arguments[0] : undefined;
}

function addNumbers(found: Seconds[], file: LinkedFile, options: Located<ObjectValue> | undefined, of: OptionsOwner): void {
  if (options?.file !== file) return;
  for (const { file: from, member } of membersOf(options)) {
    const { name, written, value } = member;
    if (from !== file || optionFact(of, file.model.language, name)?.unit !== 'seconds') continue;
    for (const item of file.arrayOf(value)?.value.items ?? [factorOf(file, value)]) {
      const literal = literalAt(file, item);
      if (literal?.file === file) found.push({ name: written ?? name, literal: literal.value });
    }
  }
}

/** Of `exponentialBackoff(2)` the number that is given to it. */
function factorOf(file: LinkedFile, value: Value): Value {
  const linked = value.kind === 'call' ? file.calls[value.call] : undefined;
  const [factor] = linked !== undefined && isSdk(linked.callee, 'exponentialBackoff') ? linked.call.arguments : [];
  return factor ?? value;
}

function inWords(seconds: number): string {
  const [amount, unit] =
    seconds < 7200 ? [seconds / 60, 'minutes'] : seconds < 172_800 ? [seconds / 3600, 'hours'] : [seconds / 86_400, 'days'];
  return `${Math.round(amount * 10) / 10} ${unit}`;
}

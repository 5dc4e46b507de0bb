import type { LinkedCall, LinkedFile, Located } from '../model/entities.ts';
import type { OptionsOwner } from '../model/options.ts';
import { optionFact } from '../model/options.ts';
import type { LiteralValue, ObjectValue, Value } from '../model/value.ts';
import { callsOf, isSdk, ownerOf } from './facts/callees.ts';
import { deploymentRuns, literalAt } from './facts/deployments.ts';
import { replacing } from './facts/edits.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** What are half hours, hours or days in seconds is left alone, also where it is a multiple of 1000. */
export const timeoutUnit = defineRule({
  id: 'timeout-unit',
  group: 'behaviour',
  summary: 'Milliseconds are given where seconds are meant',
  severity: 'warning',
  preset: 'recommended',
  languages: codeLanguages,
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
const secondsIn = (file: LinkedFile): readonly Seconds[] => [
  ...file.flows.flatMap(({ options }) => numbersIn(file, options, 'flow')),
  ...file.tasks.flatMap(({ options }) => numbersIn(file, options, 'task')),
  ...file.deployments.flatMap(({ options, source }) => (source === 'config' ? [] : numbersIn(file, options, 'deployment'))),
  ...deploymentRuns(file).flatMap(({ options }) => numbersIn(file, options, 'runDeployment')),
  ...callsOf(file, { sdk: ['waitForFlowRuns', 'wait'], methods: ['wait'] }).flatMap((linked) => waitedIn(file, linked)),
];

interface Seconds {
  readonly name: string;
  readonly literal: LiteralValue;
}

const none: readonly Seconds[] = [];

function waitedIn(file: LinkedFile, { call, callee }: LinkedCall): readonly Seconds[] {
  const options = isSdk(callee, 'waitForFlowRuns') ? call.arguments[1] : undefined;
  if (options !== undefined) return numbersIn(file, file.objectOf(options), 'waitForFlowRuns');
  const waited = waitTimeOf({ call, callee });
  const literal = waited === undefined ? undefined : literalAt(file, waited);
  return literal?.file === file ? [{ name: 'The time that wait takes', literal: literal.value }] : none;
}

/** `future.wait(30)`, `wait(futures, 30)`. */
function waitTimeOf({ call, callee }: Pick<LinkedCall, 'call' | 'callee'>): Value | undefined {
  if (isSdk(callee, 'wait')) return call.arguments[1];
  const waited = ownerOf(callee, 'wait')?.kind;
  return waited === 'future' || waited === 'futures' ? call.arguments[0] : undefined;
}

function numbersIn(file: LinkedFile, options: Located<ObjectValue> | undefined, of: OptionsOwner): readonly Seconds[] {
  if (options?.file !== file) return none;
  return options.value.members.flatMap(({ name, written, value }) => {
    if (optionFact(of, file.model.language, name)?.unit !== 'seconds') return none;
    return (file.arrayOf(value)?.value.items ?? [value]).flatMap((item) => {
      const literal = literalAt(file, item);
      return literal?.file === file ? [{ name: written ?? name, literal: literal.value }] : none;
    });
  });
}

function inWords(seconds: number): string {
  const [amount, unit] =
    seconds < 7200 ? [seconds / 60, 'minutes'] : seconds < 172_800 ? [seconds / 3600, 'hours'] : [seconds / 86_400, 'days'];
  return `${Math.round(amount * 10) / 10} ${unit}`;
}

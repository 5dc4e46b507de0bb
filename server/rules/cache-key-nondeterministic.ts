import type { LinkedCall, LinkedFile } from '../model/entities.ts';
import { cacheKeysIn } from './facts/cache-keys.ts';
import { changingCall } from './facts/changing-calls.ts';
import { titleOf } from './facts/names.ts';
import { isWithin } from './facts/places.ts';
import { usesOf } from './facts/unused.ts';
import { spelled } from './facts/wording.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** A date with arguments, as the day of a parameter, is as good as any value; and one of which only the day counts, as a limit. */
export const cacheKeyNondeterministic = defineRule({
  id: 'cache-key-nondeterministic',
  group: 'behaviour',
  summary: 'A cache key is different each time, so nothing is ever found in the cache',
  severity: 'error',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'none',
  check({ file, report }) {
    for (const key of cacheKeysIn(file)) {
      for (const linked of key.file.calls) {
        const name = isWithin(key.file.model, linked.call.function, key.function) ? changingCall(linked) : undefined;
        if (name === undefined || isRounded(key.file, linked, name)) continue;
        report({
          span: key.file === file ? linked.call.span : key.member.value.span,
          message: `The cache key of ${titleOf(key.task)} changes with ${name}: no run ever finds the result of another, and each one stores its own. Build the key from the parameters; to let results expire, set ${spelled(file.model.language, 'cacheExpiration')}.`,
        });
      }
    }
  },
});

/** Methods of a date that give all of it. */
const whole = new Set(['toISOString', 'toJSON', 'toString', 'toLocaleString', 'toUTCString', 'toTimeString', 'getTime', 'valueOf']);

const isNumber = new Set(['getTime', 'valueOf']);

/** Whether a moment is, or may be, cut to the day or the like: it is calculated with, or only a part of it is asked for. */
function isRounded(file: LinkedFile, linked: LinkedCall, name: string): boolean {
  if (name !== 'new Date()' && name !== 'Date.now()' && name !== 'performance.now()') return false;
  const uses = [...usesOf(file, linked.call)];
  if (linked.call.usage.as === 'variable') return uses.every(({ as }) => as !== 'template');
  return uses.every(({ as, member }) => {
    if (as !== 'member' || member === undefined) return (as === 'operand' || as === 'compared') && name !== 'new Date()';
    const called = file.model.calls.find(
      ({ callee: of }) => of.kind === 'member' && of.object.kind === 'call' && of.object.call === linked.index,
    );
    return (
      !whole.has(member) ||
      called?.usage.as === 'member' ||
      ((called?.usage.as === 'operand' || called?.usage.as === 'compared') && isNumber.has(member))
    );
  });
}

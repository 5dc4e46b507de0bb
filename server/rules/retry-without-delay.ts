import { insertBehind, replace } from './facts/edits.ts';
import { capitalized, titleOf } from './facts/names.ts';
import { optionOf, ownOption } from './facts/options.ts';
import { isTestFile } from './facts/places.ts';
import { spelled } from './facts/wording.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Retries that come at once meet the same outage. Tests need not wait. */
export const retryWithoutDelay = defineRule({
  id: 'retry-without-delay',
  group: 'behaviour',
  summary: 'A failed run is tried again at once',
  severity: 'warning',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'suggestion',
  check({ file, report }) {
    if (isTestFile(file.path)) return;
    const delayName = spelled(file.model.language, 'retryDelaySeconds');
    for (const runnable of [...file.flows, ...file.tasks]) {
      const retries = ownOption(runnable, 'retries');
      const count = retries?.file.literalOf(retries.member.value)?.value.value;
      if (retries?.file !== file || typeof count !== 'number' || count < 1) continue;
      const delay = optionOf(runnable, 'retryDelaySeconds');
      const zero = typeof delay !== 'string' && delay.file.literalOf(delay.member.value)?.value.value === 0 ? delay : undefined;
      if (delay !== 'absent' && zero === undefined) continue;
      // A delay under another name is reported as an unknown option.
      if (runnable.options?.value.members.some(({ name }) => /^retry_?delay/i.test(name) && name !== 'retryDelaySeconds') === true)
        continue;
      const { span } = retries.member;
      const delayed = `${delayName}${file.model.language === 'python' ? '=' : ': '}10`;
      report({
        span: retries.member.nameSpan,
        message: `${capitalized(titleOf(runnable))} is retried ${count === 1 ? 'once' : `${count} times`} without a delay: a service that is down for a moment has no time to recover, and an overloaded one gets all calls again at once. Set ${delayName}.`,
        fixes:
          zero !== undefined && zero.file !== file
            ? []
            : [
                {
                  title: 'Wait 10 seconds before each retry',
                  kind: 'suggestion',
                  edits: (text) => (zero === undefined ? insertBehind(text, span, delayed) : [replace(zero.member.span, delayed)]),
                },
              ],
      });
    }
  },
});

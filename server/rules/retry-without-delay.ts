import { insert } from './facts/edits.ts';
import { titleOf } from './facts/names.ts';
import { optionOf, ownOption } from './facts/options.ts';
import { spelled } from './facts/wording.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Retries that come at once meet the same outage. */
export const retryWithoutDelay = defineRule({
  id: 'retry-without-delay',
  group: 'behaviour',
  summary: 'A failed run is tried again at once',
  severity: 'warning',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'suggestion',
  check({ file, report }) {
    const delayName = spelled(file.model.language, 'retryDelaySeconds');
    for (const runnable of [...file.flows, ...file.tasks]) {
      const retries = ownOption(runnable, 'retries');
      const count = retries?.file.literalOf(retries.member.value)?.value.value;
      if (retries?.file !== file || typeof count !== 'number' || count < 1) continue;
      const delay = optionOf(runnable, 'retryDelaySeconds');
      const isZero = typeof delay !== 'string' && delay.file.literalOf(delay.member.value)?.value.value === 0;
      if (delay !== 'absent' && !isZero) continue;
      const { span } = retries.member;
      const isPython = file.model.language === 'python';
      report({
        span: retries.member.nameSpan,
        message: `${count} ${count === 1 ? 'retry' : 'retries'} of ${titleOf(runnable)} ${count === 1 ? 'follows' : 'follow'} at once: what failed for a moment has no time to come back, and a struggling service gets all calls together. Set ${delayName}.`,
        fixes: isZero
          ? []
          : [
              {
                title: `Wait 10 seconds before each retry`,
                kind: 'suggestion',
                edits: () => [insert(span.end, isPython ? `, ${delayName}=10` : `, ${delayName}: 10`)],
              },
            ],
      });
    }
  },
});

import type { LinkedFile } from '../model/entities.ts';
import type { Call } from '../model/file.ts';
import type { Callable } from './facts/callees.ts';
import { flowsOf, ownerOf } from './facts/callees.ts';
import { asyncEdits, importEdits, insert } from './facts/edits.ts';
import { calleeNameSpan } from './facts/places.ts';
import { isDropped } from './facts/unused.ts';
import { spelled } from './facts/wording.ts';
import type { Fix } from './rule.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** What is made and then given to serve is right. */
export const deploymentNotApplied = defineRule({
  id: 'deployment-not-applied',
  group: 'calls',
  summary: 'A deployment is described and then dropped, so nothing is deployed',
  severity: 'error',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'suggestion',
  check({ file, report }) {
    for (const { call, callee } of file.calls) {
      const owner = ownerOf(callee, 'toDeployment');
      const [flow] = owner === undefined ? [] : flowsOf(owner);
      if (flow === undefined || !isDropped(file, call)) continue;
      report({
        span: calleeNameSpan(call),
        message: `${spelled(file.model.language, 'toDeployment')} only describes a deployment of ${flow.title}, and its result is not used: nothing is registered or scheduled. Give the result to serve(), or call deploy() instead.`,
        fixes: call.usage.as === 'discarded' && !call.usage.awaited ? [serving(file, call, flow)] : [],
      });
    }
  },
});

const serving = (file: LinkedFile, call: Call, { title }: Callable): Fix => ({
  title: `Serve this deployment of ${title}`,
  kind: 'suggestion',
  edits(text) {
    const imported = importEdits(text, file.model, 'serve');
    const enclosing = asyncEdits(text, file, call);
    if (imported === undefined || enclosing === undefined) return undefined;
    return [...imported, ...enclosing, insert(call.span.start, 'await serve(['), insert(call.span.end, '])')];
  },
});

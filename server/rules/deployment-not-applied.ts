import type { LinkedFile } from '../model/entities.ts';
import type { Call } from '../model/file.ts';
import type { Callable } from './facts/callees.ts';
import { callsOf, flowsOf, methodCalls, ownerOf } from './facts/callees.ts';
import { asyncEdits, insert } from './facts/edits.ts';
import { nameOfSdk } from './facts/import-edits.ts';
import { calleeNameSpan } from './facts/places.ts';
import { isDropped, mappedOver } from './facts/unused.ts';
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
    for (const { call, callee } of methodCalls(file, 'toDeployment')) {
      const owner = ownerOf(callee, 'toDeployment');
      const [flow] = owner === undefined ? [] : flowsOf(owner);
      if (flow === undefined || !isUnused(file, call)) continue;
      report({
        span: calleeNameSpan(call),
        message: `${spelled(file.model.language, 'toDeployment')} only describes a deployment of ${flow.title}, and its result is not used: nothing is registered or scheduled. Give the result to serve(), or call deploy() instead.`,
        fixes: canServe(file, call) ? [serving(file, call, flow)] : [],
      });
    }
  },
});

/** Whether nobody has the deployment, nor the list that `names.map(…)` makes of such. */
function isUnused(file: LinkedFile, call: Call): boolean {
  const around = call.usage.as === 'returned' ? mappedOver(file, call) : undefined;
  return isDropped(file, around ?? call);
}

/** In a loop only the first one would ever be served. */
const canServe = (file: LinkedFile, call: Call): boolean =>
  call.usage.as === 'discarded' && !call.usage.awaited && call.loops === undefined && mappedOver(file, call) === undefined;

const serving = (file: LinkedFile, call: Call, { title }: Callable): Fix => ({
  title: `Serve this deployment of ${title}`,
  kind: 'suggestion',
  edits(text) {
    // What is served first is served until the program ends: another serve would never be reached.
    if (callsOf(file, { sdk: ['serve'] }).length > 0) return undefined;
    const serve = nameOfSdk(text, file, 'serve');
    const enclosing = asyncEdits(text, file, call);
    if (serve === undefined || enclosing === undefined) return undefined;
    return [...serve.edits, ...enclosing, insert(call.span.start, `await ${serve.written}([`), insert(call.span.end, '])')];
  },
});

import type { LinkedFile, Located } from '../model/entities.ts';
import { contains } from '../model/span.ts';
import type { ObjectValue, Value } from '../model/value.ts';
import { insert } from './facts/edits.ts';
import { changingCall } from './facts/changing-calls.ts';
import { allPartsOf } from './facts/all-parts.ts';
import type { Fix } from './rule.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** A version or a description may well say when it was made, and inside of functions options are computed each time. */
export const runtimeValueInOptions = defineRule({
  id: 'runtime-value-in-options',
  group: 'behaviour',
  summary: 'An option is computed from the time or at random, once for all runs',
  severity: 'warning',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'suggestion',
  check({ file, report }) {
    for (const { options, when, who } of optionObjects(file)) {
      if (options?.file !== file) continue;
      for (const { name, written, value } of options.value.members) {
        const found = value.kind === 'literal' || exempt.has(name) ? undefined : changingIn(file, value, name === 'tags');
        if (found === undefined) continue;
        const isRunName = name === 'flowRunName' || name === 'taskRunName';
        report({
          span: found.value.span,
          message: `${found.name} is evaluated once, ${when}, and not for each run: ${effectOf(name, written ?? name, who)}.`,
          fixes: isRunName && found.value.kind === 'call' && contains(value.span, found.value.span) ? [calledForEachRun(file, value)] : [],
        });
      }
    }
  },
});

/** What comes of it, and what to do. */
function effectOf(name: string, written: string, who: string): string {
  if (name === 'name') return 'under a name that changes, earlier runs and deployments are not found again. Give it a fixed name';
  const isRunName = name === 'flowRunName' || name === 'taskRunName';
  return `${who} the same ${written}. ${isRunName ? 'Give a function, which is called for each run' : 'Compute it inside of the flow'}`;
}

/** What may depend on the day on which it is written, and what holds code. */
const exempt = new Set(['version', 'description', 'anchorDate', 'scheduledTime', 'build', 'image']);

const calledForEachRun = ({ model }: LinkedFile, { span }: Value): Fix => ({
  title: 'Make it a function that is called for each run',
  kind: 'suggestion',
  edits: () => [insert(span.start, model.language === 'python' ? 'lambda: ' : '() => ')],
});

/** `DEPLOYED_AT`, `buildId`: what is meant to say when the deployment was made. */
const saysWhen = /deploy|build|built|releas|version|creat|generat/i;

function* optionObjects(file: LinkedFile): Generator<{ options: Located<ObjectValue> | undefined; when: string; who: string }> {
  for (const { options, call } of [...file.flows, ...file.tasks]) {
    if (call.function < 0) yield { options, when: 'when the file is loaded', who: 'all runs of a process get' };
  }
  for (const { options, source } of file.deployments)
    if (source !== 'config') yield { options, when: 'when the deployment is made', who: 'every run gets' };
}

function changingIn(file: LinkedFile, value: Value, isTags: boolean): { value: Value; name: string } | undefined {
  for (const part of allPartsOf(file.model, value)) {
    // `deployed-2027`
    if (isTags && part.kind === 'template' && part.parts.some((text) => saysWhen.test(text))) return undefined;
    if (part.kind === 'object' && part.members.some(({ name }) => saysWhen.test(name))) return undefined;
    const linked = part.kind === 'call' ? file.calls[part.call] : undefined;
    const name = linked === undefined ? undefined : changingCall(linked);
    if (name !== undefined) return { value: part, name };
    const kept = keptIn(file, part);
    if (kept !== undefined) return { value: part, name: kept };
  }
  return undefined;
}

/** `const started = Date.now()` at the top of the file: the call, where the constant is used. */
function keptIn(file: LinkedFile, value: Value): string | undefined {
  const binding = value.kind === 'reference' ? file.model.bindings[value.binding] : undefined;
  if (binding?.kind !== 'const' || binding.value === undefined || saysWhen.test(binding.name)) return undefined;
  for (const part of allPartsOf(file.model, binding.value)) {
    const linked = part.kind === 'call' ? file.calls[part.call] : undefined;
    const name = linked === undefined ? undefined : changingCall(linked);
    if (name !== undefined) return name;
  }
  return undefined;
}

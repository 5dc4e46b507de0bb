import type { LinkedCall, LinkedFile } from '../model/entities.ts';
import { callsWithin, networkCall } from './facts/effects.ts';
import { calledName, helperCalls } from './facts/helper-calls.ts';
import { capitalized, titleOf } from './facts/names.ts';
import { literalOption, optionOf } from './facts/options.ts';
import { memberOf } from '../model/object-members.ts';
import { calleeNameSpan } from './facts/places.ts';
import { codeLanguages, defineRule } from './rule.ts';

/**
 * A request with a key that makes it idempotent is left alone, and so are questions that are only posted because they are
 * long, and tasks that say which failures are worth another try.
 */
export const retryNonIdempotent = defineRule({
  id: 'retry-non-idempotent',
  group: 'behaviour',
  summary: 'A task with retries sends a POST without an idempotency key',
  severity: 'info',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'none',
  check({ file, report }) {
    for (const task of file.tasks) {
      const retries = literalOption(task, 'retries');
      if (typeof retries !== 'number' || retries < 1 || task.base !== undefined || optionOf(task, 'retryCondition') !== 'absent') continue;
      for (const linked of callsWithin(task)) {
        const post = task.functionFile === file ? postBy(file, linked) : undefined;
        if (post === undefined) continue;
        report({
          span: calleeNameSpan(linked.call),
          message: `${capitalized(titleOf(task))} is tried again ${retries === 1 ? 'once' : `up to ${retries} times`}, and each try sends ${post}: when only the answer was lost, the work is done twice. Send an Idempotency-Key that is the same for every try, or do without retries.`,
        });
      }
    }
  },
});

/** The POST that a call sends, as messages name it; of a function of the project, the one that it sends. */
function postBy(file: LinkedFile, linked: LinkedCall): string | undefined {
  const post = isPost(file, linked) ? 'this POST' : postInside(file, linked);
  return post === undefined || isQuestion(file, linked) || hasKey(file, linked) ? undefined : post;
}

function postInside(file: LinkedFile, linked: LinkedCall): string | undefined {
  for (const { file: where, linked: inner } of helperCalls(file, linked, 'posts'))
    if (isPost(where, inner) && !isQuestion(where, inner) && !hasKey(where, inner)) return `the POST in ${calledName(file, linked.call)}()`;
  return undefined;
}

function isPost(file: LinkedFile, linked: LinkedCall): boolean {
  const name = networkCall(linked);
  if (name === undefined) return false;
  if (name.endsWith('.post')) return true;
  return linked.call.arguments.some((argument) => {
    const options = file.objectOf(argument);
    const method = options === undefined ? 'absent' : memberOf(options, 'method');
    const text = typeof method === 'string' ? undefined : method.file.literalOf(method.member.value)?.value.value;
    return typeof text === 'string' && text.toUpperCase() === 'POST';
  });
}

/** `…/_search`, `…/graphql`, `…/oauth/token`: asking twice does nothing twice, or may not. */
function isQuestion(file: LinkedFile, { call }: LinkedCall): boolean {
  const [target] = call.arguments;
  const literal = target === undefined ? undefined : file.literalOf(target)?.value.value;
  const text = target?.kind === 'template' ? target.parts.join('*') : literal;
  return (
    typeof text === 'string' &&
    /[/_:.-](m?search|query|queries|graphql|token|tokens|login|lookup|count|validate|batch-?get|rpc)\b/i.test(text)
  );
}

/** Headers that cannot be seen may hold the key. */
function hasKey(file: LinkedFile, linked: LinkedCall): boolean {
  return linked.call.arguments.some((argument, index) => {
    // `axios.post(url, body, options)`.
    if (index === 1 && networkCall(linked) === 'axios.post') return false;
    const options = file.objectOf(argument);
    if (options === undefined) return argument.kind === 'reference' && file.literalOf(argument) === undefined;
    const headers = memberOf(options, 'headers');
    if (typeof headers === 'string') return headers === 'unknown';
    const object = headers.file.objectOf(headers.member.value);
    return (
      object === undefined ||
      object.value.open ||
      object.value.spreads.length > 0 ||
      object.value.members.some(({ name }) => /idempoten|request-?id/i.test(name))
    );
  });
}

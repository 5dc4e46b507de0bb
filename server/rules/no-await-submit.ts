import type { Entity, LinkedCall, LinkedFile } from '../model/entities.ts';
import type { Call, ReferenceUse, Usage } from '../model/file.ts';
import type { Span } from '../model/span.ts';
import { alternativesOf, foreignCalls, globalName, projectCalls, submittedTasks } from './facts/callees.ts';
import { insert, replace } from './facts/edits.ts';
import { holdsFutures, isFuture, isOfFutures } from './facts/futures.ts';
import { holdsFuturesLater } from './facts/later-results.ts';
import { calleeNameSpan } from './facts/places.ts';
import { capitalized, titleOf } from './facts/names.ts';
import type { Edit, Fix } from './rule.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Prefect 2 let asynchronous tasks' submissions be awaited, so its projects are left alone. */
export const noAwaitSubmit = defineRule({
  id: 'no-await-submit',
  group: 'calls',
  summary: 'A future is awaited as if it were a promise',
  severity: 'error',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'safe',
  check({ file, project, report }) {
    if (file.model.language === 'python' && project.sdkVersions().some(({ version }) => /^\D*2\./.test(version))) return;
    for (const linked of file.calls) {
      const { call } = linked;
      const title = call.usage.awaited ? submittedBy(file, linked) : undefined;
      if (title !== undefined) {
        const span = calleeNameSpan(call);
        report({ span, message: `${capitalized(title)} is submitted, and ${whyNot(file)}`, fixes: fixesOf(file, call, linked.index) });
      }
    }
    for (const { call, callee } of foreignCalls(file)) {
      const combinator = globalName(callee);
      const list = combinator !== undefined && waitsForAll.has(combinator) ? call.arguments[0] : undefined;
      if (list !== undefined && holdsFutures(file, list)) {
        report({
          span: call.calleeSpan,
          message: `${combinator} ${gatheringFutures(file)} the result() of each, or use the task's map and the result() of its list.`,
        });
      }
    }
    for (const { use, title } of awaitedLater(file)) {
      report({
        span: use.used.span,
        message: `${capitalized(title)} was submitted, and ${whyNot(file)}`,
        fixes: fixesOf(file, { ...use, span: use.used.span }),
      });
    }
  },
});

/** The task whose future a call gives: `submit` of one, or a function that submits it and hands the future on. */
function submittedBy(file: LinkedFile, { callee, index }: LinkedCall): string | undefined {
  const [task] = submittedTasks(callee);
  return task?.title ?? futureTitle(file.resultOf(index));
}

/** The task of a future, as messages call it; undefined for what may be something else. */
function futureTitle(entity: Entity): string | undefined {
  if (!isFuture(entity)) return undefined;
  const [first] = alternativesOf(entity);
  if (first === undefined || !('task' in first)) return undefined;
  return first.task === undefined ? 'this task' : titleOf(first.task);
}

/** `const future = load.submit(…); await future;`, or `for (const future of futures) await future;` */
function awaitedLater(file: LinkedFile): readonly { readonly use: ReferenceUse; readonly title: string }[] {
  const found: { use: ReferenceUse; title: string }[] = [];
  for (const use of file.model.references) {
    const { used, usage } = use;
    if (!usage.awaited || usage.as === 'callee') continue;
    const title = futureTitle(file.entityOf(used));
    if (title !== undefined) found.push({ use, title });
  }
  return found;
}

const waitsForAll = new Set(['Promise.all', 'Promise.allSettled', 'Promise.any', 'Promise.race', 'asyncio.gather']);

const whyNot = ({ model }: LinkedFile): string =>
  model.language === 'python'
    ? 'its future cannot be awaited: that raises a TypeError. Call result() on it, or remove the await.'
    : 'a TaskFuture is not a promise: await gives the future itself, before the task has run, and its failure is not seen here. Await its result(), or remove the await.';

const gatheringFutures = ({ model }: LinkedFile): string =>
  model.language === 'python'
    ? 'does not take futures of tasks: it raises a TypeError. Use'
    : 'does not wait for futures: they are not promises, so it gives them back at once, failures unseen. Await';

/** What is awaited: a call, or a variable that is read. */
type Awaited = Pick<Call, 'span' | 'usage' | 'function'>;

/** When the future is used as one afterwards, the await goes away, which changes nothing; otherwise its value is wanted. */
function fixesOf(file: LinkedFile, awaited: Awaited, call?: number): readonly Fix[] {
  const { span, usage } = awaited;
  const { awaitSpan, as } = usage;
  const staysFuture = isUsedAsFuture(file, usage, call) || isUsedElsewhere(file, awaited);
  const resultOf = insert(span.end, '.result()');
  const isPython = file.model.language === 'python';
  const result: Fix = { title: 'Await its result()', kind: 'suggestion', edits: () => [resultOf] };
  if (awaitSpan === undefined) return isPython ? [] : [result];
  const without: Fix = {
    title: 'Remove the await',
    kind: staysFuture ? 'safe' : 'suggestion',
    edits: (text) => withoutAwait(text, awaitSpan, span),
  };
  if (isPython) {
    const called = {
      ...result,
      title: 'Call its result()',
      edits: (text: string) => [...withoutAwait(text, awaitSpan, span), resultOf],
    };
    return staysFuture ? [without] : [called, without];
  }
  if (staysFuture) return [without];
  // A variable alone says nothing.
  const isNeeded = needsValue.has(as) || (as === 'discarded' && call === undefined);
  return isNeeded ? [result] : [result, without];
}

/** Whether something that only futures have is asked for, here or behind what it goes into. */
const isUsedAsFuture = (file: LinkedFile, { as, member, binding }: Usage, call: number | undefined): boolean =>
  (as === 'member' && isOfFutures(member)) || holdsFuturesLater(file, { binding, call });

/** The same of who calls the function that returns it, and of the function of the project that is given it. */
function isUsedElsewhere(file: LinkedFile, { usage, function: own }: Awaited): boolean {
  if (usage.as === 'returned')
    return projectCalls(file).some(
      ({ callee, call, index }) =>
        callee.kind === 'function' && callee.file === file && callee.function.index === own && isUsedAsFuture(file, call.usage, index),
    );
  const given = usage.as === 'argument' ? file.calls[usage.call ?? -1] : undefined;
  if (given?.callee.kind !== 'function') return false;
  const { function: taking, file: where } = given.callee;
  const place = given.call.arguments.findIndex(({ span }) => span.start === usage.awaitSpan?.start);
  const name = taking.parameters[place]?.name;
  const binding = where.model.bindings.findIndex((one) => one.kind === 'parameter' && one.function === taking.index && one.name === name);
  return binding !== -1 && holdsFuturesLater(where, { binding });
}

/** Where a future is of no use: removing the await would leave another mistake. */
const needsValue = new Set<Usage['as']>(['template', 'condition', 'operand', 'iterated', 'spread']);

/** The parentheses go with the await, so that a line does not begin with one; comments stay. */
function withoutAwait(text: string, around: Span, inner: Span): readonly Edit[] {
  const comments = (start: number, end: number): Edit =>
    replace(
      { start, end },
      text
        .slice(start, end)
        .match(/\/\*[^]*?\*\/\s*|\/\/.*\r?\n\s*/g)
        ?.join('') ?? '',
    );
  return [comments(around.start, inner.start), comments(inner.end, around.end)];
}

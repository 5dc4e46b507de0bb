import type { Entity, LinkedFile } from '../model/entities.ts';
import type { Place, Usage } from '../model/file.ts';
import { rootOf } from '../model/parts.ts';
import { futureMembers } from '../model/sdk.ts';
import type { Span } from '../model/span.ts';
import { alternativesOf, submittedTasks } from './facts/callees.ts';
import { asyncEdits, insert, semicolonBefore } from './facts/edits.ts';
import { holdsFutures, isFuture } from './facts/futures.ts';
import type { Fix } from './rule.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Futures that go into tasks, flows and runDeployment are resolved there; those uses are right. */
export const futureNotResolved = defineRule({
  id: 'future-not-resolved',
  group: 'calls',
  summary: "A task's future is used where its value is meant",
  severity: 'error',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'suggestion',
  check({ file, report }) {
    for (const { span, place, usage, entity } of uses(file)) {
      const [first, ...others] = alternativesOf(entity).flatMap((one) => (one.kind === 'future' || one.kind === 'futures' ? [one] : []));
      if (first === undefined || !isFuture(entity) || others.some(({ kind }) => kind !== first.kind)) continue;
      const wrong = misuse(first, usage);
      if (wrong === undefined) continue;
      const of = first.task?.name === undefined ? 'of a task' : `of task '${first.task.name}'`;
      report({
        span,
        message: `This is the future ${of}, not its value: ${wrong}. ${advice(file, usage)}`,
        fixes: [resolving(file, span, place, usage)],
      });
    }
  },
});

interface Use {
  readonly span: Span;
  readonly place: Place;
  readonly usage: Usage;
  readonly entity: Entity;
}

/** What may be a future, where one would be wrong. */
function uses(file: LinkedFile): readonly Use[] {
  const found: Use[] = [];
  for (const { call, index } of file.calls) {
    const { span, usage } = call;
    if (!wouldBeWrong(usage) || (usage.as === 'condition' && !isSubmission(file, index))) continue;
    const entity = file.resultOf(index);
    if (mayBeFuture(entity)) found.push({ span, place: call, usage, entity });
  }
  for (const reference of file.model.references) {
    const { used, usage } = reference;
    const root = rootOf(used);
    // A variable may hold nothing yet: asking whether it does is right.
    if (!wouldBeWrong(usage) || (usage.as === 'condition' && root.kind === 'reference' && mayBeEmpty(file, root.binding))) continue;
    if (used !== root && root.kind === 'reference' && isReplaced(file, root.binding)) continue;
    const entity = file.entityOf(used);
    if (mayBeFuture(entity)) found.push({ span: used.span, place: reference, usage, entity });
  }
  return found;
}

/** Whether what a list, map or object holds may be put in its place by something else: `kept.rows = await kept.rows.result()`. */
const isReplaced = (file: LinkedFile, binding: number): boolean =>
  (file.model.bindings[binding]?.added ?? []).some((added) => {
    const given = added.kind === 'collection' ? [added.of] : added.kind === 'object' ? added.members.map(({ value }) => value) : [added];
    return !given.every((value) => holdsFutures(file, value));
  });

const wouldBeWrong = ({ as, awaited, member }: Usage): boolean =>
  !awaited && (as === 'member' ? member !== undefined && !known.has(member) : isForValues.has(as));

const isForValues = new Set<Usage['as']>(['template', 'operand', 'condition', 'iterated', 'spread']);

const mayBeFuture = ({ kind }: Entity): boolean => kind === 'future' || kind === 'futures' || kind === 'union';

/**
 * Whether a variable may hold no future: it is given one later, under a condition (`wanted && load.submit()`), or out of a
 * list, map or function that may have none for it.
 */
function mayBeEmpty(file: LinkedFile, binding: number): boolean {
  const { kind, value } = file.model.bindings[binding] ?? {};
  return (
    kind !== 'const' || value?.kind !== 'call' || file.model.calls[value.call]?.conditional === true || !isSubmission(file, value.call)
  );
}

/** A call that gives a future each time: also that of a short function that does nothing else. */
function isSubmission(file: LinkedFile, call: number, depth = 0): boolean {
  const callee = file.calleeAt(call);
  if (callee.kind !== 'function' || depth > 2) return submittedTasks(callee).length > 0;
  const { expression, async, returns } = callee.function;
  return expression && !async && returns.every((value) => value.kind === 'call' && isSubmission(callee.file, value.call, depth + 1));
}

/** What happens to the future instead; undefined where it is used rightly, or nothing is known. */
function misuse(entity: Entity, usage: Usage): string | undefined {
  if (usage.as === 'template') return 'the text shows an object';
  if (entity.kind === 'futures')
    return usage.as === 'member' && usage.member === 'then' ? 'a list of futures is not a promise and has no then' : undefined;
  if (usage.as === 'operand') return 'calculations and comparisons with an object give nonsense';
  if (usage.as === 'condition') return 'an object is always true';
  if (usage.as === 'iterated' || usage.as === 'spread') return 'a future cannot be iterated, so this throws';
  return isOfPromise(usage.member)
    ? `a future is not a promise and has no ${usage.member}`
    : `a future has no '${usage.member}', so this is undefined`;
}

const known = new Set<string>([...futureMembers, 'constructor', 'toString', 'valueOf', 'hasOwnProperty']);

const isOfPromise = (member: string | undefined): boolean => ['then', 'catch', 'finally'].includes(member ?? '');

function advice({ model }: LinkedFile, { member }: Usage): string {
  if (isOfPromise(member)) return 'Its result() is one.';
  return model.language === 'python' ? 'Call its result() first.' : 'Await its result() first.';
}

function resolving(file: LinkedFile, span: Span, place: Place, { as, member }: Usage): Fix {
  if (isOfPromise(member) || file.model.language === 'python')
    return { title: 'Call its result()', kind: 'suggestion', edits: () => [insert(span.end, '.result()')] };
  const isApart = as === 'template' || as === 'condition' || as === 'iterated' || as === 'spread';
  return {
    title: 'Await its result()',
    kind: 'suggestion',
    edits(text) {
      const enclosing = asyncEdits(text, file, place);
      if (enclosing === undefined) return undefined;
      const [before, after] = isApart ? ['await ', ''] : [`${semicolonBefore(text, span.start)}(await `, ')'];
      return [...enclosing, insert(span.start, before), insert(span.end, `.result()${after}`)];
    },
  };
}

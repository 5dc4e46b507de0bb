import type { LinkedCall, LinkedFile } from '../model/entities.ts';
import type { Call } from '../model/file.ts';
import { perFile } from '../model/per-file.ts';
import type { Value } from '../model/value.ts';
import { foreignCalls, globalName } from './facts/callees.ts';
import { asyncEdits, insert } from './facts/edits.ts';
import { askedBy, followedBy, isDropped, mappedOver, timedBy } from './facts/unused.ts';
import { calleeNameSpan } from './facts/places.ts';
import { callsThatStart, startedBy, startedByCall, startedIn } from './facts/started.ts';
import type { Fix } from './rule.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** `void etl()` says that it is meant, and is left alone. */
export const noFloatingRun = defineRule({
  id: 'no-floating-run',
  group: 'calls',
  summary: 'A flow, task, deployment or wait is started and not awaited',
  severity: 'error',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'suggestion',
  check({ file, report }) {
    for (const linked of callsThatStart(file)) {
      const { call } = linked;
      if (call.isNew) continue;
      const isUnheard = isAwaitedUnheard(file, call);
      const last = isUnheard ? undefined : floatingEnd(file, linked);
      const isTrue = isAsked(file, call);
      if (!isUnheard && last === undefined && !isTrue) continue;
      const what = startedByCall(file, linked);
      if (what === undefined) continue;
      if (isTrue) {
        const message = `${what} gives a promise, which is always true: what it comes to is not asked. Await it first.`;
        report({ span: calleeNameSpan(call), message, fixes: call.usage.as === 'condition' ? [awaiting(file, linked)] : [] });
        continue;
      }
      const why =
        file.model.language === 'python'
          ? 'nothing runs without await. Put await in front of it'
          : `${goesOnAndEnds}. Put await in front of it, or return the promise`;
      report({
        span: calleeNameSpan(call),
        message: isUnheard
          ? `${what} is awaited in a callback of forEach, which waits for none: the code after it goes on at once, and when a run fails, an unhandled rejection ends the whole process. Use for (… of …), or await Promise.all of a map.`
          : `${what} is not awaited: ${why}.`,
        fixes: last === undefined ? [] : fixesOf(file, linked, last),
      });
    }
    for (const linked of foreignCalls(file)) {
      const name = globalName(linked.callee);
      const why = name === undefined ? undefined : gathering.get(name);
      const last = why === undefined ? undefined : floatingEnd(file, linked);
      const [list] = linked.call.arguments;
      const what = last === undefined || list === undefined ? undefined : startedIn(file, list);
      if (what === undefined || last === undefined) continue;
      report({
        span: linked.call.calleeSpan,
        message: `${what} goes into ${name}(), which is not awaited: ${why}. Put await in front of it, or return the promise.`,
        fixes: fixesOf(file, linked, last),
      });
    }
  },
});

const goesOn = 'the code goes on before it is done';
const goesOnAndEnds = `${goesOn}, and when it fails, an unhandled rejection ends the whole process`;

/** What gathers promises, and what becomes of it when nobody waits for it. */
const gathering: ReadonlyMap<string, string> = new Map([
  ['Promise.all', goesOnAndEnds],
  ['Promise.allSettled', goesOn],
  ['Promise.any', goesOnAndEnds],
  ['Promise.race', goesOnAndEnds],
]);

/** The last call of a chain whose promise goes nowhere. */
function floatingEnd(file: LinkedFile, linked: LinkedCall): Call | undefined {
  const last = lastOfChain(file, linked);
  const isFloating = last !== undefined && !last.usage.awaited && (isDropped(file, last) || isReturnedToNobody(file, last));
  return isFloating ? last : undefined;
}

/** `etl().then(…).finally(…)`: the last call; undefined where one of them takes the failure. */
function lastOfChain(file: LinkedFile, { call, index }: LinkedCall): Call | undefined {
  let last = call;
  for (let next = chained(file).get(index); next !== undefined; next = chained(file).get(next)) {
    const further = file.model.calls[next];
    if (further?.callee.kind !== 'member' || !(further.callee.name === 'then' || further.callee.name === 'finally')) return undefined;
    if (further.callee.name === 'then' && further.arguments.length > 1) return undefined;
    last = further;
  }
  return last;
}

/** By call: the call of a member of what it gives. */
const chained = perFile(({ calls }): ReadonlyMap<number, number> => {
  const found = new Map<number, number>();
  for (const { call, index } of calls)
    if (call.callee.kind === 'member' && call.callee.object.kind === 'call') found.set(call.callee.object.call, index);
  return found;
});

/** `if (check({ node }))`, `nodes.filter((node) => check({ node }))`: whether a promise is asked whether something is so. */
function isAsked(file: LinkedFile, call: Call): boolean {
  if (call.usage.as === 'condition') return !call.usage.awaited;
  const around = call.usage.as === 'returned' ? askedBy(file, call) : undefined;
  // Streams have a filter that waits.
  return around?.callee.kind === 'member' && isList(file, around.callee.object);
}

/** Whether a value is surely a list: as it is written, or by its type. */
function isList(file: LinkedFile, value: Value): boolean {
  if (['array', 'list', 'tuple'].includes(file.entityOf(value).kind)) return true;
  const binding = value.kind === 'reference' ? file.model.bindings[value.binding] : undefined;
  if (binding?.kind !== 'parameter') return false;
  const runnable = file.runnableAt(binding.function);
  const parameter =
    runnable?.function?.index === binding.function ? runnable.parameters.fields.find(({ name }) => name === binding.name) : undefined;
  return parameter?.type?.kind === 'array';
}

/** `nodes.forEach(async (node) => { await load({ node }); });` */
function isAwaitedUnheard(file: LinkedFile, call: Call): boolean {
  const around = call.usage.awaited ? mappedOver(file, call) : undefined;
  return around?.callee.kind === 'member' && around.callee.name === 'forEach' && isNobodys(file, around);
}

/**
 * `nodes.forEach((node) => load({ node }));`, a list of promises that nobody takes, what a timer calls, or what follows
 * something else in a chain that nobody takes.
 */
function isReturnedToNobody(file: LinkedFile, call: Call): boolean {
  if (call.usage.as !== 'returned') return false;
  const around = mappedOver(file, call);
  if (around !== undefined) return isNobodys(file, around);
  return timedBy(file, call) !== undefined || isInDroppedChain(file, call);
}

/** `connect().then((one) => one())`; where the chain begins with a run, that is reported. */
function isInDroppedChain(file: LinkedFile, call: Call): boolean {
  const index = followedBy(file, call);
  const linked = index === undefined ? undefined : file.calls[index];
  const last = linked && lastOfChain(file, linked);
  return (
    linked !== undefined && last !== undefined && !last.usage.awaited && isDropped(file, last) && !beginsWithRun(file, linked.call.callee)
  );
}

function beginsWithRun(file: LinkedFile, value: Value): boolean {
  if (value.kind === 'member') return beginsWithRun(file, value.object);
  const linked = value.kind === 'call' ? file.calls[value.call] : undefined;
  return linked !== undefined && (startedBy(file, linked.callee) !== undefined || beginsWithRun(file, linked.call.callee));
}

/** Streams have a forEach that waits, and is awaited. */
const isNobodys = (file: LinkedFile, around: Call): boolean => !around.usage.awaited && isDropped(file, around);

/** What a callback returns is awaited elsewhere, if at all. */
const fixesOf = (file: LinkedFile, linked: LinkedCall, last: Call): readonly Fix[] =>
  last.usage.as === 'returned' ? [] : [awaiting(file, linked)];

const awaiting = (file: LinkedFile, { call }: LinkedCall): Fix => ({
  title: 'Add await',
  kind: 'suggestion',
  edits(text) {
    const enclosing = asyncEdits(text, file, call);
    return enclosing === undefined ? undefined : [...enclosing, insert(call.span.start, 'await ')];
  },
});

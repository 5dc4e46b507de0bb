import type { Entity, LinkedCall, LinkedFile } from '../model/entities.ts';
import type { Call } from '../model/file.ts';
import { perFile } from '../model/per-file.ts';
import type { Value } from '../model/value.ts';
import { callsOf, flowsOf, isSdk, ownerOf, runnablesOf } from './facts/callees.ts';
import { asyncEdits, insert } from './facts/edits.ts';
import { askedBy, followedBy, isDropped, mappedOver, timedBy } from './facts/unused.ts';
import { calleeNameSpan } from './facts/places.ts';
import { spelled } from './facts/wording.ts';
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
    for (const linked of callsOf(file, { runnables: true, sdk: waits, methods: [...starting, ...waiting, ...calling] })) {
      const { call } = linked;
      if (call.isNew) continue;
      const isUnheard = isAwaitedUnheard(file, call);
      const last = isUnheard ? undefined : lastOfChain(file, linked);
      const isFloating = last !== undefined && !last.usage.awaited && (isDropped(file, last) || isReturnedToNobody(file, last));
      const isTrue = isAsked(file, call);
      if (!isUnheard && !isFloating && !isTrue) continue;
      const what = startedBy(file, linked.callee);
      if (what === undefined) continue;
      if (isTrue) {
        const message = `${what} gives a promise, which is always true: what it comes to is not asked. Await it first.`;
        report({ span: calleeNameSpan(call), message, fixes: call.usage.as === 'condition' ? [awaiting(file, linked)] : [] });
        continue;
      }
      const why =
        file.model.language === 'python'
          ? 'nothing runs without await. Put await in front of it'
          : 'the code goes on before it is done, and when it fails, an unhandled rejection ends the whole process. Put await in front of it, or return the promise';
      report({
        span: calleeNameSpan(call),
        message: isUnheard
          ? `${what} is awaited in a callback of forEach, which waits for none: the code after it goes on at once, and when a run fails, an unhandled rejection ends the whole process. Use for (… of …), or await Promise.all of a map.`
          : `${what} is not awaited: ${why}.`,
        fixes: last === undefined || last.usage.as === 'returned' ? [] : [awaiting(file, linked)],
      });
    }
  },
});

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

/** Methods of flows and tasks, and of futures, that give one. */
const starting = ['deploy', 'serve', 'returnState'];
const waiting = ['result', 'wait'];

/** Methods of every function. */
const calling = ['call', 'apply'];

/** Functions of the SDK that give a promise. */
const waits = ['runDeployment', 'waitForFlowRuns', 'serve', 'wait', 'pauseFlowRun', 'suspendFlowRun', 'resumeFlowRun', 'resultOf'];

/** What a callee starts, as the beginning of a sentence; undefined when it gives no promise. */
function startedBy(file: LinkedFile, callee: Entity): string | undefined {
  const isPython = file.model.language === 'python';
  const runnables = runnablesOf(callee);
  const [runnable] = runnables;
  if (runnable !== undefined) {
    if (isPython && !runnables.every((one) => one.model?.function?.async === true)) return undefined;
    return `The call of ${runnable.title}`;
  }
  if (isPython) return undefined;
  if (callee.kind === 'sdk' && isSdk(callee, ...waits)) return `${spelled(file.model.language, callee.name)}()`;
  return methodOf(file, callee);
}

function methodOf(file: LinkedFile, callee: Entity): string | undefined {
  // `etl.call(undefined, { day })`.
  if (callee.kind === 'method' && calling.includes(callee.name)) return startedBy(file, callee.of);
  const deployed = ownerOf(callee, ...starting);
  const [flow] = deployed === undefined ? [] : flowsOf(deployed);
  if (flow !== undefined && callee.kind === 'method') return `${callee.name}() of ${flow.title}`;
  const waited = ownerOf(callee, ...waiting);
  return waited?.kind === 'future' || waited?.kind === 'futures' ? 'The wait for this future' : undefined;
}

const awaiting = (file: LinkedFile, { call }: LinkedCall): Fix => ({
  title: 'Add await',
  kind: 'suggestion',
  edits(text) {
    const enclosing = asyncEdits(text, file, call);
    return enclosing === undefined ? undefined : [...enclosing, insert(call.span.start, 'await ')];
  },
});

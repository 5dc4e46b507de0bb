import type { Entity, LinkedCall, LinkedFile } from '../../model/entities.ts';
import { firstOf } from '../../model/lists.ts';
import type { Value } from '../../model/value.ts';
import { callsOf, flowsOf, isSdk, ownerOf, projectCalls, runnablesOf } from './callees.ts';
import { calledName } from './helper-calls.ts';
import { mappedBy } from './unused.ts';
import { spelled } from './wording.ts';

/** Methods of flows and tasks, and of futures, that give one. */
const starting = ['deploy', 'serve', 'returnState'];
const waiting = ['result', 'wait'];

/** Methods of every function. */
const calling = ['call', 'apply'];

/** Functions of the SDK that give a promise. */
const waits = ['runDeployment', 'waitForFlowRuns', 'serve', 'wait', 'pauseFlowRun', 'suspendFlowRun', 'resumeFlowRun', 'resultOf'];

/** The calls that may start something: only of these can `startedBy` say anything. */
const startingCalls = (file: LinkedFile): readonly LinkedCall[] =>
  callsOf(file, { runnables: true, sdk: waits, methods: [...starting, ...waiting, ...calling] });

/** The calls that may give the promise of something that they start: only of these can `startedByCall` say anything. */
export const callsThatStart = (file: LinkedFile): readonly LinkedCall[] => [...startingCalls(file), ...projectCalls(file)];

/** What a call starts, also by a function that gives its promise back, as the beginning of a sentence. A method may keep what it starts. */
export function startedByCall(file: LinkedFile, { callee, call }: LinkedCall): string | undefined {
  if (callee.kind !== 'function') return startedBy(file, callee);
  if (call.callee.kind === 'member') return undefined;
  const what = givenBack(callee);
  return what && `${what} by ${calledName(file, call)}()`;
}

/** What every way through a function starts and gives back without waiting for it. */
function givenBack({ function: { generator, returns }, file }: Entity & { kind: 'function' }, depth = 0): string | undefined {
  if (generator || depth > 2 || file.model.language === 'python') return undefined;
  const found = returns.map((value) => {
    if (value.kind !== 'call') return undefined;
    const callee = file.calleeAt(value.call);
    return callee.kind === 'function' ? givenBack(callee, depth + 1) : startedBy(file, callee);
  });
  return found.includes(undefined) ? undefined : found[0];
}

/** What a callee starts, as the beginning of a sentence; undefined when it gives no promise. */
export function startedBy(file: LinkedFile, callee: Entity): string | undefined {
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

/** What is started for a list of promises, by one of its items or by what an `items.map(…)` calls; undefined where that is not seen. */
export function startedIn(file: LinkedFile, value: Value): string | undefined {
  switch (value.kind) {
    case 'array':
      return firstOf(value.items, (item) => startedIn(file, item));
    case 'spread':
      return startedIn(file, value.value);
    case 'call': {
      const linked = file.calls[value.call];
      return linked && (startedBy(file, linked.callee) ?? startedForEach(file, linked));
    }
    case 'reference': {
      const binding = file.model.bindings[value.binding];
      return binding?.kind === 'const' && binding.value !== undefined && binding.value.kind !== 'reference'
        ? startedIn(file, binding.value)
        : undefined;
    }
    default:
      return undefined;
  }
}

/** What the callback of a `map` starts itself, whether it waits for it or not. */
function startedForEach(file: LinkedFile, { call }: LinkedCall): string | undefined {
  const callback = mappedBy(call);
  if (callback === undefined) return undefined;
  if (callback.kind !== 'function') return startedBy(file, file.entityOf(callback));
  return firstOf(startingCalls(file), (linked) =>
    linked.call.function === callback.function ? startedBy(file, linked.callee) : undefined,
  );
}

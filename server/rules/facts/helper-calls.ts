import type { Entity, LinkedCall, LinkedFile } from '../../model/entities.ts';
import type { Effect } from '../../model/sdk.ts';
import type { Call, FunctionModel } from '../../model/file.ts';
import { perFile } from '../../model/per-file.ts';
import { runnableAround } from './places.ts';

/** A call that stands in a function of the project, with the file in which it stands. */
export interface HelperCall {
  readonly file: LinkedFile;
  readonly linked: LinkedCall;
}

/** How many functions may call each other on the way. */
const deepest = 4;

/**
 * The calls that are made by what a call calls: in that function itself, not in callbacks, of which nobody knows whether they
 * run, and in the functions that it calls; as far as they may have an effect. Nothing for what stands in a flow or task: there it is seen anyway.
 */
export function helperCalls(file: LinkedFile, { index, callee: known }: LinkedCall, effect: Effect): Iterable<HelperCall> {
  // Of what is known to be something else, most calls, nothing needs to be asked.
  if (known.kind !== 'function' && known.kind !== 'unknown') return [];
  const callee = file.calleeAt(index, effect);
  if (callee.kind !== 'function' || runnableAround(callee.file, { function: callee.function.index }) !== undefined) return [];
  return callsOf(callee, effect, new Set());
}

function* callsOf(callee: Entity, effect: Effect, seen: Set<FunctionModel>): Generator<HelperCall> {
  if (callee.kind !== 'function' || callee.function.generator || seen.has(callee.function) || seen.size >= deepest) return;
  seen.add(callee.function);
  const file = callee.file.origin;
  for (const index of callsByFunction(file).get(callee.function.index) ?? []) {
    const call = file.model.calls[index];
    if (call === undefined) continue;
    const linked = { call, index, callee: file.calleeAt(index, effect) };
    yield { file, linked };
    yield* callsOf(linked.callee, effect, seen);
  }
}

const callsByFunction = perFile(({ model: { calls } }) => Map.groupBy(calls.keys(), (index) => calls[index]?.function ?? -1));

/** What a call calls, by the name that it has there. */
export function calledName({ model }: LinkedFile, { callee }: Call): string {
  if (callee.kind === 'member') return callee.name;
  return callee.kind === 'reference' ? (model.bindings[callee.binding]?.name ?? '') : '';
}

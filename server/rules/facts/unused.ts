import type { LinkedFile } from '../../model/entities.ts';
import type { Call, ReferenceUse, Usage } from '../../model/file.ts';
import { exportedNames } from '../../model/exported-names.ts';
import { perFile } from '../../model/per-file.ts';
import type { Value } from '../../model/value.ts';

/** Whether nothing ever reads the value of a call: it stands alone, or in a variable or a list without readers. */
export function isDropped(file: LinkedFile, { usage }: Call): boolean {
  if (usage.as === 'discarded') return true;
  if (usage.as === 'argument') return isOnlyCollected(file, file.model.calls[usage.call ?? -1]);
  return usage.as === 'variable' && usage.binding !== undefined && isUnread(file, usage.binding);
}

/** `runs.push(etl())`, where nothing is ever done with the list but to put more into it. */
function isOnlyCollected(file: LinkedFile, call: Call | undefined): boolean {
  const list = call === undefined ? undefined : listPushedTo(call);
  const declared = list === undefined ? undefined : file.model.bindings[list];
  if (list === undefined || declared?.value?.kind !== 'array' || declared.value.items.length > 0 || !isPrivate(file, list)) return false;
  return referencesTo(file, list).length === pushes(file).get(list)?.length;
}

/** The variable of `list.push(…)`, where what that gives is not asked. */
const listPushedTo = ({ callee, usage }: Call): number | undefined =>
  usage.as === 'discarded' && callee.kind === 'member' && callee.name === 'push' && callee.object.kind === 'reference'
    ? callee.object.binding
    : undefined;

const pushes = perFile(({ model: { calls } }) => Map.groupBy(calls, listPushedTo));

/** Whether nothing reads the value of a call, nor the list that `items.map(…)` makes of such values. */
export function isLost(file: LinkedFile, call: Call): boolean {
  const around = mappedOver(file, call);
  if (around === undefined) return isDropped(file, call);
  if (call.usage.as !== 'returned' || nameOf(around) === 'forEach') return isDropped(file, call) || nameOf(around) === 'forEach';
  return isDropped(file, combined(file, around));
}

/** The `map`, `flatMap` or `forEach` whose callback a call stands in. */
export const mappedOver = (file: LinkedFile, call: Call): Call | undefined => mappings(file).get(call.function);

/** `Promise.all(items.map(…))`: the call that the list goes into, else the one that makes it. */
export const combined = (file: LinkedFile, mapping: Call): Call =>
  (mapping.usage.as === 'argument' ? file.model.calls[mapping.usage.call ?? -1] : undefined) ?? mapping;

/** The calls that are given a callback, by its function; `callbackOf` says which of their arguments it is. */
const callsBy = (callbackOf: (call: Call) => Value | undefined) =>
  perFile(({ model }) => {
    const found = new Map<number, Call>();
    for (const call of model.calls) {
      const callback = callbackOf(call);
      if (callback?.kind === 'function') found.set(callback.function, call);
    }
    return found;
  });

const mappings = callsBy(mappedBy);

/** What is called with each item: `items.map(callback)`, `Array.from(items, callback)`. */
export function mappedBy(call: Call): Value | undefined {
  const name = nameOf(call);
  return ['map', 'forEach', 'flatMap', 'from'].includes(name) ? call.arguments[name === 'from' ? 1 : 0] : undefined;
}

/** The call whose callback a call stands in, of those that ask it whether something is so: `items.filter(…)`. */
export const askedBy = (file: LinkedFile, call: Call): Call | undefined => askers(file).get(call.function);

const askers = callsBy((call) => (asking.has(nameOf(call)) ? call.arguments[0] : undefined));

const asking = new Set(['filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex']);

/** The call whose callback a call stands in, of those that drop what a callback gives: timers. */
export const timedBy = (file: LinkedFile, call: Call): Call | undefined => timers(file).get(call.function);

const timers = callsBy((call) => (call.callee.kind === 'global' && timerNames.has(call.callee.name) ? call.arguments[0] : undefined));

const timerNames = new Set(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']);

/** The `then` of a promise whose callback a call stands in. */
export const followedBy = (file: LinkedFile, call: Call): number | undefined => continuations(file).get(call.function);

const continuations = perFile((file) => {
  const byCallback = new Map<number, number>();
  for (const { call, index } of file.calls) {
    const { callee, arguments: given } = call;
    const callback = given[0];
    if (callback?.kind !== 'function' || callee.kind !== 'member' || callee.name !== 'then') continue;
    // A module that is imported while the program runs is one, too.
    const { kind } = file.entityOf(callee.object);
    if (kind === 'promise' || kind === 'module') byCallback.set(callback.function, index);
  }
  return byCallback;
});

const nameOf = ({ callee }: Call): string => (callee.kind === 'member' ? callee.name : '');

/** Whether a variable is neither read here nor exported. */
const isUnread = (file: LinkedFile, binding: number): boolean => isPrivate(file, binding) && referencesTo(file, binding).length === 0;

/** Whether only this file can read a constant. Names with an underscore in front say that nobody is meant to. */
function isPrivate(file: LinkedFile, binding: number): boolean {
  const declared = file.model.bindings[binding];
  return (
    declared !== undefined && declared.kind === 'const' && !declared.name.startsWith('_') && exportedNames(file)[binding] === undefined
  );
}

/** Where a variable is read. */
export const referencesTo = (file: LinkedFile, binding: number): readonly ReferenceUse[] => references(file).get(binding) ?? [];

const references = perFile(({ model }) =>
  Map.groupBy(model.references, ({ used }) => (used.kind === 'reference' ? used.binding : undefined)),
);

/** What becomes of a call's value: directly, or through the variable that it is put into. */
export function* usesOf(file: LinkedFile, call: Call): Generator<Usage> {
  if (call.usage.as !== 'variable' || call.usage.binding === undefined) {
    yield call.usage;
    return;
  }
  for (const { usage } of referencesTo(file, call.usage.binding)) yield usage;
}

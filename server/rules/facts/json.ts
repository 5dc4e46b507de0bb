import type { LinkedFile } from '../../model/entities.ts';
import type { Value } from '../../model/value.ts';

/** A value that JSON does not carry, with what arrives in its place. */
export interface NotJson {
  readonly value: Value;
  readonly file: LinkedFile;
  readonly what: string;
}

const empty: Readonly<Record<string, string>> = {
  Map: 'a Map, which arrives as {}',
  Set: 'a Set, which arrives as {}',
  WeakMap: 'a WeakMap, which arrives as {}',
  WeakSet: 'a WeakSet, which arrives as {}',
  RegExp: 'a regular expression, which arrives as {}',
  Error: 'an Error, which arrives as {}',
  AbortController: 'an AbortController, which arrives as {}',
  Promise: 'a promise, which arrives as {}',
};

const opaque: Readonly<Record<string, string>> = {
  regexp: 'a regular expression, which arrives as {}',
  bigint: 'a bigint, which arrives as a text',
  symbol: 'a symbol, which arrives as a text or not at all',
};

/** Everything in a value that JSON does not carry, however deep. Nothing is said about what is not in sight. */
export function* notJsonIn(file: LinkedFile, value: Value): Generator<NotJson> {
  const what = describe(file, value);
  if (what !== undefined) yield { value, file, what };
  const [object, list] = [file.objectOf(value), file.arrayOf(value)];
  if (object?.file === file) for (const member of object.value.members) yield* notJsonIn(file, member.value);
  if (list?.file === file) for (const item of list.value.items) yield* notJsonIn(file, item);
}

function describe(file: LinkedFile, value: Value): string | undefined {
  if (value.kind === 'opaque') return value.type === undefined ? undefined : opaque[value.type];
  const entity = file.entityOf(value);
  if (entity.kind === 'function' || entity.kind === 'flow' || entity.kind === 'task')
    return 'a function, which arrives as a text or not at all';
  const call = callBehind(file, value);
  if (call?.isNew !== true) return undefined;
  const callee = file.entityOf(call.callee);
  return callee.kind === 'global' ? empty[callee.name] : undefined;
}

/** The call that makes a value, directly or through a constant. */
function callBehind({ model }: LinkedFile, value: Value) {
  if (value.kind === 'call') return model.calls[value.call];
  const binding = value.kind === 'reference' ? model.bindings[value.binding] : undefined;
  return binding?.kind === 'const' && binding.value?.kind === 'call' ? model.calls[binding.value.call] : undefined;
}

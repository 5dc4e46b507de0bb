import type { LinkedFile } from '../../model/entities.ts';
import type { Value } from '../../model/value.ts';
import { alternativesOf } from './callees.ts';

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
};

const opaque: Readonly<Record<string, string>> = {
  regexp: 'a regular expression, which arrives as {}',
  bigint: 'a bigint, which arrives as a string',
  symbol: 'a symbol, which arrives as a string',
};

/** Everything in a value that JSON does not carry, however deep. Nothing is said about what is not in sight. */
export const notJsonIn = (file: LinkedFile, value: Value): Generator<NotJson> => within(file, value, (part) => notJson(file, part));

/** Everything in a value that cannot be kept: neither JSON nor the serializer of V8 takes it, so keeping it throws. What is returned itself is awaited. */
export const notKeptIn = (file: LinkedFile, value: Value): Generator<NotJson> =>
  within(file, value, (part) => notKept(file, part) ?? (part !== value && isPromise(file, part) ? 'a Promise' : undefined));

function* within(file: LinkedFile, value: Value, describe: (part: Value) => string | undefined): Generator<NotJson> {
  const what = describe(value);
  if (what !== undefined) yield { value, file, what };
  const [object, list] = [file.objectOf(value), file.arrayOf(value)];
  if (object?.file === file) for (const member of object.value.members) yield* within(file, member.value, describe);
  if (list?.file === file) for (const item of list.value.items) yield* within(file, item, describe);
}

function notJson(file: LinkedFile, value: Value): string | undefined {
  if (value.kind === 'opaque') return value.type === undefined ? undefined : opaque[value.type];
  if (isFunction(file, value)) return 'a function, which arrives as a string';
  return empty[madeBy(file, value) ?? ''];
}

function notKept(file: LinkedFile, value: Value): string | undefined {
  if (value.kind === 'opaque' && value.type === 'symbol') return 'a symbol';
  if (isFunction(file, value)) return 'a function';
  const made = madeBy(file, value) ?? '';
  return made === 'WeakMap' || made === 'WeakSet' ? `a ${made}` : undefined;
}

/** What is surely a promise that nobody has awaited. */
function isPromise(file: LinkedFile, value: Value): boolean {
  const call = callBehind(file, value);
  const callee = call === undefined ? undefined : file.entityOf(call.callee);
  return (
    madeBy(file, value) === 'Promise' ||
    (callee?.kind === 'global' && callee.name === 'fetch') ||
    alternativesOf(file.entityOf(value)).every(({ kind }) => kind === 'promise')
  );
}

const isFunction = (file: LinkedFile, value: Value): boolean => ['function', 'flow', 'task'].includes(file.entityOf(value).kind);

/** The global class of which `new` makes a value. */
function madeBy(file: LinkedFile, value: Value): string | undefined {
  const call = callBehind(file, value);
  const callee = call?.isNew === true ? file.entityOf(call.callee) : undefined;
  return callee?.kind === 'global' ? callee.name : undefined;
}

/** The call that makes a value, directly or through a constant. */
function callBehind({ model }: LinkedFile, value: Value) {
  if (value.kind === 'call') return model.calls[value.call];
  const binding = value.kind === 'reference' ? model.bindings[value.binding] : undefined;
  return binding?.kind === 'const' && binding.value?.kind === 'call' ? model.calls[binding.value.call] : undefined;
}

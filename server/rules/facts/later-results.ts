import type { LinkedFile } from '../../model/entities.ts';
import type { Call, FileModel } from '../../model/file.ts';
import type { Span } from '../../model/span.ts';
import type { Value } from '../../model/value.ts';
import { partsOf } from '../../model/parts.ts';
import { perFile } from '../../model/per-file.ts';
import type { Edit } from '../rule.ts';
import { replace } from './edits.ts';
import { isOfFutures } from './futures.ts';
import { referencesTo } from './unused.ts';

/**
 * What takes the results of a submission away where they are asked for later, as code does once the call gives the value:
 * `first.result()` of its variable, and of the items of the list that it is put into. Undefined where something else than
 * a result is asked for, or of other submissions as well.
 */
export function withoutLaterResults(text: string, file: LinkedFile, submission: number): readonly Edit[] | undefined {
  const later = laterWaits(file, submission);
  const areResults = later.every(
    ({ callee, arguments: given }) => callee.kind === 'member' && callee.name === 'result' && given.length === 0,
  );
  const areOwn = later.every((call) => sourcesOf(file, call).size === 1);
  return areResults && areOwn ? later.flatMap((call) => withoutResult(text, call)) : undefined;
}

/** Where the results of a submission are waited for, other than behind the call itself. */
export const laterWaits = (file: LinkedFile, submission: number): readonly Call[] =>
  file.model.calls.filter((call) => sourcesOf(file, call).has(submission));

/** Whether something that only futures have is asked for behind a variable or call: of it, of what it is given to, of the items of its list. */
export function holdsFuturesLater(file: LinkedFile, { binding = -1, call = -1 }: Origin): boolean {
  const { bindings, calls } = usedAsFutures(file);
  return bindings.has(binding) || calls.has(call);
}

/** Behind what something is asked for that only futures have: every finding asks, at every key. */
const usedAsFutures = perFile(({ model }) => {
  const found = { bindings: new Set<number>(), calls: new Set<number>() };
  for (const { callee } of model.calls) if (callee.kind === 'member' && isOfFutures(callee.name)) addSources(model, callee.object, found);
  for (const { usage, used } of model.references) if (usage.as === 'member' && isOfFutures(usage.member)) addSources(model, used, found);
  return found;
});

/** A variable, or a call, whose value goes on. */
interface Origin {
  readonly binding?: number | undefined;
  readonly call?: number | undefined;
}

/** The calls whose values are waited for. */
function sourcesOf({ model }: LinkedFile, { callee }: Call): ReadonlySet<number> {
  if (callee.kind !== 'member' || !(callee.name === 'result' || callee.name === 'wait') || callee.object.kind === 'call') return none;
  const found = { bindings: new Set<number>(), calls: new Set<number>() };
  addSources(model, callee.object, found);
  return found.calls;
}

const none: ReadonlySet<number> = new Set();

/** Adds the variables and calls from which a value comes. */
function addSources(model: FileModel, value: Value, found: { readonly bindings: Set<number>; readonly calls: Set<number> }): void {
  const { bindings, calls } = found;
  if (value.kind === 'call') calls.add(value.call);
  if (value.kind === 'reference' && !bindings.has(value.binding)) {
    bindings.add(value.binding);
    const { value: given, added = [] } = model.bindings[value.binding] ?? {};
    for (const one of given === undefined ? added : [given, ...added]) addSources(model, one, found);
  }
  for (const part of partsOf(value)) addSources(model, part, found);
}

/**
 * What takes the results of a list's items away where they are asked for: in `for (const one of list)` and in
 * `list.map((one) => one.result())`. Undefined where anything else is done with the list or an item.
 */
export function withoutItemResults(text: string, file: LinkedFile, list: number): readonly Edit[] | undefined {
  const waits = referencesTo(file, list).map(({ used, usage }) =>
    usage.as === 'iterated' ? waitsInLoop(file, used.span) : usage.as === 'member' ? waitInCallback(file.model, used.span) : undefined,
  );
  return waits.includes(undefined) ? undefined : waits.flatMap((calls) => calls ?? []).flatMap((call) => withoutResult(text, call));
}

/** The results that are asked for of the variable of a loop over a list; undefined where it is used for more. */
function waitsInLoop(file: LinkedFile, { start }: Span): readonly Call[] | undefined {
  const { bindings, calls } = file.model;
  const item = bindings.findIndex(({ kind, value }) => kind === 'const' && value?.kind === 'item' && value.of.span.start === start);
  const waits = referencesTo(file, item).map(({ used }) => calls.find(({ callee }) => isResultOf(callee, used.span)));
  return item === -1 || waits.includes(undefined) ? undefined : waits.flatMap((call) => call ?? []);
}

/** The result that a callback gives for each item of a list, where it does nothing else. */
function waitInCallback({ calls, functions, bindings }: FileModel, { start }: Span): readonly Call[] | undefined {
  const mapping = calls.find(({ callee }) => callee.kind === 'member' && callee.name === 'map' && callee.object.span.start === start);
  const [callback] = mapping?.arguments ?? [];
  const made = callback?.kind === 'function' ? functions[callback.function] : undefined;
  const [returned] = made?.expression === true ? made.returns : [];
  const given = returned?.kind === 'awaited' ? returned.value : returned;
  const call = given?.kind === 'call' ? calls[given.call] : undefined;
  const { object } = call?.callee.kind === 'member' ? call.callee : {};
  if (call === undefined || object?.kind !== 'reference' || !isResultOf(call.callee, object.span)) return undefined;
  const owner = bindings[object.binding];
  return owner?.kind === 'parameter' && owner.function === made?.index ? [call] : undefined;
}

const isResultOf = (callee: Value, { start }: Span): boolean =>
  callee.kind === 'member' && callee.name === 'result' && callee.object.span.start === start;

/** `await first.result()` becomes `first`. */
function withoutResult(text: string, { callee, span, usage }: Call): readonly Edit[] {
  if (callee.kind !== 'member') return [];
  const { object } = callee;
  const start = usage.awaitSpan?.start ?? object.span.start;
  const isPlain = /^await\s+$/.test(text.slice(start, object.span.start));
  return [...(isPlain ? [replace({ start, end: object.span.start }, '')] : []), replace({ start: object.span.end, end: span.end }, '')];
}

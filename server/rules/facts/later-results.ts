import type { LinkedFile } from '../../model/entities.ts';
import type { Call, FileModel } from '../../model/file.ts';
import type { Value } from '../../model/value.ts';
import { partsOf } from '../../model/parts.ts';
import type { Edit } from '../rule.ts';
import { replace } from './edits.ts';
import { isOfFutures } from './futures.ts';

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
export function holdsFuturesLater({ model }: LinkedFile, { binding = -1, call = -1 }: Origin): boolean {
  const isBehind = (value: Value): boolean => {
    const { bindings, calls } = cameBy(model, value);
    return bindings.has(binding) || calls.has(call);
  };
  return (
    model.calls.some(({ callee }) => callee.kind === 'member' && isOfFutures(callee.name) && isBehind(callee.object)) ||
    model.references.some(
      ({ usage, binding: read, span, part }) =>
        usage.as === 'member' && isOfFutures(usage.member) && isBehind(part ?? { kind: 'reference', binding: read, span }),
    )
  );
}

/** A variable, or a call, whose value goes on. */
interface Origin {
  readonly binding?: number | undefined;
  readonly call?: number | undefined;
}

/** The calls whose values are waited for. */
function sourcesOf({ model }: LinkedFile, { callee }: Call): ReadonlySet<number> {
  if (callee.kind !== 'member' || !(callee.name === 'result' || callee.name === 'wait') || callee.object.kind === 'call') return none;
  return cameBy(model, callee.object).calls;
}

const none: ReadonlySet<number> = new Set();

/** The variables and calls from which a value comes. */
function cameBy(model: FileModel, value: Value): { readonly bindings: ReadonlySet<number>; readonly calls: ReadonlySet<number> } {
  const [bindings, calls] = [new Set<number>(), new Set<number>()];
  const follow = (from: Value): void => {
    if (from.kind === 'call') calls.add(from.call);
    if (from.kind === 'reference' && !bindings.has(from.binding)) {
      bindings.add(from.binding);
      const { value: given, added = [] } = model.bindings[from.binding] ?? {};
      for (const one of given === undefined ? added : [given, ...added]) follow(one);
    }
    for (const part of partsOf(from)) follow(part);
  };
  follow(value);
  return { bindings, calls };
}

/** `await first.result()` becomes `first`. */
function withoutResult(text: string, { callee, span, usage }: Call): readonly Edit[] {
  if (callee.kind !== 'member') return [];
  const { object } = callee;
  const start = usage.awaitSpan?.start ?? object.span.start;
  const isPlain = /^await\s+$/.test(text.slice(start, object.span.start));
  return [...(isPlain ? [replace({ start, end: object.span.start }, '')] : []), replace({ start: object.span.end, end: span.end }, '')];
}

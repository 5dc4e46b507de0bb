import type { LinkedFile } from '../../model/entities.ts';
import type { Call } from '../../model/file.ts';
import type { Value } from '../../model/value.ts';
import { partsOf } from '../../model/parts.ts';
import type { Edit } from '../rule.ts';
import { replace } from './edits.ts';

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

/** The calls whose values are waited for. */
function sourcesOf({ model }: LinkedFile, { callee }: Call): ReadonlySet<number> {
  const sources = new Set<number>();
  if (callee.kind !== 'member' || !(callee.name === 'result' || callee.name === 'wait') || callee.object.kind === 'call') return sources;
  const seen = new Set<number>();
  const follow = (value: Value): void => {
    if (value.kind === 'call') sources.add(value.call);
    if (value.kind === 'reference' && !seen.has(value.binding)) {
      seen.add(value.binding);
      const { value: given, added = [] } = model.bindings[value.binding] ?? {};
      for (const one of given === undefined ? added : [given, ...added]) follow(one);
    }
    for (const part of partsOf(value)) follow(part);
  };
  follow(callee.object);
  return sources;
}

/** `await first.result()` becomes `first`. */
function withoutResult(text: string, { callee, span, usage }: Call): readonly Edit[] {
  if (callee.kind !== 'member') return [];
  const { object } = callee;
  const start = usage.awaitSpan?.start ?? object.span.start;
  const isPlain = /^await\s+$/.test(text.slice(start, object.span.start));
  return [...(isPlain ? [replace({ start, end: object.span.start }, '')] : []), replace({ start: object.span.end, end: span.end }, '')];
}

import type { FlowModel, LinkedFile, TaskModel } from '../../model/entities.ts';
import type { Call, FileModel, FunctionModel, Loop, Place } from '../../model/file.ts';
import type { Span } from '../../model/span.ts';

/** Whether a function is another one or stands in it, callbacks included. */
export function isWithin(model: FileModel, inner: number, outer: FunctionModel | undefined): boolean {
  for (let at = model.functions[inner]; at !== undefined; at = model.functions[at.parent]) if (at === outer) return true;
  return false;
}

/** Whether `await` is allowed at a place. */
export function canAwait(model: FileModel, place: Place): boolean {
  if (model.language === 'python' && place.function < 0) return false;
  return place.function < 0 || model.functions[place.function]?.async === true;
}

/** The flow or task whose function holds a place. */
export const runnableAround = (file: LinkedFile, place: Place): FlowModel | TaskModel | undefined =>
  place.function < 0 ? undefined : file.runnableAt(place.function);

/** The loops around a place, innermost first, without those outside of its function. */
export const loopsAround = (model: FileModel, place: Place): readonly Loop[] =>
  (place.loops ?? []).flatMap((index) => model.loops[index] ?? []).toReversed();

/** The name of what is called, or all of the callee where it has no name of its own. */
export const calleeNameSpan = ({ callee, calleeSpan }: Call): Span => (callee.kind === 'member' ? callee.nameSpan : calleeSpan);

/** Whether the file is a test: names and literals in it are made up. */
export const isTestFile = (path: string): boolean =>
  /(^|\/)(tests?|__tests__|specs?|e2e)\/|[._-](test|spec)\.\w+$|(^|\/)test_[^/]*\.py$/.test(path);

/** The path of another file as a message names it: without the folders that both are in, so that it is the same on every machine. */
export function pathFrom({ path: from }: LinkedFile, { path: to }: LinkedFile): string {
  const [own, other] = [from.split(/[\\/]/), to.split(/[\\/]/)];
  let common = 0;
  while (common < other.length - 1 && own[common] === other[common]) common += 1;
  return other.slice(common).join('/');
}

/** The first word of a handler: `catch`, or `except` in Python. */
export const catchSpan = ({ model }: LinkedFile, { start }: Span): Span => ({ start, end: start + (model.language === 'python' ? 6 : 5) });

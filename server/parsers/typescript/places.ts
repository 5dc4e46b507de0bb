import type { Loop } from '../../model/file.ts';
import type { Extraction } from './extraction.ts';

/** The function that is walked; -1 at the top of the file. */
export const functionOf = (x: Extraction): number => x.place.function;

/** Walks the part of a loop that is repeated. */
export function inLoop(x: Extraction, loop: Omit<Loop, 'function'>, walk: () => void): void {
  const index = x.loops.length;
  x.loops.push({ ...loop, function: functionOf(x) });
  x.at({ loops: [...(x.place.loops ?? []), index] }, walk);
}

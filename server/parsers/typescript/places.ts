import type { Loop } from '../../model/file.ts';
import type { Extraction } from './extraction.ts';

/** The function that is walked; -1 at the top of the file. */
export const functionOf = (x: Extraction): number => x.place.function;

/** Walks the part of a loop that is repeated. */
export function inLoop(x: Extraction, loop: Omit<Loop, 'function'>, walk: () => void): void {
  const index = x.loops.length;
  x.loops.push({ ...loop, function: functionOf(x) });
  breaking(x, index, () => x.at({ loops: [...(x.place.loops ?? []), index] }, walk));
}

/** Walks what `break` ends: a loop, or with -1 a `switch`. */
export function breaking(x: Extraction, loop: number, walk: () => void): void {
  const { breaks } = x;
  x.breaks = loop;
  walk();
  x.breaks = breaks;
}

/** Notes that a loop may end before its time. */
export function leave(x: Extraction, index: number): void {
  const loop = x.loops[index];
  if (loop !== undefined && loop.left === undefined) x.loops[index] = { ...loop, left: true };
}

/** Notes that all loops around a place may end before their time. */
export function leaveAll(x: Extraction): void {
  for (const index of x.place.loops ?? []) leave(x, index);
}

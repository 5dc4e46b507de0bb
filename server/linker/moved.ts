import type { Moved } from '../model/changes.ts';
import type { LinkedCall } from '../model/entities.ts';

/** Brings the items of a list to the places where they stand now; what comes in between is not known. */
export function move<T>(list: (T | undefined)[], { from, by }: Moved): void {
  if (by > 0) list.splice(from, 0, ...Array.from({ length: by }, () => undefined));
  else if (by < 0) list.splice(from + by, -by);
}

/** The same for calls, which know their places. */
export function moveCalls(calls: (LinkedCall | undefined)[], moved: Moved): void {
  if (moved.by === 0) return;
  move(calls, moved);
  for (let index = moved.from + moved.by; index < calls.length; index += 1) {
    const linked = calls[index];
    if (linked !== undefined) calls[index] = { ...linked, index };
  }
}

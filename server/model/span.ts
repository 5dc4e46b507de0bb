/** A piece of a file: offsets in UTF-16 units, as JavaScript strings and LSP count them. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Whether the first piece holds the second. */
export const contains = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

/** The offsets at which the lines of a text begin; lines end with `\n`, `\r\n` and `\r`, as in LSP. */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  if (text.includes('\r')) for (const { index, 0: end } of text.matchAll(/\r\n?|\n/g)) starts.push(index + end.length);
  else for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The same after a change, without reading the whole `changed` text again: what stood from `start` to `end` is now `text`. */
export function lineStartsAfter(
  starts: readonly number[],
  { start, end, text }: { readonly start: number; readonly end: number; readonly text: string },
  changed: string,
): number[] {
  // Whether a return ends a line depends on what follows it.
  const follows = start + text.length;
  if (changed[start - 1] === '\r' || (changed[follows - 1] === '\r' && changed[follows] === '\n')) return lineStartsOf(changed);
  const moved = text.length - (end - start);
  const inserted = lineStartsOf(text);
  const [first, last] = [lineAt(starts, start), lineAt(starts, end)];
  // A keystroke hardly ever makes or joins lines: a copy costs least.
  const after = inserted.length - 1 === last - first ? [...starts] : starts.toSpliced(first + 1, last - first, ...inserted.slice(1));
  for (let index = 1; index < inserted.length; index += 1) after[first + index] = start + (inserted[index] ?? 0);
  for (let index = first + inserted.length; index < after.length; index += 1) after[index] = (after[index] ?? 0) + moved;
  return after;
}

/** The line of an offset, counted from 0. */
export function lineAt(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The line and the character in it, both from 0, of an offset. */
export function positionAt(lineStarts: readonly number[], offset: number): { line: number; character: number } {
  const line = lineAt(lineStarts, offset);
  return { line, character: offset - (lineStarts[line] ?? 0) };
}

/** The candidate that a mistyped name means; undefined when none is close. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const allowed = Math.max(1, Math.floor(name.length / 4));
  let best: { readonly candidate: string; readonly far: number } | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) > allowed) continue;
    const far = distance(name.toLowerCase(), candidate.toLowerCase(), allowed);
    if (far <= allowed && (best === undefined || far < best.far)) best = { candidate, far };
  }
  return best?.candidate;
}

/** ` Do you mean "…"?`, to stand behind what says that a name does not exist; empty when none is close. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const best = nearest(name, candidates);
  return best === undefined ? '' : ` Do you mean "${best}"?`;
}

/** Letters to insert, remove, replace or swap with their neighbour; what is beyond `most` is not counted to its end. */
function distance(a: string, b: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (last[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const least = Math.min(replaced, (last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
      current.push(swapped ? Math.min(least, (before[column - 2] ?? 0) + 1) : least);
    }
    if (Math.min(...current, ...last) > most) return most + 1;
    [before, last] = [last, current];
  }
  return last[b.length] ?? 0;
}

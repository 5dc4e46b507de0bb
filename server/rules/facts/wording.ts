import type { Language } from '../../model/file.ts';

/** A name of the SDK as the language spells it: `runDeployment` is `run_deployment` in Python. */
export const spelled = (language: Language, name: string): string =>
  language === 'python' || language === 'yaml' ? name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : name;

/** `a`, `b` and `c`, in quotes; of many names, how many more there are. */
export function listed(names: readonly string[]): string {
  const shown = names.length > longestList ? longestList - 1 : names.length;
  const quoted = names.slice(0, shown).map((name) => `'${name}'`);
  if (shown < names.length) return `${quoted.join(', ')} and ${names.length - shown} more`;
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}

/** More names than this make a message too long to read. */
const longestList = 8;

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

/**
 * Whether a text matches a pattern of Python's `fnmatch`: `*` for anything, `?` for a character, `[ab]` and `[!ab]` for
 * some. The time is that of the pattern's length and the text's, multiplied: patterns come from requests.
 */
export function fnmatch(pattern: string, text: string): boolean {
  if (!/[*?[]/.test(pattern)) return pattern === text;
  const parts = pattern.match(/\*|\[!?\]?[^\]]*\]|[^]/g) ?? [];
  let [part, at] = [0, 0];
  /** The last star, and where what follows it is being looked for. */
  let star: { part: number; at: number } | undefined;
  while (at < text.length) {
    const wanted = parts[part];
    if (wanted === '*') {
      star = { part, at };
      part += 1;
    } else if (wanted !== undefined && isOne(wanted, text.charAt(at))) {
      part += 1;
      at += 1;
    } else if (star !== undefined) {
      star = { part: star.part, at: star.at + 1 };
      part = star.part + 1;
      at = star.at;
    } else return false;
  }
  return parts.slice(part).every((rest) => rest === '*');
}

function isOne(wanted: string, character: string): boolean {
  if (wanted === '?') return true;
  if (wanted.length < 3) return wanted === character;
  const negated = wanted.startsWith('[!');
  return inSet(wanted.slice(negated ? 2 : 1, -1), character) !== negated;
}

/** `a-z` is a range. */
const inSet = (set: string, character: string): boolean =>
  (set.match(/[^]-[^]|[^]/g) ?? []).some((one) =>
    one.length === 3 ? one.charAt(0) <= character && character <= one.charAt(2) : one === character,
  );

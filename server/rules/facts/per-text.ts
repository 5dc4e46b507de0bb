/** A fact about a text, such as whether it is a time zone; the last few hundred are remembered. */
export function perText<T>(compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size > 500) known.clear();
    const fact = compute(text);
    known.set(text, fact);
    return fact;
  };
}

import type { LinkedFile } from '../../model/entities.ts';

/** A fact about a file that several rules ask for: computed when the first one asks, and forgotten with the file. */
export function perFile<T>(compute: (file: LinkedFile) => T): (file: LinkedFile) => T {
  const known = new WeakMap<LinkedFile, { readonly fact: T }>();
  return (file) => {
    const found = known.get(file);
    if (found !== undefined) return found.fact;
    const fact = compute(file);
    known.set(file, { fact });
    return fact;
  };
}

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

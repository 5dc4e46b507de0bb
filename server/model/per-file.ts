import type { LinkedFile } from './entities.ts';

/**
 * A fact about a file that several ask for: computed when the first one asks, kept with the file and forgotten with it.
 * (In a WeakMap it would outlive the file until the next full collection, and of thousands of files fill the memory.)
 */
export function perFile<T>(compute: (file: LinkedFile) => T): (file: LinkedFile) => T {
  const key = {};
  return (file) => {
    const known = file.facts.get(key);
    if (known !== undefined || file.facts.has(key)) return known as T;
    const fact = compute(file);
    file.facts.set(key, fact);
    return fact;
  };
}

import type { LinkedFile } from './entities.ts';

/**
 * A fact about a file that several ask for: computed when the first one asks, kept with the file and forgotten with it.
 * (In a WeakMap it would outlive the file until the next full collection, and of thousands of files fill the memory.)
 */
export function perFile<T>(compute: (file: LinkedFile) => T): (file: LinkedFile) => T {
  const key = {};
  return (file) => {
    if (!file.facts.has(key)) file.facts.set(key, compute(file));
    return file.facts.get(key) as T;
  };
}

/** Random choices that a seed repeats (mulberry32). */
export interface Random {
  /** A whole number from 0 up to, and without, `below`. */
  below(below: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
}

/** See {@link Random}. */
export function createRandom(seed: number): Random {
  const state = Uint32Array.of(seed);
  const next = (): number => {
    const [last = 0] = state;
    state[0] = last + 0x6d2b79f5;
    const [now = 0] = state;
    const mixed = Math.imul(now ^ (now >>> 15), 1 | now);
    const again = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed));
    return ((again ^ (again >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    pick(list) {
      const item = list[below(list.length)];
      if (item === undefined) throw new Error('There is nothing to pick from.');
      return item;
    },
    chance: (probability) => next() < probability,
  };
}

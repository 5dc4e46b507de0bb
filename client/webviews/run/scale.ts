/** A mark of a scale: where it is, in milliseconds after the beginning, and what stands there. */
export interface Tick {
  at: number;
  label: string;
}

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000];

/** What people count time in, beyond seconds. */
const roundSteps = [1, 2, 5, 10, 15, 30].flatMap((count) => [count * second, count * minute]);
const longSteps = [1, 2, 3, 6, 12].map((count) => count * hour);
const steps = [...roundSteps, ...longSteps, ...powers(day)].toSorted((a, b) => a - b);

/** Marks at round times for a length in milliseconds, at most `most` of them, the first one at 0. */
export function ticksOf(length: number, most = 7): Tick[] {
  const fits = (step: number): boolean => Math.floor(length / step) < most;
  const step = powers(1).find((one) => one < second && fits(one)) ?? steps.find(fits) ?? length;
  const count = Math.floor(length / step) + 1;
  return Array.from({ length: count }, (_, index) => ({ at: index * step, label: labelOf(index * step, length) }));
}

/** 1, 2, 5, 10, 20, 50 … times a unit. */
function powers(unit: number): number[] {
  return [1, 10, 100, 1000].flatMap((ten) => [1, 2, 5].map((count) => count * ten * unit));
}

/** One unit throughout, as far as the length allows: `500 ms`, `0.5 s`, `2 min 30 s`, `1 h 30 min`, `2 d`. */
function labelOf(at: number, length: number): string {
  if (length <= second) return `${at} ms`;
  if (length <= minute) return `${at / second} s`;
  if (length <= hour) return of(at, minute, 'min', second, 's');
  return length <= day ? of(at, hour, 'h', minute, 'min') : of(at, day, 'd', hour, 'h');
}

function of(at: number, large: number, largeName: string, small: number, smallName: string): string {
  const [whole, rest] = [Math.floor(at / large), (at % large) / small];
  if (rest === 0) return `${whole} ${largeName}`;
  return whole === 0 ? `${rest} ${smallName}` : `${whole} ${largeName} ${rest} ${smallName}`;
}

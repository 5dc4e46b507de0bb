import { wallClock } from '../../../runtime/core/wall-clock.ts';

/** A piece of local time that clocks leave out when they are put forward; wall clock times, as if they were UTC. */
export interface ClockGap {
  readonly from: number;
  readonly to: number;
}

const hour = 3_600_000;

/** The gaps of a zone within a year after a moment. Zones without daylight saving have none. */
export function clockGaps(zone: string, after: number): readonly ClockGap[] {
  const offset = wallClock(zone).offsetAt;
  const gaps: ClockGap[] = [];
  const step = 7 * 24 * hour;
  for (let at = after; at < after + 53 * step; at += step) {
    if (offset(at + step) <= offset(at)) continue;
    const change = changeBetween(at, at + step, offset);
    gaps.push({ from: change + offset(change - 1), to: change + offset(change) });
  }
  return gaps;
}

/** The moment from which the later offset holds, to the minute. */
function changeBetween(from: number, to: number, offset: (moment: number) => number): number {
  let [low, high] = [from, to];
  const after = offset(to);
  while (high - low > 60_000) {
    const middle = Math.floor((low + high) / 120_000) * 60_000;
    if (offset(middle) === after) high = middle;
    else low = middle;
  }
  return high;
}

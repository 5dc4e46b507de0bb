import type { Shot, Target } from './connection.ts';
import { Connection } from './connection.ts';

/** What a load showed: answers per second by outcome, and latencies in milliseconds. */
export interface Load {
  perSecond: number;
  succeeded: number;
  failed: number;
  p50: number;
  p95: number;
}

/** Sends requests over so many connections for so many seconds; every answer below 400 is a success. */
export async function load(target: Target, connections: number, seconds: number, shot: (index: number) => Shot): Promise<Load> {
  const times: number[] = [];
  let succeeded = 0;
  let failed = 0;
  let index = 0;
  const started = performance.now();
  const until = started + seconds * 1000;
  const lane = async (): Promise<void> => {
    const connection = new Connection(target);
    while (performance.now() < until) {
      const before = performance.now();
      const answer = await connection.send(shot((index += 1))).catch(() => ({ status: 0 }));
      if (answer.status > 0 && answer.status < 400) succeeded += 1;
      else failed += 1;
      times.push(performance.now() - before);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, lane));
  const elapsed = (performance.now() - started) / 1000;
  return { perSecond: succeeded / elapsed, succeeded, failed, p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
}

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.floor(share * ordered.length))] ?? 0;
}

import { existsSync, readFileSync } from 'node:fs';

/** True for a process that runs; one that has ended and that nobody has asked for its end yet does not. */
export function isRunning(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) && !/^\d+ \(.*\) Z/s.test(readFileSync(file, 'utf8'));
}

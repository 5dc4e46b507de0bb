import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** True for a process that runs; one that has ended and that nobody has asked for its end yet does not. */
export function isRunning(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) && !/^\d+ \(.*\) Z/s.test(readFileSync(file, 'utf8'));
}

/** Processes whose environment names the text; where there is no /proc, none are seen. */
export function processesWith(text: string): number[] {
  const pids = existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return pids.map(Number).filter((pid) => {
    try {
      return isRunning(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(text);
    } catch {
      return false; // It has ended meanwhile, or is another user's.
    }
  });
}

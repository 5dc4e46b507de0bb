import type { LogLine } from '../core/ports.ts';
import { timeOfDay } from '../core/time.ts';

const names: Readonly<Record<number, string>> = { 10: 'DEBUG', 20: 'INFO', 30: 'WARNING', 40: 'ERROR', 50: 'CRITICAL' };

/** Shows a log line of a run that was started by hand, on stderr: stdout is the program's. */
export function echo(line: LogLine): void {
  if (line.level < leastLevel(process.env['PREFECT_LOGGING_LEVEL'])) return;
  const level = (names[line.level] ?? String(line.level)).padEnd(8);
  process.stderr.write(`${timeOfDay(line.timestamp)} | ${level} | ${line.message}\n`);
}

const leastLevel = (name = 'INFO'): number => Number(Object.keys(names).find((level) => names[Number(level)] === name.toUpperCase()) ?? 20);

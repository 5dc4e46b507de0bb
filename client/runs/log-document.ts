import type { Log } from '../../runtime/core/entities.ts';

const levels: Readonly<Record<number, string>> = { 10: 'DEBUG', 20: 'INFO', 30: 'WARNING', 40: 'ERROR', 50: 'CRITICAL' };

/** The name of a level of Python's logging; the number for others. */
export const levelName = (level: number): string => levels[level] ?? String(level);

/** One log line as the document shows it: `08:03:11.123 | INFO     | load-1 | Loading`; further lines are indented. */
export function formatLogLine(line: Log, taskName: string | undefined): string {
  const at = new Date(line.timestamp);
  const clock = [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
  const head = `${clock}.${String(at.getMilliseconds()).padStart(3, '0')} | ${levelName(line.level).padEnd(8)} | ${taskName ?? 'flow'} | `;
  return head + line.message.trimEnd().replaceAll('\n', '\n    ');
}

/** Where the lines of a task run stand, for folding: consecutive lines of one task, and stack traces. */
export function foldingRanges(lines: readonly string[]): { start: number; end: number }[] {
  const ranges: { start: number; end: number }[] = [];
  const close = (start: number, end: number): void => {
    if (end > start) ranges.push({ start, end });
  };
  let taskStart = 0;
  let task: string | undefined;
  let entryStart = 0;
  lines.forEach((line, index) => {
    const name = taskOf(line);
    if (name === undefined) return; // it goes on
    close(entryStart, index - 1);
    entryStart = index;
    if (name === task) return;
    if (task !== undefined && task !== 'flow') close(taskStart, index - 1);
    task = name;
    taskStart = index;
  });
  close(entryStart, lines.length - 1);
  if (task !== undefined && task !== 'flow') close(taskStart, lines.length - 1);
  return ranges;
}

/** The third column of a line; undefined for a line that belongs to the one before. */
const taskOf = (line: string): string | undefined => /^\d\d:\d\d:\d\d\.\d{3} \| \w+ *\| (.*?) \| /.exec(line)?.[1];

/** A place in a source file that a stack trace names; line and character count from 0. */
export interface SourceLink {
  path: string;
  line: number;
  character: number;
  /** Where the link stands in its line. */
  start: number;
  end: number;
}

/** The source files that a line of a stack trace names. */
export function sourceLinks(line: string): SourceLink[] {
  return [...line.matchAll(/(?:file:\/\/)?((?:[A-Za-z]:)?[/\\][^\s:()]+\.[cm]?[jt]sx?):(\d+):(\d+)/g)].map((match) => ({
    path: decodeURIComponent(match[1] ?? ''),
    line: Number(match[2]) - 1,
    character: Number(match[3]) - 1,
    start: match.index,
    end: match.index + match[0].length,
  }));
}

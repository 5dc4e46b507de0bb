import type { LintReport, ReportedProblem } from './report.ts';
import { countWords, plural } from './report.ts';

/** Text in a style, when there are colours. */
export type Paint = (style: 'red' | 'yellow' | 'blue' | 'dim' | 'underline' | 'bold', text: string) => string;

const colours = { error: 'red', warning: 'yellow', info: 'blue', hint: 'dim' } as const;

/** For people: file by file, each problem on a line that editors turn into a link. */
export function formatText({ files, counts, fixed, timing }: LintReport, paint: Paint): string {
  const blocks = files.map(({ path, problems }) => [paint('underline', path), ...lines(path, problems, paint)].join('\n'));
  const fixable = files.flatMap(({ problems }) => problems).filter(({ fix }) => fix === 'safe').length;
  const made = fixed.reduce((sum, { fixes }) => sum + fixes, 0);
  const summary = [
    files.length === 0 ? countWords(counts) : `${countWords(counts)} in ${plural(files.length, 'file')}`,
    fixed.length === 0 ? undefined : `${plural(made, 'fix', 'fixes')} made in ${plural(fixed.length, 'file')}`,
    fixable === 0 ? undefined : `${fixable} can be fixed with --fix`,
    `${plural(timing.filesLinted, 'file')} linted in ${Math.round(timing.total)} ms`,
  ];
  return [...blocks, summary.filter((part) => part !== undefined).join(' · ')].join('\n\n');
}

/** Where the time went: reading, rules, and each of the slowest rules. */
export function formatTiming({ index, lint, filesRead, rules }: LintReport['timing']): string {
  const slowest = rules.slice(0, 10).map(({ rule, milliseconds }) => `${milliseconds.toFixed(1).padStart(8)} ms  ${rule}`);
  return [
    `${index.toFixed(1).padStart(8)} ms  reading ${plural(filesRead, 'file')}`,
    `${lint.toFixed(1).padStart(8)} ms  linking, and all rules`,
    ...slowest,
  ].join('\n');
}

function lines(path: string, problems: readonly ReportedProblem[], paint: Paint): string[] {
  const places = problems.map(({ line, column }) => `${line}:${column}`);
  const width = Math.max(...places.map((place) => place.length));
  return problems.flatMap(({ severity, message, rule, related }, index) => [
    `  ${paint('dim', (places[index] ?? '').padEnd(width))}  ${paint(colours[severity], severity.padEnd(7))}  ${oneLine(message)}  ${paint('dim', rule)}`,
    ...related.map(
      (one) => `  ${' '.repeat(width)}  ${paint('dim', `${one.path === path ? '' : one.path}:${one.line}:${one.column} ${one.message}`)}`,
    ),
  ]);
}

/** Names in messages may hold line breaks; a problem is one line all the same. */
const oneLine = (message: string): string => message.replaceAll(/\s*[\r\n]+\s*/g, ' ');

import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Which share of the lines and branches of each folder the tests run, against its budget: `npm run coverage`, and
 * `-- --check` to fail below it. With folders only those are measured, by the tests at their own paths: that takes seconds.
 */
const budgets: Readonly<Record<string, Budget>> = {
  'runtime/core': { lines: 100, branches: 97 },
  'runtime/engine': { lines: 100, branches: 97 },
  'runtime/api-server/policies': { lines: 100, branches: 97 },
  'server/model': { lines: 100, branches: 0 },
  'server/rules': { lines: 100, branches: 0 },
};
const elsewhere: Budget = { lines: 90, branches: 0 };

/** Per cent. */
interface Budget {
  lines: number;
  branches: number;
}

interface Coverage {
  file: string;
  lines: number;
  /** Numbers of the lines that no test ran. */
  missed: number[];
  /** How many branches there are, and how many were taken. */
  branches: number;
  taken: number;
}

const root = join(import.meta.dirname, '..');
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const tests = (asked.length === 0 ? ['.'] : asked)
  .flatMap((folder) => globSync(`test/${folder}/**/*.test.ts`, { cwd: root, exclude: ['test/prefect/**'] }))
  .toSorted();
const quick = tests.filter((file) => !file.startsWith('test/e2e/'));
// Each test that starts processes by itself: one that is killed while it writes its part would cost the whole report.
const runs = [quick, ...tests.filter((file) => file.startsWith('test/e2e/')).map((file) => [file])].map(covered);
const files = merged(runs.flatMap((run) => run.files));

const folders = [...Map.groupBy(files, ({ file }) => folderOf(file))].toSorted(([a], [b]) => a.localeCompare(b));
const short = folders.filter(([name, of]) => !show(name, of));
if (asked.length === 0) print(`  ${'all'.padEnd(30)} ${linesOf(files).toFixed(1).padStart(5)} %`);
process.exitCode = runs.some(({ failed }) => failed) || (process.argv.includes('--check') && short.length > 0) ? 1 : 0;

/** Prints a folder's shares, and its files with lines that no test ran; whether its budget is kept. */
function show(name: string, of: readonly Coverage[]): boolean {
  const budget = budgets[name] ?? elsewhere;
  const [lines, branches] = [linesOf(of), branchesOf(of)];
  const kept = lines >= budget.lines && branches >= budget.branches;
  const text = (reached: number, least: number): string => `${reached.toFixed(1).padStart(5)} % of ${least} %`;
  print(`${kept ? '✔' : '✖'} ${name.padEnd(30)} lines ${text(lines, budget.lines)}  branches ${text(branches, budget.branches)}`);
  if (lines >= budget.lines) return kept;
  for (const { file, missed, lines: total } of of.toSorted((a, b) => b.missed.length - a.missed.length)) {
    if (missed.length > 0) print(`    ${file.padEnd(56)} ${String(missed.length).padStart(4)} of ${total}: ${ranges(missed)}`);
  }
  return kept;
}

function covered(of: readonly string[]): { failed: boolean; files: Coverage[] } {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-coverage-'));
  const report = join(folder, 'lcov.info');
  const product = (asked.length === 0 ? ['runtime', 'server', 'client'] : asked).map((part) => `--test-coverage-include=${part}/**/*.ts`);
  const reporters = [
    '--test-reporter=lcov',
    `--test-reporter-destination=${report}`,
    '--test-reporter=dot',
    '--test-reporter-destination=stderr',
  ];
  const options = ['--test', '--experimental-test-coverage', '--disable-warning=ExperimentalWarning', ...product, ...reporters];
  const done = spawnSync(process.execPath, [...options, ...of], { cwd: root, stdio: 'inherit' });
  const lcov = readFileSync(report, 'utf8');
  rmSync(folder, { recursive: true, force: true });
  return { failed: done.status !== 0, files: parse(lcov) };
}

/** A line is missed when every run of the tests missed it. */
function merged(all: readonly Coverage[]): Coverage[] {
  return [...Map.groupBy(all, ({ file }) => file)].map(([file, seen]) => {
    const [first, ...others] = seen.map(({ missed }) => missed);
    const missed = (first ?? []).filter((line) => others.every((other) => other.includes(line)));
    const taken = Math.max(...seen.map((one) => one.taken));
    return { file, lines: seen[0]?.lines ?? 0, missed, branches: seen[0]?.branches ?? 0, taken };
  });
}

/** The records of lcov's format: `SF:file`, then for each branch `BRDA:line,block,branch,count` and for each line `DA:line,count`. */
function parse(lcov: string): Coverage[] {
  return lcov.split('end_of_record').flatMap((record) => {
    const file = /^SF:(.*)$/m.exec(record)?.[1]?.replaceAll('\\', '/');
    if (file === undefined) return [];
    const counts = [...record.matchAll(/^DA:(\d+),(\d+)/gm)].map(([, line, count]) => ({ line: Number(line), count: Number(count) }));
    const missed = counts.filter(({ count }) => count === 0).map(({ line }) => line);
    const branches = [...record.matchAll(/^BRDA:.*,(\d+)$/gm)].map(([, count]) => Number(count));
    return { file, lines: counts.length, missed, branches: branches.length, taken: branches.filter((count) => count > 0).length };
  });
}

/** The folder with a budget that a file is in, else its own. */
function folderOf(file: string): string {
  return Object.keys(budgets).find((name) => file.startsWith(`${name}/`)) ?? file.split('/').slice(0, 2).join('/');
}

function linesOf(of: readonly Coverage[]): number {
  const all = sum(of, ({ lines }) => lines);
  return share(all - sum(of, ({ missed }) => missed.length), all);
}

function branchesOf(of: readonly Coverage[]): number {
  const all = sum(of, ({ branches }) => branches);
  return share(
    sum(of, ({ taken }) => taken),
    all,
  );
}

function share(part: number, all: number): number {
  return all === 0 ? 100 : (part / all) * 100;
}

function sum(of: readonly Coverage[], count: (one: Coverage) => number): number {
  return of.reduce((total, one) => total + count(one), 0);
}

/** `3-5 9` for the lines 3, 4, 5 and 9. */
function ranges(lines: readonly number[]): string {
  const starts = lines.filter((line, at) => lines[at - 1] !== line - 1);
  const ends = lines.filter((line, at) => lines[at + 1] !== line + 1);
  return starts.map((start, at) => (start === ends[at] ? String(start) : `${start}-${ends[at]}`)).join(' ');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

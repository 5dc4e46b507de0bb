import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Which share of the lines of each folder the tests run, against its budget: `npm run coverage`, and `-- --check` to fail below it. */
const budgets: Readonly<Record<string, number>> = {
  'runtime/core': 100,
  'runtime/engine': 100,
  'runtime/api-server/policies': 100,
  'server/model': 100,
  'server/rules': 100,
};
const elsewhere = 90;

interface Coverage {
  file: string;
  lines: number;
  /** Numbers of the lines that no test ran. */
  missed: number[];
}

const root = join(import.meta.dirname, '..');
const tests = globSync('test/**/*.test.ts', { cwd: root }).toSorted();
const quick = tests.filter((file) => !file.startsWith('test/e2e/'));
// Each test that starts processes by itself: one that is killed while it writes its part would cost the whole report.
const runs = [quick, ...tests.filter((file) => file.startsWith('test/e2e/')).map((file) => [file])].map(covered);
const files = merged(runs.flatMap((run) => run.files));

const folders = [...Map.groupBy(files, ({ file }) => folderOf(file))].toSorted(([a], [b]) => a.localeCompare(b));
let short = 0;
for (const [name, of] of folders) {
  const share = shareOf(of);
  const budget = budgets[name] ?? elsewhere;
  if (share < budget) short += 1;
  print(`${share < budget ? '✖' : '✔'} ${name.padEnd(30)} ${share.toFixed(1).padStart(5)} % of ${budget} %`);
  if (share >= budget) continue;
  for (const { file, missed, lines } of of.toSorted((a, b) => b.missed.length - a.missed.length)) {
    if (missed.length > 0) print(`    ${file.padEnd(56)} ${String(missed.length).padStart(4)} of ${lines}: ${ranges(missed)}`);
  }
}
print(`  ${'all'.padEnd(30)} ${shareOf(files).toFixed(1).padStart(5)} %`);
process.exitCode = runs.some(({ failed }) => failed) || (process.argv.includes('--check') && short > 0) ? 1 : 0;

function covered(of: readonly string[]): { failed: boolean; files: Coverage[] } {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-coverage-'));
  const report = join(folder, 'lcov.info');
  const product = ['runtime', 'server', 'client'].map((part) => `--test-coverage-include=${part}/**/*.ts`);
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
    return { file, lines: seen[0]?.lines ?? 0, missed };
  });
}

/** The records of lcov's format: `SF:file`, then `DA:line,count` for each line, then `end_of_record`. */
function parse(lcov: string): Coverage[] {
  return lcov.split('end_of_record').flatMap((record) => {
    const file = /^SF:(.*)$/m.exec(record)?.[1]?.replaceAll('\\', '/');
    if (file === undefined) return [];
    const counts = [...record.matchAll(/^DA:(\d+),(\d+)/gm)].map(([, line, count]) => ({ line: Number(line), count: Number(count) }));
    return { file, lines: counts.length, missed: counts.filter(({ count }) => count === 0).map(({ line }) => line) };
  });
}

/** The folder with a budget that a file is in, else its own. */
function folderOf(file: string): string {
  return Object.keys(budgets).find((name) => file.startsWith(`${name}/`)) ?? file.split('/').slice(0, 2).join('/');
}

function shareOf(of: readonly Coverage[]): number {
  const lines = of.reduce((sum, one) => sum + one.lines, 0);
  const missed = of.reduce((sum, one) => sum + one.missed.length, 0);
  return lines === 0 ? 100 : ((lines - missed) / lines) * 100;
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

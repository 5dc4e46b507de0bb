import { join } from 'node:path';
import { measure, summarise } from './measures.ts';
import { isProduct, parseSources } from './sources.ts';

/** Prints the figures that CONTRIBUTING.md has budgets for, per part of the repository. */
const measures = parseSources(join(import.meta.dirname, '..')).map(measure);
const product = measures.filter(isProduct);
const partOf = (path: string): string =>
  path
    .split('/')
    .slice(0, path.startsWith('examples/') ? 1 : 2)
    .join('/');
const parts = Map.groupBy(product, ({ path }) => partOf(path));
const tests = measures.filter(({ path }) => path.startsWith('test/'));

const rows = [...[...parts].toSorted(([a], [b]) => a.localeCompare(b)), ['all of these', product], ['test', tests]] as const;
const spread = ({ median, p95, max }: { median: number; p95: number; max: number }): string => `${median} / ${p95} / ${max}`;
const headings = ['part', 'files', 'lines', 'lines of a file', 'of a function', 'comments', 'documented', 'any', 'as', '!'];
const cells = rows.map(([name, of]) => {
  const row = summarise(of);
  const counts = (['an `any`', 'a cast with `as`', 'a `!` instead of a check'] as const).map((what) => row.perThousand(what).toFixed(1));
  const shares = [row.comments, row.documented].map((share) => `${share.toFixed(0)} %`);
  return [name, String(row.files), String(row.lines), spread(row.fileLines), spread(row.functionLines), ...shares, ...counts];
});
const widths = headings.map((heading, at) => Math.max(heading.length, ...cells.map((row) => row[at]?.length ?? 0)));
const line = (row: readonly string[]): string =>
  row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('   ');
process.stdout.write(`${[headings, ...cells].map(line).join('\n')}\n`);
process.stdout.write('Spreads are median / 95th percentile / maximum; any, as and ! are counted per 1000 lines.\n');

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { serverEnvironment, serverFlags } from '../client/lsp/server-process.ts';
import { lspClient } from '../test/support/lsp-client.ts';
import { generate } from './language-server/generate.ts';

/**
 * `npm run bench -- language-server [FILES…]`: cold and warm start against the floor (TypeScript reading every file of
 * the same project once), memory, detection against the generator's truth, and the time from a keystroke to its
 * diagnostics through the protocol.
 */
interface Figures {
  readonly wall: number;
  readonly cpu: number;
  readonly megabytes: number;
  readonly wrong?: number;
}

const rounds = 3;
const work = mkdtempSync(join(tmpdir(), 'millrace-bench-'));

async function measure(size: number): Promise<void> {
  const folder = join(work, `project-${size}`);
  const truth = generate(folder, size);
  const cache = join(work, `cache-${size}`);
  mkdirSync(cache);
  const floors: Figures[] = [];
  const colds: Figures[] = [];
  const warms: Figures[] = [];
  // The first runs fill the caches.
  run('floor', folder);
  run('index', folder, cache);
  for (let round = 0; round < rounds; round += 1) {
    floors.push(run('floor', folder));
    colds.push(run('index', folder));
    warms.push(run('index', folder, cache));
  }
  const { wrong } = run('find', folder);
  const { blanks, typed, megabytes } = await keystrokes(folder, longText(folder));
  const dense = await keystrokes(folder, denseText(folder));
  const single = await keystrokes(folder, singleText(folder));
  const [floor, cold, warm] = [middle(floors), middle(colds), middle(warms)];
  print(`${truth.files} files, ${(truth.bytes / 1e6).toFixed(1)} MB, ${truth.flows} flows, ${truth.tasks} tasks`);
  print(`  floor          ${show(floor)}`);
  print(
    `  cold           ${show(cold)}   ${(cold.cpu / floor.cpu).toFixed(2)} × the floor's CPU, ${(cold.wall / floor.wall).toFixed(2)} × its time`,
  );
  print(`  warm           ${show(warm)}`);
  print(`  wrong calls    ${wrong} found, ${truth.wrong} written`);
  for (const [name, times, where] of [
    ['a blank', blanks, '2,000 lines with 2 flows and helper functions'],
    ['typing', typed, '2,000 lines with 2 flows and helper functions'],
    ['typing', dense.typed, '2,000 lines with 98 flows and 147 tasks'],
    ['a new task', dense.declared, '2,000 lines with 98 flows and 147 tasks'],
    ['typing', single.typed, 'a single flow of 1,600 lines'],
  ] as const)
    print(
      `  ${name.padEnd(14)} p50 ${quantile(times, 0.5).toFixed(1)} ms, p95 ${quantile(times, 0.95).toFixed(1)} ms, ${where}, ${times.length} edits`,
    );
  print(`  server         ${megabytes} MB at its highest, with all files diagnosed`);
}

function run(what: string, ...args: string[]): Figures {
  const script = join(import.meta.dirname, 'language-server/measure.ts');
  const flags = [...serverFlags, '--disable-warning=ExperimentalWarning'];
  // The server keeps its own compiled code between two starts, too.
  const env = { ...process.env, ...serverEnvironment, NODE_COMPILE_CACHE: join(work, 'compiled') };
  const done = spawnSync(process.execPath, [...flags, script, what, ...args], { encoding: 'utf8', env });
  if (done.status !== 0) throw new Error(`measure ${what} failed: ${done.stderr}`);
  const figures: Figures = JSON.parse(done.stdout);
  return figures;
}

/** Milliseconds from a change to its diagnostics, of a blank that comes and goes and of statements that are typed, and the memory after all that. */
interface Keystrokes {
  readonly blanks: readonly number[];
  readonly typed: readonly number[];
  /** Of tasks that are typed between others. */
  readonly declared: readonly number[];
  readonly megabytes: number;
}

/**
 * Times from a change of a long document to its diagnostics, as an editor that pulls them sees it, which afterwards asks
 * for those of all files; and the memory that the server has taken for all that.
 */
async function keystrokes(folder: string, text: string): Promise<Keystrokes> {
  const uri = pathToFileURL(join(folder, 'src/area0/flows/long.ts')).href;
  // As the editor starts it.
  const capabilities = { textDocument: { diagnostic: {} } };
  const client = await lspClient({ folder, capabilities, flags: serverFlags, env: serverEnvironment });
  const diagnose = (): Promise<unknown> => client.request('textDocument/diagnostic', { textDocument: { uri } });
  await client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'typescript', version: 1, text } });
  await diagnose();
  // Nobody types within the first second.
  await setTimeout(1000);
  let version = 1;
  const edit = async ({ line, character, removed = 0, text: inserted }: Edit): Promise<number> => {
    const range = { start: { line, character }, end: { line, character: character + removed } };
    const started = performance.now();
    version += 1;
    void client.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ range, text: inserted }] });
    await diagnose();
    return performance.now() - started;
  };
  const blanks: number[] = [];
  for (let index = 0; index < 220; index += 1) blanks.push(await edit(blank(index)));
  const lineOf = (part: string): number => text.split('\n').findIndex((one) => one.includes(part));
  const typed: number[] = [];
  for (let round = 0; round < 6; round += 1)
    for (const key of keysOf(statements[round % 2] ?? '', lineOf('const sums = []'))) typed.push(await edit(key));
  const declared: number[] = [];
  for (let round = 0; round < 4; round += 1)
    for (const key of keysOf(declaration, lineOf('/** Runs for one day'))) declared.push(await edit(key));
  await client.request('workspace/diagnostic', { previousResultIds: [] });
  const highest = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${client.process.pid}/status`, 'utf8'))?.[1];
  await client.close();
  // The first ones warm the engine up.
  return { blanks: blanks.slice(20), typed, declared, megabytes: Math.round(Number(highest) / 1024) };
}

/** The first flow file with its helper functions again and again, 2,000 lines. */
function longText(folder: string): string {
  const one = readFileSync(join(folder, 'src/area0/flows/flow0.ts'), 'utf8');
  const functions = one.slice(one.indexOf('export function helper'));
  const long = one + Array.from({ length: 200 }, (_, index) => functions.replaceAll('helper_', `helper${index}_`)).join('\n');
  return long.split('\n').slice(0, 2000).join('\n');
}

/** The flows and tasks of the first flow file again and again, 2,000 lines. */
function denseText(folder: string): string {
  const [one = ''] = readFileSync(join(folder, 'src/area0/flows/flow0.ts'), 'utf8').split('export function helper');
  const first = one.indexOf('/** What a run');
  const again = (index: number): string =>
    one.slice(first).replaceAll('0_0', `0_0_${index}`).replaceAll('Parameters0', `Parameters${index}`);
  return one + Array.from({ length: 48 }, (_, index) => again(index + 1)).join('');
}

/** What the second flow of the first flow file does, again and again in one flow, 1,600 lines. */
function singleText(folder: string): string {
  const [one = ''] = readFileSync(join(folder, 'src/area0/flows/flow0.ts'), 'utf8').split('export function helper');
  const [start, end] = [one.indexOf('  const extracted'), one.indexOf('  return saved')];
  const again = (index: number): string =>
    one
      .slice(start, end)
      .replaceAll(/\b(?:extracted|lists|parts|sums|total|saved)\b/g, (name) => (index === 100 ? name : `${name}${index}`));
  return one.slice(0, start) + Array.from({ length: 200 }, (_, index) => again(index)).join('') + one.slice(end);
}

/** What an editor sends for one key. */
interface Edit {
  readonly line: number;
  readonly character: number;
  readonly removed?: number;
  readonly text: string;
}

/** A blank at the beginning of one line after the other, which goes away again. */
const blank = (index: number): Edit => ({
  line: 20 + (Math.floor((index + 2) / 2) % 40),
  character: 0,
  removed: index % 2,
  text: index % 2 === 0 ? ' ' : '',
});

/** Typed into the body of a flow: right ones, and ones with a finding. */
const statements = [
  "  const more = await sub_0_14.submit({ day: `x`, nodes: ['a', 'b'].map((node) => node + '1') }); // done",
  "  if (lists.length > 3) { for (const one of lists) { await sub_0_14({ day: one['day'] ?? day }); } }",
];

const declaration = "export const fresh = task({ name: 'fresh', retries: 2 }, async ({ day }: { day: string }) => day.length);";

const pairs: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', "'": "'", '`': '`' };

/** The keys of a statement on a line of its own, which is removed at the end. Brackets and quotes come in pairs, and the closing one is typed over. */
function* keysOf(statement: string, line: number): Generator<Edit> {
  yield { line, character: 0, text: '\n' };
  let closing = '';
  for (const [character, text] of [...statement].entries()) {
    if (closing.startsWith(text)) closing = closing.slice(1);
    else {
      closing = (pairs[text] ?? '') + closing;
      yield { line, character, text: text + (pairs[text] ?? '') };
    }
  }
  yield { line, character: 0, removed: statement.length, text: '' };
}

const middle = (figures: readonly Figures[]): Figures => {
  const sorted = figures.toSorted((a, b) => a.cpu - b.cpu);
  const found = sorted[Math.floor(sorted.length / 2)];
  if (found === undefined) throw new Error('nothing measured');
  return found;
};

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
const show = ({ wall, cpu, megabytes }: Figures): string =>
  `${String(wall).padStart(6)} ms  CPU ${String(cpu).padStart(6)} ms  ${String(megabytes).padStart(4)} MB`;
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const sizes = process.argv.slice(2).map(Number);
try {
  for (const size of sizes.length > 0 ? sizes : [1000, 10_000]) await measure(size);
} finally {
  rmSync(work, { recursive: true, force: true });
}

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** Formatter, linter and compiler beside each other; what one of them finds is printed with its name before each line. */
const checks = {
  format: 'oxfmt --check',
  lint: 'oxlint --quiet --type-aware --format unix',
  types: 'tsc --noEmit -p tsconfig.json',
  // What is published has declarations, for which each type that an export names must be reachable.
  declarations: 'tsc --noEmit -p tsconfig.build.json',
  // What browsers run has the browser's types, and none of Node's.
  pages: 'tsc --noEmit -p client/webviews/tsconfig.json',
};

const results = await Promise.all(Object.entries(checks).map(([name, command]) => run(name, command)));
if (results.includes(false)) process.exit(1);

async function run(name: string, command: string): Promise<boolean> {
  const started = performance.now();
  // npm has put the folder of these commands on the path; on Windows they are scripts of its shell.
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  if (code === 0) {
    process.stdout.write(`✔ ${name} (${seconds})\n`);
    return true;
  }
  const lines = `${output}${errors}`.split('\n').filter((line) => line.trim() !== '');
  process.stdout.write(lines.map((line) => `✖ ${name}: ${line}\n`).join(''));
  if (name === 'format') process.stdout.write('✖ format: "npm run format" puts it right.\n');
  return false;
}

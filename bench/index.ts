import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Runs one measurement: `npm run bench -- <name> [options]`. Each is a program of its own, described at its top. */
const names = [
  'api',
  'claims',
  'crash',
  'editor',
  'editor-models',
  'fuzz',
  'language-server',
  'large',
  'latency',
  'lint',
  'load',
  'public-sources',
  'start',
];
const [name = '', ...options] = process.argv.slice(2);

if (names.includes(name)) {
  const flags = ['--disable-warning=ExperimentalWarning', '--expose-gc'];
  const done = spawnSync(process.execPath, [...flags, join(import.meta.dirname, `${name}.ts`), ...options], { stdio: 'inherit' });
  process.exitCode = done.status ?? 1;
} else {
  process.stderr.write(`usage: npm run bench -- ${names.join('|')}\n`);
  process.exitCode = 2;
}

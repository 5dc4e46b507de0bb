#!/usr/bin/env node
// Plain JavaScript that every Node can read, so that an old one gets a sentence instead of a syntax error.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 15)) {
  process.stderr.write(`Millrace needs Node 22.15 or newer, and this is ${process.versions.node} (${process.execPath}).\n`);
  process.exit(1);
}
// V8's four threads keep the one that lints waiting where there are no more than two cores: a tenth of the time that thousands of
// files take. How many threads it has is only asked at the start.
const isTold = `${process.execArgv} ${process.env.NODE_OPTIONS}`.includes('--v8-pool-size');
if (process.argv[2] === 'lint' && availableParallelism() <= 2 && !isTold && !process.versions.electron) {
  try {
    process.execve(process.execPath, [process.execPath, '--v8-pool-size=1', ...process.execArgv, ...process.argv.slice(1)]);
  } catch {
    // Windows cannot do this, and Node may be forbidden to: the process goes on as it is.
  }
}
// Who asks for no colours gets none, also where something else asks for them: Node would do it the other way round, and warn.
if (process.env.NO_COLOR) delete process.env.FORCE_COLOR;
const cache = module.enableCompileCache?.().directory;
// A cache that was enabled by a call is not inherited: threads and the processes of runs start four times as fast with it.
if (cache !== undefined) process.env.NODE_COMPILE_CACHE ??= dirname(cache);
// That Node calls its TypeScript support experimental is no news for the one who types; other warnings are.
const [show] = process.listeners('warning');
process.removeAllListeners('warning');
process.on('warning', (warning) => (warning.name === 'ExperimentalWarning' ? undefined : show?.(warning)));
const source = new URL('../cli/main.ts', import.meta.url);
await import(existsSync(source) ? source.href : new URL('../cli/main.js', import.meta.url).href);

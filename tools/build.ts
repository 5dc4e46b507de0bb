import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** Writes the package `millrace` as it is published, JavaScript with declarations, to a folder: `runtime/dist` unless another is named. */
const root = join(import.meta.dirname, '..');
const runtime = join(root, 'runtime');
const target = resolve(process.argv[2] ?? join(runtime, 'dist'));

rmSync(target, { recursive: true, force: true });
const compiler = join(root, 'node_modules/typescript/bin/tsc');
const options = ['-p', join(runtime, 'tsconfig.build.json'), '--outDir', target];
const compiled = spawnSync(process.execPath, [compiler, ...options], { stdio: 'inherit' });
if (compiled.status !== 0) process.exit(compiled.status ?? 1);

cpSync(join(runtime, 'bin'), join(target, 'bin'), { recursive: true });
cpSync(join(runtime, 'README.md'), join(target, 'README.md'));
cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
writeFileSync(join(target, 'package.json'), `${JSON.stringify(published(), null, 2)}\n`);

const shown = relative(process.cwd(), target);
process.stdout.write(`${shown} is the package: "npm pack ./${shown}" makes a file of it, "npm publish ./${shown}" publishes it.\n`);

/** The manifest with its exports pointing at what was compiled. */
function published(): Record<string, unknown> {
  const manifest: Record<string, unknown> = JSON.parse(readFileSync(join(runtime, 'package.json'), 'utf8'));
  const { private: _private, ...rest } = manifest;
  const exports = { '.': { types: './sdk/index.d.ts', default: './sdk/index.js' }, './package.json': './package.json' };
  return { ...rest, exports };
}

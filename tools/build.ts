import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes `runtime/dist`: the package `millrace` as it is published, JavaScript with declarations. */
const root = join(import.meta.dirname, '..');
const runtime = join(root, 'runtime');
const dist = join(runtime, 'dist');

rmSync(dist, { recursive: true, force: true });
const compiler = join(root, 'node_modules/typescript/bin/tsc');
const compiled = spawnSync(process.execPath, [compiler, '-p', join(runtime, 'tsconfig.build.json')], { stdio: 'inherit' });
if (compiled.status !== 0) process.exit(compiled.status ?? 1);

cpSync(join(runtime, 'bin'), join(dist, 'bin'), { recursive: true });
for (const file of ['LICENSE', 'README.md']) cpSync(join(root, file), join(dist, file));

const manifest: Record<string, unknown> = JSON.parse(readFileSync(join(runtime, 'package.json'), 'utf8'));
const published = {
  ...manifest,
  exports: {
    '.': { types: './sdk/index.d.ts', default: './sdk/index.js' },
    './package.json': './package.json',
  },
};
writeFileSync(join(dist, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
process.stdout.write('runtime/dist is ready: "npm pack ./runtime/dist" makes the package.\n');

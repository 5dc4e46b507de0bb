import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { bundleRuntime } from './runtime-bundle.ts';
import { bundleServer } from './server-bundle.ts';

/**
 * Writes the npm packages as they are published, JavaScript with declarations: `runtime/dist` and `server/dist`, or below
 * the folder that is named, each under its package's name. The JavaScript is bundled: programs start twice as fast with few
 * files, and the language server shares facts with the runtime. The packages that they depend on are not part of it.
 */
const root = join(import.meta.dirname, '..');
const [wanted] = process.argv.slice(2);
const compiled = compile();
await bundleRuntime(
  pack('runtime', () => './lib/sdk.js'),
  { packages: 'external' },
);
await bundleServer(
  pack('server', (source) => source.replace(/ts$/, 'js')),
  { packages: 'external' },
);
rmSync(compiled, { recursive: true, force: true });

/** Compiles both at once, because each refers to the other's types; a folder with a folder of each. */
function compile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-build-'));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const done = spawnSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json'), '--outDir', folder], { stdio: 'inherit' });
  if (done.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    process.exit(1);
  }
  return folder;
}

/** Writes a package without its JavaScript, and returns its folder; `loaded` says which file will be loaded for an exported source. */
function pack(part: string, loaded: (source: string) => string): string {
  const source = join(root, part);
  const manifest: Manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const target = wanted === undefined ? join(source, 'dist') : resolve(wanted, manifest.name);
  rmSync(target, { recursive: true, force: true });
  cpSync(join(compiled, part), target, { recursive: true, filter: (file) => !file.endsWith('.js') });
  cpSync(join(source, 'bin'), join(target, 'bin'), { recursive: true });
  for (const file of globSync('**/*.d.cts', { cwd: source, exclude: ['dist/**', 'node_modules/**'] }))
    cpSync(join(source, file), join(target, file));
  cpSync(join(source, 'README.md'), join(target, 'README.md'));
  cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
  // The language server links from a problem to the page of its rule.
  if (part === 'server') cpSync(join(root, 'docs/rules'), join(target, 'docs/rules'), { recursive: true });
  const exports = Object.fromEntries(Object.entries(manifest.exports).map(([name, file]) => [name, published(file, loaded)]));
  writeFileSync(join(target, 'package.json'), `${JSON.stringify({ ...manifest, exports }, null, 2)}\n`);
  const shown = relative(process.cwd(), target);
  process.stdout.write(`${shown}: "npm pack ./${shown}" makes a file of it, "npm publish ./${shown}" publishes it.\n`);
  return target;
}

interface Manifest {
  name: string;
  exports: Record<string, string>;
}

/** What an export points at, once it is compiled. */
function published(file: string, loaded: (source: string) => string) {
  return file.endsWith('.ts') ? { types: file.replace(/ts$/, 'd.ts'), default: loaded(file) } : file;
}

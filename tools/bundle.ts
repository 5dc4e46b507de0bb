import { cpSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';
import { build } from 'esbuild';
import { noticesOf } from './notices.ts';
import { bundleRuntime, forNode, requireFromBundle } from './runtime-bundle.ts';
import { bundleServer } from './server-bundle.ts';

/** Builds what the extension ships: `npm run bundle` writes dist/ and says how large each part is. */
const root = join(import.meta.dirname, '..');

const common: BuildOptions = { ...forNode, minify: true };

/** The runtime with the packages that it uses: nothing is installed beside an extension. */
async function bundleRuntimePackage(): Promise<Metafile[]> {
  const folder = join(root, 'dist/runtime');
  const metafile = await bundleRuntime(folder, {
    minify: true,
    external: ['millrace'],
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
    plugins: [requireFromBundle, languageServerBeside],
  });
  const { version } = readJson('runtime/package.json');
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'millrace', version, type: 'module', exports: './lib/sdk.js' }));
  return [metafile];
}

/** The command line finds the language server, and with it the compiler, in the folder that has it for the editor. */
const languageServerBeside: Plugin = {
  name: 'language-server-beside',
  setup({ onResolve }) {
    onResolve({ filter: /^millrace-language-server\/lint$/ }, () => ({ path: '../../server/lint.js', external: true }));
  },
};

/** The extension, and apart from it what is loaded when it is needed: the language client, which is several times larger, and `ws`. */
async function bundleClient(): Promise<Metafile[]> {
  const external = ['vscode', ...apart.map(({ file }) => file)];
  const shared: BuildOptions = { ...common, format: 'cjs', external, outExtension: { '.js': '.cjs' }, outdir: 'dist/client' };
  const entries = [
    { extension: 'client/extension.ts' },
    { 'language-client': 'client/lsp/language-client.ts' },
    { ws: 'node_modules/ws/wrapper.mjs' },
  ];
  return Promise.all(
    entries.map((entryPoints) => bundled({ ...shared, entryPoints, plugins: 'extension' in entryPoints ? [partsApart] : [] })),
  );
}

/** What the extension imports lazily from files of their own. */
const apart = [
  { filter: /\/language-client\.ts$/, file: './language-client.cjs' },
  { filter: /^ws$/, file: './ws.cjs' },
] as const;

const partsApart: Plugin = {
  name: 'parts-apart',
  setup({ onResolve }) {
    for (const { filter, file } of apart)
      onResolve({ filter }, ({ kind }) => (kind === 'dynamic-import' ? { path: file, external: true } : undefined));
  },
};

/** The programs of the webviews, each with its style sheet. */
async function bundleWebviews(): Promise<Metafile[]> {
  const parts = ['app.ts', 'style.css'].map((kind): BuildOptions => {
    const files = globSync(`client/webviews/*/${kind}`, { cwd: root });
    const entryPoints = Object.fromEntries(files.map((file) => [basename(dirname(file)), file]));
    return { ...common, platform: 'browser', target: 'es2024', entryPoints, outdir: 'dist/webviews', format: 'iife' };
  });
  return Promise.all(parts.map(bundled));
}

/** The language server; the pages of its rules lie where it looks for them. */
async function bundleLanguageServer(): Promise<Metafile[]> {
  // Packages that choose their parts when they run cannot be bundled; what they offer as modules can.
  const metafile = await bundleServer(join(root, 'dist/server'), { minify: true, mainFields: ['module', 'main'] });
  cpSync(join(root, 'docs/rules'), join(root, 'dist/docs/rules'), { recursive: true });
  writeFileSync(join(root, 'dist/server/package.json'), '{"type":"module"}');
  return [metafile];
}

/** Builds a part; what it was made of. */
async function bundled(options: BuildOptions): Promise<Metafile> {
  const { metafile } = await build({ ...options, metafile: true });
  return metafile;
}

const readJson = (file: string): { version: string } => JSON.parse(readFileSync(join(root, file), 'utf8'));

/** Builds everything into dist/. */
export async function bundle(): Promise<void> {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  mkdirSync(join(root, 'dist'));
  const parts = await Promise.all([bundleRuntimePackage(), bundleClient(), bundleWebviews(), bundleLanguageServer()]);
  writeFileSync(join(root, 'dist/THIRD-PARTY-NOTICES.txt'), noticesOf(root, parts.flat()));
  cpSync(join(root, 'LICENSE'), join(root, 'dist/LICENSE'));
}

if (import.meta.main) {
  await bundle();
  for (const file of globSync('dist/**/*.{js,cjs,mjs,css}', { cwd: root }).toSorted()) {
    process.stdout.write(`${String(Math.round(statSync(join(root, file)).size / 1000)).padStart(6)} kB  ${file}\n`);
  }
}

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');

/** What every program that runs under Node is bundled with. */
export const forNode = {
  absWorkingDir: root,
  bundle: true,
  keepNames: true,
  legalComments: 'none',
  logLevel: 'warning',
  target: 'node22.15',
  platform: 'node',
} as const satisfies BuildOptions;

/**
 * Writes the command line with SDK, engine, worker and embedded server as few files, `lib/` below a folder, and the
 * launcher `bin/`: a server of 144 modules takes twice the CPU to start. All files lie in one folder, so that each finds
 * its neighbours (`./child.js`) wherever the bundler put the code that asks for them; the folder is the package
 * `millrace`, so that a flow's `import 'millrace'` gets the very instance that runs it. Returns what the files are made of.
 */
export async function bundleRuntime(folder: string, options: BuildOptions): Promise<Metafile> {
  const { metafile } = await build({
    ...forNode,
    entryPoints: {
      main: 'runtime/cli/main.ts',
      sdk: 'runtime/sdk/index.ts',
      child: 'runtime/worker/child.ts',
      'last-words-process': 'runtime/sdk/last-words-process.ts',
      'watchdog-thread': 'runtime/sdk/watchdog-thread.ts',
      'writer-thread': 'runtime/api-server/writer-thread.ts',
    },
    outdir: join(folder, 'lib'),
    format: 'esm',
    splitting: true,
    chunkNames: '[name]-[hash]',
    ...options,
    metafile: true,
  });
  const bin = readFileSync(join(root, 'runtime/bin/millrace.mjs'), 'utf8');
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'bin/millrace.mjs'), bin.replaceAll('../cli/main', '../lib/main'));
  return metafile;
}

/** Lets the bundler see what the runtime loads lazily through `createRequire`, to put it into the bundle. */
export const requireFromBundle: Plugin = {
  name: 'require-from-bundle',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]runtime[/\\].*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      return { loader: 'ts', contents: text.replace('const require = createRequire(import.meta.url);', '') };
    });
  },
};

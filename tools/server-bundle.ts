import type { BuildOptions, Metafile } from 'esbuild';
import { build } from 'esbuild';
import { forNode } from './runtime-bundle.ts';

/**
 * Writes the language server as few files: `main.js` for editors, `lint.js` and `protocol.js` for programs. It shares facts
 * with the runtime (`runtime/core`), which are thus part of it. Returns what the files are made of.
 */
export async function bundleServer(outdir: string, options: BuildOptions): Promise<Metafile> {
  const { metafile } = await build({
    ...forNode,
    // To name each function when it is made anew would slow down what is done at every key.
    keepNames: false,
    entryPoints: { main: 'server/main.ts', lint: 'server/lint.ts', protocol: 'server/protocol.ts' },
    outdir,
    format: 'esm',
    splitting: true,
    chunkNames: '[name]-[hash]',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url); const __filename = import.meta.filename; const __dirname = import.meta.dirname;",
    },
    ...options,
    metafile: true,
  });
  return metafile;
}

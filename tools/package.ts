import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { bundle } from './bundle.ts';

/** Makes the `.vsix`: everything is in the bundles, so nothing of node_modules goes in. */
const root = join(import.meta.dirname, '..');

/** Builds and packs the extension; the path of the file. */
export async function makePackage(target = join(root, 'dist/millrace.vsix')): Promise<string> {
  await bundle();
  await createVSIX({
    cwd: root,
    packagePath: target,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
    readmePath: 'client/README.md',
  });
  return target;
}

if (import.meta.main) {
  const file = await makePackage();
  process.stdout.write(`${file} (${Math.round(statSync(file).size / 1000)} kB)\n`);
}

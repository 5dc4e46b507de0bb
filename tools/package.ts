import { statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { bundle } from './bundle.ts';

/** Makes the `.vsix`: everything is in the bundles, so nothing of node_modules goes in. */
const root = join(import.meta.dirname, '..');

/** Builds and packs the extension; the path of the file. Throws when a part is larger than it may be. */
export async function makePackage(): Promise<string> {
  const target = join(root, 'dist/millrace.vsix');
  await bundle();
  await createVSIX({
    cwd: root,
    packagePath: target,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
    readmePath: 'client/README.md',
  });
  keepSmall(join(root, 'dist/client/extension.cjs'), 200_000);
  keepSmall(target, 3_000_000);
  return target;
}

/** What every window loads, and what is downloaded, does not grow unnoticed. */
function keepSmall(file: string, bytes: number): void {
  const { size } = statSync(file);
  if (size > bytes)
    throw new Error(`${relative(root, file)} has ${size} bytes, and may have ${bytes}: "npm run bundle" says how large each file is.`);
}

if (import.meta.main) {
  const file = await makePackage();
  process.stdout.write(`${file} (${Math.round(statSync(file).size / 1000)} kB)\n`);
}

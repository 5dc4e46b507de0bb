import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Writes the packages into a folder as they are published, and gives the paths of the archives that npm installs. */
export function packedInto(folder: string): string[] {
  execFileSync(process.execPath, [join(root, 'tools/build.ts'), folder], { stdio: 'pipe' });
  return ['millrace-language-server', 'millrace'].map((name) => {
    const packed = execFileSync('npm', ['pack', '--json', join(folder, name)], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    const [{ filename }]: [{ filename: string }] = JSON.parse(packed);
    return join(folder, filename);
  });
}

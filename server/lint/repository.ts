import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/**
 * Where a folder is in its repository of Git, as `packages/jobs`: hosting sites find files from there. Empty at its top,
 * and where there is no repository.
 */
export function folderInRepository(folder: string): string {
  for (let top = folder; ; top = dirname(top)) {
    // A file of this name belongs to a worktree or a submodule.
    if (existsSync(join(top, '.git'))) return relative(top, folder).replaceAll(sep, '/');
    if (dirname(top) === top) return '';
  }
}

import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** The top of the repository of Git around a folder; undefined where there is none. */
export function topOfRepository(folder: string): string | undefined {
  for (let top = folder; ; top = dirname(top)) {
    // A file of this name belongs to a worktree or a submodule.
    if (existsSync(join(top, '.git'))) return top;
    if (dirname(top) === top) return undefined;
  }
}

/**
 * Where a folder is in its repository of Git, as `packages/jobs`: hosting sites find files from there. Empty at its top,
 * and where there is no repository.
 */
export const folderInRepository = (folder: string): string => relative(topOfRepository(folder) ?? folder, folder).replaceAll(sep, '/');

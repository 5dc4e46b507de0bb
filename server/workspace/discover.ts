import { readdirSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { isReadable } from './languages.ts';
import { statOf } from './text-files.ts';

/** Folders that hold no sources of the project's own. */
const skipped = new Set([
  'node_modules',
  'dist',
  'build',
  'out',
  'coverage',
  'target',
  'venv',
  '__pycache__',
  'site-packages',
  'bower_components',
  'vendor',
]);

/** Whether a folder is left out, unless somebody names it. */
export const isSkipped = (name: string): boolean => name.startsWith('.') || skipped.has(name);

/** Whether a walk from one of the roots comes to the folder of a path: none on the way is left out. */
export const isReached = (roots: readonly string[], path: string): boolean =>
  roots.some((root) => {
    const way = relative(root, dirname(path));
    return !isAbsolute(way) && !way.split(sep).some((name) => name !== '' && isSkipped(name));
  });

/** The same for a folder: a walk comes to what is in it. */
export const isFolderReached = (roots: readonly string[], folder: string): boolean => isReached(roots, join(folder, 'file'));

/** Whether the content of a file decides where imports lead to: settings of TypeScript, packages, lists of packages. */
export const leadsImports = (path: string): boolean => /^(([jt]sconfig.*|package)\.json|pnpm-workspace\.yaml)$/.test(basename(path));

/** Whether a path is in a folder, however deep. */
export const isBelow = (folder: string, path: string): boolean =>
  path.startsWith(folder) && (/[/\\]$/.test(folder) || /^[/\\]/.test(path.slice(folder.length)));

/** What a project consists of, as far as it matters here. */
export interface Discovered {
  readonly sources: string[];
  /** `tsconfig.json` and `jsconfig.json`. */
  readonly configs: string[];
  readonly packages: string[];
  /** `pnpm-workspace.yaml`. */
  readonly lists: string[];
  /** Whether there were more sources than the cap allows. */
  readonly capped: boolean;
  /** The folders that may not be read. */
  readonly unreadable: string[];
}

/**
 * Walks folders; links to folders are not followed, so that no circle is walked, and what has vanished is left out. A
 * link to a file counts if `takesLink` says so: it may lead to what is walked anyway.
 */
export function discover(folders: readonly string[], cap: number, takesLink: (path: string) => boolean): Discovered {
  const found = {
    sources: [] as string[],
    configs: [] as string[],
    packages: [] as string[],
    lists: [] as string[],
    unreadable: [] as string[],
  };
  const waiting = [...folders];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const entries = entriesOf(folder);
    if (entries === undefined) found.unreadable.push(folder);
    for (const entry of entries ?? []) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!isSkipped(entry.name)) waiting.push(path);
      } else if (entry.name === 'package.json') found.packages.push(path);
      else if (entry.name === 'pnpm-workspace.yaml') found.lists.push(path);
      else if (/^[jt]sconfig(\..*)?\.json$/.test(entry.name)) found.configs.push(path);
      else if (entry.isSymbolicLink() ? takesLink(path) : isReadable(entry.name)) found.sources.push(path);
    }
    if (found.sources.length > cap) return { ...found, sources: found.sources.slice(0, cap), capped: true };
  }
  return { ...found, capped: false };
}

/** What is in a folder; undefined when it is there and may not be read. */
function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return statOf(folder) === undefined ? [] : undefined;
  }
}

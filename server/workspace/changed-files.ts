import { basename, dirname } from 'node:path';
import { discover, isReached, isSkipped } from './discover.ts';
import type { Places } from './places.ts';
import { isLink } from './places.ts';
import { statOf } from './text-files.ts';

/** The files that a notice of changes is about. */
export interface ChangedFiles {
  readonly paths: readonly string[];
  /** Whether a link leads elsewhere now: specifiers may name other files although none has come or gone. */
  readonly moved: boolean;
}

/** The files that are known, of a project. */
interface KnownFiles {
  has(path: string): boolean;
  paths(): Iterable<string>;
}

/** What to look at again when something has changed, come or gone at some paths; a folder stands for all that is or was in it. */
export function changedFiles(reported: readonly string[], files: KnownFiles, places: Places, cap: number): ChangedFiles {
  const { roots } = places;
  const ways = reported.map((path) => places.changed(path));
  const changed = new Set(ways.flat().filter((path) => files.has(path) || isReached(roots, path) || roots.includes(path)));
  const allKnown = [...changed].every((path) => files.has(path));
  // As in a walk, links are not followed, unless they are given themselves.
  const isFolder = (path: string): boolean => (roots.includes(path) || !isLink(path)) && statOf(path)?.isDirectory() === true;
  const folders = [...changed].filter((path) => !isSkipped(basename(path)) && isFolder(path));
  const known = allKnown ? [] : [...files.paths()].filter((path) => isBelowAny(changed, path));
  const found = discover(folders, cap, (link) => places.takes(link)).sources;
  return { paths: [...new Set([...changed, ...known, ...found])], moved: ways.some(([before, now]) => before !== now) };
}

/** Whether a path is in one of some folders, however deep. */
function isBelowAny(folders: ReadonlySet<string>, path: string): boolean {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) if (folders.has(folder)) return true;
  return false;
}

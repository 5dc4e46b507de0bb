import { globSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isBelow } from '../features/flows.ts';
import { isReached } from '../workspace/discover.ts';
import { Places } from '../workspace/places.ts';
import { statOf } from '../workspace/text-files.ts';

/** What the arguments of the command mean. */
export interface Targets {
  /** Folders that are read: rules need the project around the files that are linted. */
  readonly roots: readonly string[];
  /** Whether a file of these folders is linted. */
  includes(path: string): boolean;
  /** The patterns that match no file of a list. */
  unmatched(paths: readonly string[]): string[];
}

/** Reads files, folders and globs, relative to a folder; without any, the whole folder is meant. */
export function targetsOf(cwd: string, patterns: readonly string[]): Targets {
  const places = new Places([cwd]);
  const wanted = (patterns.length === 0 ? ['.'] : patterns).map((pattern) => ({ pattern, matches: matcherOf(places, cwd, pattern) }));
  const named = patterns.flatMap((pattern) => folderOf(places.find(resolve(cwd, pattern))) ?? []);
  return {
    roots: [cwd, ...new Set(named.filter((folder) => !isReached([cwd], join(folder, 'file'))))],
    includes: (path) => wanted.some(({ matches }) => matches(path)),
    unmatched: (paths) => wanted.flatMap(({ pattern, matches }) => (paths.some(matches) ? [] : [pattern])),
  };
}

function matcherOf(places: Places, cwd: string, pattern: string): (path: string) => boolean {
  const named = places.find(resolve(cwd, pattern));
  const stat = statOf(named);
  if (stat?.isDirectory() === true) return (path) => isBelow(named, path);
  if (stat?.isFile() === true) return (path) => path === named;
  // Files that match stand in few folders: only of these it is asked whether links lead there.
  const byFolder = Map.groupBy(globSync(pattern, { cwd }), (path) => dirname(resolve(cwd, path)));
  const found = new Set(
    [...byFolder].flatMap(([folder, paths]) => {
      const place = places.find(folder);
      return paths.map((path) => join(place, basename(path)));
    }),
  );
  return (path) => found.has(path);
}

/** The folder that is named, or that of the file. */
function folderOf(path: string): string | undefined {
  const stat = statOf(path);
  if (stat === undefined) return undefined;
  return stat.isDirectory() ? path : dirname(path);
}

import { globSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { isBelow } from '../features/flows.ts';
import { isSkipped } from '../workspace/discover.ts';
import { statOf } from '../workspace/indexed-files.ts';

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
  const wanted = (patterns.length === 0 ? ['.'] : patterns).map((pattern) => ({ pattern, matches: matcherOf(cwd, pattern) }));
  const named = patterns.flatMap((pattern) => folderOf(resolve(cwd, pattern)) ?? []).filter((folder) => !isWalked(cwd, folder));
  return {
    roots: [cwd, ...new Set(named)],
    includes: (path) => wanted.some(({ matches }) => matches(path)),
    unmatched: (paths) => wanted.flatMap(({ pattern, matches }) => (paths.some(matches) ? [] : [pattern])),
  };
}

function matcherOf(cwd: string, pattern: string): (path: string) => boolean {
  const named = resolve(cwd, pattern);
  const whole = isWalked(cwd, named) ? named : realOf(named);
  const stat = statOf(whole);
  if (stat?.isDirectory() === true) return (path) => isBelow(whole, path);
  if (stat?.isFile() === true) return (path) => path === whole;
  const found = new Set(globSync(pattern, { cwd }).map((path) => resolve(cwd, path)));
  return (path) => found.has(path);
}

/** The folder that is named, or that of the file: the real one, as links are not followed. */
function folderOf(path: string): string | undefined {
  const stat = statOf(path);
  if (stat === undefined) return undefined;
  const real = realOf(path);
  return stat.isDirectory() ? real : dirname(real);
}

const realOf = (path: string): string => (statOf(path) === undefined ? path : realpathSync(path));

/** Whether a walk from a folder comes to a path by itself: no link, and no folder that is left out, is on the way. */
function isWalked(cwd: string, path: string): boolean {
  const way = relative(cwd, path);
  if (way.startsWith('..') || isAbsolute(way)) return false;
  return !way.split(sep).some((name) => name !== '' && isSkipped(name)) && resolve(realOf(cwd), way) === realOf(path);
}

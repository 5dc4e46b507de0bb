import { globSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { isBelow } from '../features/flows.ts';

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
  const outside = patterns.map((pattern) => resolve(cwd, pattern)).filter((path) => isFolder(path) && isOutside(cwd, path));
  return {
    roots: [cwd, ...outside],
    includes: (path) => wanted.some(({ matches }) => matches(path)),
    unmatched: (paths) => wanted.flatMap(({ pattern, matches }) => (paths.some(matches) ? [] : [pattern])),
  };
}

function matcherOf(cwd: string, pattern: string): (path: string) => boolean {
  const whole = resolve(cwd, pattern);
  const stat = statSync(whole, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) return (path) => isBelow(whole, path);
  if (stat?.isFile() === true) return (path) => path === whole;
  const found = new Set(globSync(pattern, { cwd }).map((path) => resolve(cwd, path)));
  return (path) => found.has(path);
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

function isOutside(cwd: string, path: string): boolean {
  const way = relative(cwd, path);
  return way.startsWith('..') || isAbsolute(way);
}

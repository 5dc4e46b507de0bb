import { globSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isBelow, isFolderReached, isReached } from '../workspace/discover.ts';
import { Places } from '../workspace/places.ts';
import { statOf } from '../workspace/text-files.ts';
import { GitIgnore } from './git-ignore.ts';
import { topOfRepository } from './repository.ts';

/** What the arguments of the command mean. */
export interface Targets {
  /** Folders that are read: rules need the project around the files that are linted. */
  readonly roots: readonly string[];
  /** Whether a file of these folders is linted. */
  includes(path: string): boolean;
  /** Whether nothing is said about one of these files, as Git ignores it, and neither it nor a folder around it is named. */
  leavesOut(path: string): boolean;
  /** The patterns that match none of some files, told those that may not be read. */
  unmatched(paths: readonly string[], unreadable: readonly string[]): Unmatched;
}

/** Patterns that match no file that is linted. */
export interface Unmatched {
  /** Those that name what may not be read. */
  readonly unread: readonly string[];
  /** Those that name another file which is there: hooks hand over whatever was changed. */
  readonly others: readonly string[];
  readonly nothing: readonly string[];
  /** What may not be read and is linted, but for those that are named. */
  readonly unseen: readonly string[];
}

/** Reads files, folders and globs, relative to a folder; without any, the whole folder is meant. */
export function targetsOf(cwd: string, patterns: readonly string[]): Targets {
  const places = new Places([cwd]);
  const git = new GitIgnore();
  const top = places.find(cwd);
  const wanted = patterns.map((pattern) => {
    const named = places.find(resolve(cwd, pattern));
    return { pattern, matches: matcherOf(places, cwd, pattern), from: statOf(named) === undefined ? top : named };
  });
  const inFolder = matcherOf(places, cwd, '.');
  const named = patterns.flatMap((pattern) => folderOf(places.find(resolve(cwd, pattern))) ?? []);
  const around = named.length === patterns.length ? projectsAround(cwd, named) : [cwd];
  return {
    roots: [...around, ...new Set(named.filter((folder) => !isFolderReached(around, folder)))],
    includes: (path) => (wanted.length === 0 ? inFolder(path) : wanted.some(({ matches }) => matches(path))),
    leavesOut: (path) =>
      wanted.length === 0 ? git.ignores(path, top) : wanted.every(({ matches, from }) => !matches(path) || git.ignores(path, from)),
    unmatched(paths, unreadable) {
      const without = wanted.filter(({ matches }) => !paths.some(matches));
      const kinds = Object.groupBy(without, ({ pattern, matches }) =>
        unreadable.some(matches) ? 'unread' : statOf(resolve(cwd, pattern))?.isFile() === true ? 'others' : 'nothing',
      );
      const patternsOf = (kind: keyof typeof kinds): string[] => (kinds[kind] ?? []).map(({ pattern }) => pattern);
      const unseen = unreadable.filter((path) => !(kinds.unread ?? []).some(({ matches }) => matches(path)));
      return { unread: patternsOf('unread'), others: patternsOf('others'), nothing: patternsOf('nothing'), unseen };
    },
  };
}

/**
 * The folders of which rules see all: that of the command, or the repositories of what is named where the command runs outside
 * of any. A home or a whole disk would be read for them otherwise.
 */
function projectsAround(cwd: string, named: readonly string[]): readonly string[] {
  if (topOfRepository(cwd) !== undefined) return [cwd];
  const tops = named.map(topOfRepository);
  const known = tops.filter((top) => top !== undefined);
  return known.length === 0 || known.length < tops.length ? [cwd] : [...new Set(known)];
}

/** The one file that a text stands for, which need not be there. */
export function targetsOfDocument(cwd: string, name: string): Targets {
  const document = resolve(cwd, name);
  const around = projectsAround(cwd, [dirname(document)]);
  return {
    roots: isReached(around, document) ? around : [...around, dirname(document)],
    includes: (path) => path === document,
    leavesOut: () => false,
    unmatched: (paths) => ({ unread: [], others: paths.includes(document) ? [] : [name], nothing: [], unseen: [] }),
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

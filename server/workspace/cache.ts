import { hash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../runtime/api/make-folder.ts';
import { isRecord, isStrings } from '../model/records.ts';
import type { FileNames } from './name-index.ts';

/** What is known of a file on disk. */
export interface FileEntry {
  readonly modified: number;
  readonly size: number;
  readonly hash: string;
  readonly specifiers: readonly string[];
  /** For a file that can have to do with flows. */
  readonly names?: FileNames;
  /** What was made of it and of all that it imports, as text, with a key of all else that this depends on. */
  readonly result?: { readonly key: string; readonly text: string };
}

interface CacheFile {
  readonly version: string;
  readonly files: Readonly<Record<string, FileEntry>>;
}

/** Changes whenever names are found in another way; an older cache is then of no use. */
export const cacheVersion = '14';

/** Where the cache of some folders is kept. */
export const cachePath = (folder: string, roots: readonly string[]): string => join(folder, `${hashOf(roots.toSorted().join('\n'))}.json`);

/** Reads a cache; one that is missing, broken or of another version is empty. */
export function readCache(path: string): ReadonlyMap<string, FileEntry> {
  try {
    const file: CacheFile = JSON.parse(readFileSync(path, 'utf8'));
    return file.version === cacheVersion ? new Map(Object.entries(file.files).filter(([, entry]) => isEntry(entry))) : new Map();
  } catch {
    // Without a cache everything is read again, and the next one is written: nobody misses it.
    return new Map();
  }
}

/** Whether it is what was written: a damaged file may hold anything. */
function isEntry(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { modified, size, hash: known, specifiers, names, result } = value;
  return (
    typeof modified === 'number' &&
    typeof size === 'number' &&
    typeof known === 'string' &&
    isStrings(specifiers) &&
    (names === undefined ||
      (isRecord(names) &&
        isStrings(names['flows']) &&
        isStrings(names['deployments']) &&
        typeof names['shape'] === 'string' &&
        typeof names['elsewhere'] === 'boolean')) &&
    (result === undefined || (isRecord(result) && typeof result['key'] === 'string' && typeof result['text'] === 'string'))
  );
}

/** Writes a cache in one step, so that a reader never meets half of it. Throws when the folder cannot be written. */
export function writeCache(path: string, entries: ReadonlyMap<string, FileEntry>): void {
  makeFolder(dirname(path));
  const file: CacheFile = { version: cacheVersion, files: Object.fromEntries(entries) };
  const temporary = `${path}.${process.pid}`;
  try {
    writeFileSync(temporary, JSON.stringify(file));
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** The content of a file in a few characters. */
export const hashOf = (text: string): string => hash('sha1', text, 'base64url');

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Programs as people write them, one in each folder, of which all is right: they compile, and no rule says a word. */
export const rightPrograms = join(import.meta.dirname, '../fixtures/right-programs');

/** Each program by its name: its files by their paths. */
export function rightProgramFiles(): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const folders = readdirSync(rightPrograms, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return new Map(folders.map(({ name }) => [name, filesIn(join(rightPrograms, name))]));
}

function filesIn(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).toSorted();
  return Object.fromEntries(paths.map((path) => [relative(folder, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')]));
}

import type { FSWatcher } from 'node:fs';
import { readdirSync, watch } from 'node:fs';
import { join } from 'node:path';

/** Folders that hold no sources: packages, build results, and those that a dot hides. */
const isSkipped = (name: string): boolean => name === 'node_modules' || name === 'dist' || name.startsWith('.');

/** Files of a folder and the folders in it, as paths; the name decides which. */
export function filesIn(folder: string, wanted: (name: string) => boolean): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return isSkipped(entry.name) ? [] : filesIn(path, wanted);
      return entry.isFile() && wanted(entry.name) ? [path] : [];
    });
}

/** Milliseconds of quiet after which a change is told: an editor writes a file in several steps. */
const quiet = 150;

/**
 * Tells which files of a folder were saved, until it is closed. Each folder is watched by itself: the recursive watch of
 * Node also walks through node_modules.
 */
export function watchFiles(root: string, wanted: (name: string) => boolean, changed: (files: string[]) => void): { close(): void } {
  const watchers = new Map<string, FSWatcher>();
  const pending = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const tell = (): void => {
    const files = [...pending];
    pending.clear();
    changed(files);
  };
  const open = (folder: string): void => {
    if (watchers.has(folder)) return;
    const watcher = watch(folder, (event, name) => {
      if (name === null) return;
      if (event === 'rename' && !isSkipped(name)) openBelow(folder);
      if (!wanted(name)) return;
      pending.add(join(folder, name));
      clearTimeout(timer);
      timer = setTimeout(tell, quiet);
    });
    // A folder that is gone needs no watching.
    watcher.on('error', () => watcher.close());
    watchers.set(folder, watcher);
  };
  const openBelow = (folder: string): void => {
    open(folder);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && !isSkipped(entry.name)) openBelow(join(folder, entry.name));
    }
  };
  openBelow(root);
  return {
    close() {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

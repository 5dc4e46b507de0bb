import { dirname, relative, sep } from 'node:path';
import type { PackageFacts } from './packages.ts';
import { patternsIn } from './packages.ts';
import { expressionOf } from './patterns.ts';

/** The packages that belong together, as npm, Yarn, Bun or pnpm are told: patterns for their folders. */
export interface WorkspaceList {
  readonly folder: string;
  /** `packages/*`, `!packages/old`; the last one that fits counts. */
  readonly patterns: readonly string[];
}

/** Reads the `pnpm-workspace.yaml` files among some paths; one that is broken, or lists nothing, is none. */
export async function pnpmListsAt(paths: readonly string[], read: (path: string) => string | undefined): Promise<WorkspaceList[]> {
  if (paths.length === 0) return [];
  const { parse } = await import('yaml');
  return paths.flatMap((path) => {
    try {
      const content: unknown = parse(read(path) ?? '');
      const patterns = patternsIn(content) ?? [];
      // To pnpm the order means nothing: what is left out is left out.
      return patterns.length === 0 ? [] : [{ folder: dirname(path), patterns: patterns.toSorted((a, b) => rankOf(a) - rankOf(b)) }];
    } catch {
      // pnpm tells of it.
      return [];
    }
  });
}

/** The packages that each list holds, by the list's folder and their names: its own folder's, and those that fit. */
export function packagesIn(
  lists: readonly WorkspaceList[],
  packages: readonly PackageFacts[],
): ReadonlyMap<string, ReadonlyMap<string, PackageFacts>> {
  const found = new Map<string, Map<string, PackageFacts>>();
  for (const { folder, patterns } of lists) {
    const tests = patterns.map((pattern) => ({ negated: pattern.startsWith('!'), test: expressionOf(pattern.replace(/^!/, '')) }));
    const members = found.get(folder) ?? new Map<string, PackageFacts>();
    for (const facts of packages) {
      const place = relative(folder, facts.folder).replaceAll(sep, '/');
      const last = tests.findLast(({ test }) => test.test(place));
      if (place === '' || (last !== undefined && !last.negated && !place.startsWith('../'))) members.set(facts.name, facts);
    }
    found.set(folder, members);
  }
  return found;
}

const rankOf = (pattern: string): number => (pattern.startsWith('!') ? 1 : 0);

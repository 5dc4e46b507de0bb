import { applyEdits, safeEdits } from '../workspace/fixes.ts';
import { readText, writeText } from '../workspace/text-files.ts';
import type { Session } from '../session.ts';
import type { FirstLook } from './first-look.ts';

/** Told of a file that could not be fixed. */
export type FixFailed = (path: string, error: unknown) => void;

/** Fixes may uncover others; ESLint, too, stops after so many rounds. */
const fixRounds = 10;

/** Writes safe fixes, round after round, until none is left. */
export function fixFiles(
  session: Session,
  paths: readonly string[],
  first: FirstLook,
  failed: FixFailed,
): { path: string; fixes: number }[] {
  const fixed = new Map<string, number>();
  const refused = new Set<string>();
  let waiting: readonly string[] = paths.filter((path) => first.of(path)?.every(({ fix }) => fix !== 'safe') !== true);
  for (let round = 0; round < fixRounds && waiting.length > 0; round++) {
    const changed = waiting.filter((path) => {
      if (refused.has(path)) return false;
      const count = fixFile(session, path, (error) => {
        refused.add(path);
        failed(path, error);
      });
      if (count > 0) fixed.set(path, (fixed.get(path) ?? 0) + count);
      return count > 0;
    });
    session.workspace.filesChanged(changed);
    session.touch();
    // A fix may put right, or bring up, something in another file: all are looked at again, but only after a change.
    waiting = changed.length === 0 ? [] : paths;
  }
  return [...fixed].map(([path, fixes]) => ({ path, fixes }));
}

function fixFile(session: Session, path: string, failed: (error: unknown) => void): number {
  const file = session.workspace.project.file(path);
  // Beside a syntax error anything may be read wrongly: a person comes first.
  if (file === undefined || file.model.broken) return 0;
  const problems = session.problems(path);
  if (problems.every(({ fixes }) => fixes.every(({ kind }) => kind !== 'safe'))) return 0;
  try {
    const text = readText(path) ?? '';
    if (!session.workspace.isAsRead(path, text)) throw new Error('it was changed by another program meanwhile. Run it again.');
    const edits = safeEdits(text, path, problems);
    if (edits.length > 0) writeText(path, applyEdits(text, edits));
    return edits.length;
  } catch (error) {
    // One that is read-only, or gone by now, does not keep the others from being fixed.
    failed(error);
    return 0;
  }
}

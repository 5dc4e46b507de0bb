import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import manifest from '../package.json' with { type: 'json' };
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import type { ReportedProblem } from './report.ts';

/**
 * The problems that earlier runs have found, kept in the workspace's cache. They hold as long as neither the file nor
 * what it imports changes (the workspace drops them then), nor anything else that a rule can see: the files, names and
 * settings of the project, this program, and the day, by which rules about schedules decide.
 */
export class EarlierResults {
  readonly #session: Session;
  readonly #project: string;
  readonly #keys = new WeakMap<Settings, string>();

  /** To be made when the workspace is indexed; paths in problems are relative to `cwd`. */
  constructor(session: Session, cwd: string) {
    this.#session = session;
    const { mtimeMs } = statSync(import.meta.filename);
    const today = new Date().toISOString().slice(0, 10);
    this.#project = [manifest.version, mtimeMs, today, cwd, session.workspace.stamp()].join('\n');
  }

  /** What was found in a file, if it would be found again. */
  of(path: string): readonly ReportedProblem[] | undefined {
    const text = this.#session.workspace.resultOf(path, this.#keyOf(path));
    if (text === undefined) return undefined;
    try {
      const problems: ReportedProblem[] = JSON.parse(text);
      return problems.every(isProblem) ? problems : undefined;
    } catch {
      // A cache that was damaged is none: the file is looked at again.
      return undefined;
    }
  }

  /** Keeps what was found in a file; what also points at places in others is found anew each time, as these may move. */
  keep(path: string, problems: readonly ReportedProblem[]): void {
    if (problems.every(({ related }) => related.length === 0))
      this.#session.workspace.keepResult(path, this.#keyOf(path), JSON.stringify(problems));
  }

  #keyOf(path: string): string {
    const settings = this.#session.settingsOf(path);
    const known = this.#keys.get(settings);
    if (known !== undefined) return known;
    const key = createHash('sha1').update(this.#project).update(JSON.stringify(settings)).digest('base64url');
    this.#keys.set(settings, key);
    return key;
  }
}

/** Whether it is what was kept: a damaged cache may hold anything. */
const isProblem = ({ rule, severity, message, line, column, related }: ReportedProblem): boolean =>
  [rule, severity, message].every((text) => typeof text === 'string') &&
  [line, column].every((place) => typeof place === 'number') &&
  Array.isArray(related);

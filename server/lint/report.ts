import { isAbsolute, posix } from 'node:path';
import type { Severity } from '../rules/rule.ts';

/** Lines and characters as people count them: from 1. */
export interface Region {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One problem of a file, without anything of the project. */
export interface ReportedProblem extends Region {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** How it can be put right: by `--fix`, by an offer in the editor, or not by itself. */
  readonly fix: 'safe' | 'suggestion' | 'none';
  readonly related: readonly (Region & { readonly path: string; readonly message: string })[];
}

/** A file that has problems; paths are relative to the folder of the command, with forward slashes. */
export interface FileReport {
  readonly path: string;
  readonly problems: readonly ReportedProblem[];
}

/** What a run of the linter gives. */
export interface LintReport {
  /** The folder of the command in its repository of Git, as `packages/jobs`; empty at its top, and outside of one. */
  readonly folder: string;
  readonly files: readonly FileReport[];
  readonly counts: Readonly<Record<Severity, number>>;
  /** Files whose text was put right, with how many fixes. */
  readonly fixed: readonly { readonly path: string; readonly fixes: number }[];
  /** Rules that threw, with the file and the reason: their findings are missing. */
  readonly failures: readonly { readonly rule: string; readonly path: string; readonly reason: string }[];
  /** What is wrong in settings, and patterns that match nothing. */
  readonly mistakes: readonly string[];
  /** What the user may want to know, and changes nothing of the result. */
  readonly notes: readonly string[];
  readonly timing: Timing;
}

/** Where the time went, in milliseconds. */
export interface Timing {
  readonly filesRead: number;
  readonly filesLinted: number;
  readonly index: number;
  readonly lint: number;
  readonly total: number;
  /** The rules, the slowest first, if that was to be measured. */
  readonly rules: readonly { readonly rule: string; readonly milliseconds: number }[];
}

/** `3 problems (1 error, 2 warnings)`. */
export function countWords({ error, warning, info, hint }: LintReport['counts']): string {
  const total = error + warning + info + hint;
  const parts = [plural(error, 'error'), plural(warning, 'warning'), plural(info + hint, 'note')].filter((part) => !part.startsWith('0 '));
  return total === 0 ? 'no problems' : `${plural(total, 'problem')} (${parts.join(', ')})`;
}

/** `1 file`, `2 files`. */
export const plural = (count: number, one: string, several = `${one}s`): string => `${count} ${count === 1 ? one : several}`;

/** A reported path as hosting sites know it: from the top of the repository. */
export const pathInRepository = (folder: string, path: string): string =>
  folder === '' || isAbsolute(path) ? path : posix.join(folder, path);

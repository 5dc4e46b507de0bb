import { resolve } from 'node:path';
import { rules as allRules } from '../rules/index.ts';
import type { Rule, Severity } from '../rules/rule.ts';
import type { Session } from '../session.ts';
import { prepareConfigFilesFor } from '../workspace/config.ts';
import { EarlierResults } from './earlier-results.ts';
import type { Report } from './first-look.ts';
import { FirstLook } from './first-look.ts';
import type { FixFailed } from './fix-files.ts';
import { fixFiles } from './fix-files.ts';
import type { FileReport, LintReport, ReportedProblem } from './report.ts';
import { messageOf, reported, shown } from './reported.ts';
import { folderInRepository } from './repository.ts';
import type { LintRequest } from './request.ts';
import { openSession } from './request.ts';
import type { Targets } from './targets.ts';
import { targetsOf, targetsOfDocument } from './targets.ts';

/** Lints files of a project. Throws nothing for what it finds: mistakes in settings and rules that fail are in the report. */
export async function lint(request: LintRequest): Promise<LintReport> {
  const started = performance.now();
  const { document, cacheFolder, signal } = request;
  const fix = request.fix === true && document === undefined;
  const cwd = resolve(request.cwd);
  const stopwatch = new Stopwatch();
  const chosen = request.from ?? allRules;
  const rules = request.timing === true ? chosen.map((rule) => stopwatch.timed(rule)) : chosen;
  const mistakes: string[] = [];
  const failures: { rule: string; path: string; reason: string }[] = [];
  const notes: string[] = [];
  const failedFix: FixFailed = (path, error) => mistakes.push(`${shown(cwd, path)} cannot be fixed: ${messageOf(error)}`);
  const targets = document === undefined ? targetsOf(cwd, request.patterns ?? []) : targetsOfDocument(cwd, document.path);
  const session = await openSession(
    request,
    targets,
    {
      rules,
      failed: (rule, path, error) => failures.push({ rule, path: shown(cwd, path), reason: messageOf(error) }),
      cacheFailed: (error) =>
        (notes[0] ??= `The cache cannot be written, so that the next run will read every file again: ${messageOf(error)}`),
    },
    mistakes,
  );
  const report: Report = (project, file, problems) => problems.map((problem) => reported(project, cwd, file, problem));
  const first = new FirstLook(session, (path) => targets.includes(path), report);
  if (document !== undefined) await session.workspace.open(resolve(cwd, document.path), document.text);
  await index(session, first, signal);
  const indexed = performance.now() - first.milliseconds;
  const all = session.workspace.paths();
  const paths = all.filter((path) => targets.includes(path));
  const linted = await lintedAmong(paths, session);
  // In all others nothing is used that a rule knows: they are not even parsed.
  const withSdk = new Set(session.workspace.project.paths());
  const looked = linted.filter((path) => withSdk.has(path));
  const keeps = !fix && document === undefined && request.from === undefined && cacheFolder !== undefined;
  const earlier = keeps ? new EarlierResults(session, cwd) : undefined;
  if (fix || looked.some((path) => earlier?.of(path) === undefined)) await session.workspace.load();
  const fixed = fix && mistakesIn(session, cwd, mistakes).length === 0 ? fixFiles(session, looked, first, failedFix) : [];
  const files = reportsOf(session, cwd, looked, fixed.length > 0 ? {} : { first, earlier });
  if (failures.length === 0) session.workspace.save();
  const unlinted = unlintedBy(request, targets, paths, session);
  return {
    folder: folderInRepository(cwd),
    files,
    counts: countsOf(files),
    fixed: fixed.map(({ path, fixes }) => ({ path: shown(cwd, path), fixes })),
    failures,
    mistakes: [...mistakesIn(session, cwd, mistakes), ...unlinted.mistakes],
    notes: [...notes, ...unlinted.notes],
    timing: {
      filesRead: all.length,
      filesLinted: linted.length,
      index: indexed - started,
      lint: performance.now() - indexed,
      total: performance.now() - started,
      rules: stopwatch.times(),
    },
  };
}

/** The files of which something may be said: neither their configuration nor Git leaves them out. */
async function lintedAmong(paths: readonly string[], session: Session): Promise<string[]> {
  await prepareConfigFilesFor(paths);
  return paths.filter((path) => session.settingsOf(path).lint.enabled);
}

/** What to say of what is not linted: a mistake where it was named, unless names that match nothing are allowed. */
function unlintedBy(
  { cwd, unmatched }: LintRequest,
  targets: Targets,
  paths: readonly string[],
  session: Session,
): { readonly mistakes: readonly string[]; readonly notes: readonly string[] } {
  const unreadable = session.workspace.unreadable().filter((path) => targets.includes(path) && session.settingsOf(path).lint.enabled);
  const { unread, others, nothing, unseen } = targets.unmatched(paths, unreadable);
  return {
    mistakes: [
      ...unread.map((one) => `${one} cannot be read.`),
      ...(unmatched === 'allowed' ? [] : nothing.map((one) => `No file matches "${one}".`)),
    ],
    notes: [
      ...unseen.map((path) => `${shown(resolve(cwd), path)} is not linted: it cannot be read.`),
      ...others.map((one) => `${one} is not linted: no flows are read from it.`),
    ],
  };
}

/** What is wrong in the options of the command and in the configuration that was used. */
function mistakesIn(session: Session, cwd: string, mistakes: readonly string[]): string[] {
  return [...mistakes, ...session.configMistakes().map(({ path, problem }) => `${shown(cwd, path)}: ${problem}`)];
}

function countsOf(files: readonly FileReport[]): LintReport['counts'] {
  const all = files.flatMap(({ problems }) => problems);
  const count = (severity: Severity): number => all.filter((problem) => problem.severity === severity).length;
  return { error: count('error'), warning: count('warning'), info: count('info'), hint: count('hint') };
}

/** Reads the names of all files; what it takes to read more of them is loaded when it turns out to be needed. */
async function index(session: Session, visitor: FirstLook, signal: AbortSignal | undefined): Promise<void> {
  for await (const { done, total } of session.workspace.index(visitor)) {
    if (done === total) return;
    // A signal of the operating system is only heard between two pieces of work.
    await new Promise((next) => setImmediate(next));
    signal?.throwIfAborted();
  }
}

/** What is known of the problems of files without looking at them now. */
interface Known {
  readonly first?: FirstLook;
  readonly earlier?: EarlierResults | undefined;
}

/** The problems of files, those of earlier runs and of the first look where they are still true. */
function reportsOf(session: Session, cwd: string, paths: readonly string[], { first, earlier }: Known): FileReport[] {
  return paths.flatMap((path) => {
    const known = earlier?.of(path);
    const problems = known ?? first?.of(path) ?? problemsOf(session, cwd, path);
    if (known === undefined) earlier?.keep(path, problems);
    return problems.length === 0 ? [] : [{ path: shown(cwd, path), problems }];
  });
}

function problemsOf(session: Session, cwd: string, path: string): readonly ReportedProblem[] {
  const { project } = session.workspace;
  const file = project.file(path);
  const problems = file === undefined ? [] : session.problems(path).map((problem) => reported(project, cwd, file, problem));
  session.trim();
  return problems;
}

/** Measures how long each rule takes. */
class Stopwatch {
  readonly #times = new Map<string, number>();

  timed(rule: Rule): Rule {
    const check: Rule['check'] = (context) => {
      const start = performance.now();
      try {
        rule.check(context);
      } finally {
        this.#times.set(rule.id, (this.#times.get(rule.id) ?? 0) + performance.now() - start);
      }
    };
    return { ...rule, check };
  }

  times(): LintReport['timing']['rules'] {
    return [...this.#times].map(([rule, milliseconds]) => ({ rule, milliseconds })).toSorted((a, b) => b.milliseconds - a.milliseconds);
  }
}

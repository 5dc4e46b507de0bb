import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { LinkedFile, ProjectModel } from '../model/entities.ts';
import type { Span } from '../model/span.ts';
import { positionAt } from '../model/span.ts';
import { rules as allRules } from '../rules/index.ts';
import type { Rule, Severity } from '../rules/rule.ts';
import { Session } from '../session.ts';
import type { Preset, SettingsLayer } from '../settings.ts';
import { readRules } from '../settings.ts';
import { ConfigFiles, prepareConfigFiles, prepareConfigFilesFor } from '../workspace/config.ts';
import { safeEdits } from '../workspace/fixes.ts';
import type { Problem } from '../workspace/lint-file.ts';
import { applyEdits } from '../workspace/lint-file.ts';
import { readText, writeText } from '../workspace/text-files.ts';
import { EarlierResults } from './earlier-results.ts';
import type { Report } from './first-look.ts';
import { FirstLook } from './first-look.ts';
import type { FileReport, LintReport, Region, ReportedProblem } from './report.ts';
import { targetsOf } from './targets.ts';

/** What to lint, and how. */
export interface LintRequest {
  /** The folder of the command: patterns and reported paths are relative to it. */
  readonly cwd: string;
  /** Files, folders and globs; the whole folder when there are none. */
  readonly patterns?: readonly string[];
  readonly preset?: Preset;
  /** Settings of rules as in a configuration file: `{ "flow-no-submit": "error" }`. */
  readonly rules?: Readonly<Record<string, unknown>>;
  /** A configuration file to use instead of those found beside the files. */
  readonly config?: string;
  /** Whether safe fixes are written to the files. */
  readonly fix?: boolean;
  /** Where the index is kept between runs; without it everything is read. */
  readonly cacheFolder?: string;
  /** Ends the work when it aborts: its reason is thrown then. */
  readonly signal?: AbortSignal;
  /** The rules to choose from; all unless told. */
  readonly from?: readonly Rule[];
}

/** Fixes may uncover others; ESLint, too, stops after so many rounds. */
const fixRounds = 10;

/** Lints files of a project. Throws nothing for what it finds: mistakes in settings and rules that fail are in the report. */
export async function lint(request: LintRequest): Promise<LintReport> {
  const started = performance.now();
  const { patterns = [], fix = false, cacheFolder } = request;
  const cwd = resolve(request.cwd);
  if (request.config?.endsWith('.json') === false) await prepareConfigFiles();
  const stopwatch = new Stopwatch();
  const rules = (request.from ?? allRules).map((rule) => stopwatch.timed(rule));
  const mistakes: string[] = [];
  const failures: { rule: string; path: string; reason: string }[] = [];
  const notes: string[] = [];
  const targets = targetsOf(cwd, patterns);
  const session = new Session({
    roots: targets.roots,
    rules,
    cacheFolder,
    ...layersOf(request, rules, mistakes),
    cacheFailed: (error) =>
      (notes[0] ??= `The cache cannot be written, so that the next run will read every file again: ${messageOf(error)}`),
    failed: (rule, path, error) => failures.push({ rule, path: shown(cwd, path), reason: messageOf(error) }),
  });
  const report: Report = (project, file, problems) => problems.map((problem) => reported(project, cwd, file, problem));
  const first = new FirstLook(session, (path) => targets.includes(path), report);
  await index(session, first, request.signal);
  const indexed = performance.now() - first.milliseconds;
  const paths = session.workspace.paths().filter((path) => targets.includes(path));
  // In all others nothing is used that a rule knows: they are not even parsed.
  const withSdk = new Set(session.workspace.project.paths());
  const looked = paths.filter((path) => withSdk.has(path));
  const earlier = !fix && request.from === undefined && cacheFolder !== undefined ? new EarlierResults(session, cwd) : undefined;
  await prepareConfigFilesFor(looked);
  if (fix || looked.some((path) => earlier?.of(path) === undefined)) await session.workspace.load();
  const fixed = fix
    ? fixFiles(session, looked, first, (path, error) => mistakes.push(`${shown(cwd, path)} cannot be fixed: ${messageOf(error)}`)).map(
        ({ path, fixes }) => ({ path: shown(cwd, path), fixes }),
      )
    : [];
  const files = reportsOf(session, cwd, looked, fixed.length > 0 ? {} : { first, earlier });
  if (failures.length === 0) session.workspace.save();
  const unmatched = patterns.length === 0 ? [] : targets.unmatched(session.workspace.paths());
  return {
    files,
    counts: countsOf(files),
    fixed,
    failures,
    mistakes: [
      ...mistakes,
      ...session.configMistakes().map(({ path, problem }) => `${shown(cwd, path)}: ${problem}`),
      ...unmatched.map((one) => `No file matches "${one}".`),
    ],
    notes,
    timing: {
      filesRead: session.workspace.paths().length,
      filesLinted: paths.length,
      index: indexed - started,
      lint: performance.now() - indexed,
      total: performance.now() - started,
      rules: stopwatch.times(),
    },
  };
}

function countsOf(files: readonly FileReport[]): LintReport['counts'] {
  const all = files.flatMap(({ problems }) => problems);
  const count = (severity: Severity): number => all.filter((problem) => problem.severity === severity).length;
  return { error: count('error'), warning: count('warning'), info: count('info'), hint: count('hint') };
}

function layersOf({ cwd, config, preset, rules: given = {} }: LintRequest, rules: readonly Rule[], mistakes: string[]) {
  const overrides: SettingsLayer = { lint: { ...(preset === undefined ? {} : { preset }), rules: readRules(given, rules, mistakes) } };
  if (config === undefined) return { overrides };
  const file = new ConfigFiles(rules).read(resolve(cwd, config));
  if (file === undefined) mistakes.push(`${config} is no configuration that can be read.`);
  return { overrides, config: file ?? { path: config, layer: {}, problems: [] } };
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

/** Writes safe fixes, round after round, until none is left. */
function fixFiles(
  session: Session,
  paths: readonly string[],
  first: FirstLook,
  failed: (path: string, error: unknown) => void,
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
    const edits = safeEdits(text, path, problems);
    if (edits.length > 0) writeText(path, applyEdits(text, edits));
    return edits.length;
  } catch (error) {
    // One that is read-only, or gone by now, does not keep the others from being fixed.
    failed(error);
    return 0;
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

function reported(
  project: ProjectModel,
  cwd: string,
  file: LinkedFile,
  { ruleId, severity, message, span, fixes, related }: Problem,
): ReportedProblem {
  const kinds = fixes.map(({ kind }) => kind);
  return {
    rule: ruleId,
    severity,
    message,
    ...regionOf(file, span),
    fix: kinds.includes('safe') ? 'safe' : kinds.length > 0 ? 'suggestion' : 'none',
    related: related.flatMap(({ path, span: place, message: note }) => {
      const other = project.file(path);
      return other === undefined ? [] : [{ path: shown(cwd, path), message: note, ...regionOf(other, place) }];
    }),
  };
}

function regionOf({ model }: LinkedFile, span: Span): Region {
  const start = positionAt(model.lineStarts, span.start);
  const end = positionAt(model.lineStarts, span.end);
  return { line: start.line + 1, column: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A path as the one who typed the command sees it. */
function shown(cwd: string, path: string): string {
  const way = relative(cwd, path);
  return (isAbsolute(way) ? path : way).replaceAll(sep, '/');
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

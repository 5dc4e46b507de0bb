import type { Command } from 'commander';
import { Option } from 'commander';
import type { LintReport, LintRequest, ReportFormat } from 'millrace-language-server/lint';
import { MillraceError } from '../../core/errors.ts';
import { indexFolder } from '../index-folder.ts';
import { collect, count } from '../options.ts';
import type { Output } from '../output.ts';
import type { Host, Ports } from '../ports.ts';

interface LintOptions {
  readonly fix?: boolean;
  readonly format: ReportFormat;
  readonly rule?: readonly string[];
  readonly preset?: 'recommended' | 'strict' | 'none';
  readonly config?: string;
  readonly maxWarnings?: number;
  readonly quiet?: boolean;
  readonly cache: boolean;
  readonly timing?: boolean;
  readonly stdin?: boolean;
  readonly stdinFilename?: string;
  readonly errorOnUnmatchedPattern: boolean;
}

export function addLintCommand(program: Command, host: Host): void {
  program
    .command('lint [paths...]')
    .description(
      'Checks flows without running them: files, folders and globs, else this folder. Exit code 0: no errors; 1: errors, or more warnings than allowed; 2: a mistake in the command line or the settings, or a rule that failed. "millrace rules" lists the rules.',
    )
    .option('--fix', 'make the changes that are safe')
    .addOption(
      new Option('-f, --format <format>', 'how to report; github makes annotations of a pull request, sarif is read by code scanning')
        .choices(['text', 'json', 'sarif', 'github'])
        .default('text'),
    )
    .option('--rule <setting>', 'set a rule, as flow-no-submit:error or "large-literal-parameter:[warning, {…}]"; repeatable', collect)
    .addOption(
      new Option('--preset <preset>', 'the rules that are on unless set; recommended unless told').choices([
        'recommended',
        'strict',
        'none',
      ]),
    )
    .option('--config <file>', 'a configuration file, instead of millrace.config.{json,ts} or package.json beside the files')
    .option('--max-warnings <number>', 'fail when there are more warnings', count)
    .option('--quiet', 'report errors only')
    .option('--no-cache', 'read every file again')
    .option('--no-error-on-unmatched-pattern', 'a path or glob that matches nothing is no mistake')
    .option('--stdin', 'lint the text that comes from stdin')
    .option('--stdin-filename <file>', 'the file that the text from stdin stands for; stdin.ts unless told')
    .option('--timing', 'say where the time went')
    .action((paths: string[], options: LintOptions) => host.local((ports) => lintFiles(ports, paths, options)));
}

async function lintFiles(ports: Ports, patterns: readonly string[], options: LintOptions): Promise<void> {
  const { output, cwd, env, signal } = ports;
  const document = await documentOf(ports, patterns, options);
  const { setFlagsFromString } = await import('node:v8');
  // Most of what is read is let go at once, so that it costs little to look through the heap often: a quarter of the memory is spared.
  setFlagsFromString('--heap-growing-percent=60');
  // What a run does, it does thousands of times: to note from the first time on how it goes makes it fast sooner.
  setFlagsFromString('--no-lazy-feedback-allocation');
  // What looks long-lived while some files are read is let go of with them: among the old objects it would keep all that it refers to.
  setFlagsFromString('--no-allocation-site-pretenuring');
  const { formatReport, formatTiming, lint } = await import('millrace-language-server/lint');
  const { fix = false, preset, config } = options;
  const request: LintRequest = {
    cwd,
    patterns,
    signal,
    fix,
    timing: options.timing === true,
    unmatched: options.errorOnUnmatchedPattern ? 'mistake' : 'allowed',
    rules: ruleSettings(options.rule ?? []),
    ...(preset === undefined ? {} : { preset }),
    ...(config === undefined ? {} : { config }),
    ...(document === undefined ? {} : { document }),
    ...(options.cache ? { cacheFolder: indexFolder(env) } : {}),
  };
  const report = await lint(request);
  const text = formatReport(options.quiet === true ? errorsOf(report) : report, options.format, (style, words) =>
    output.style(style, words),
  );
  // That there are no problems in no files is nothing to say before a mistake.
  const isEmpty = options.format === 'text' && report.timing.filesLinted === 0 && report.mistakes.length > 0;
  if (text !== '' && !isEmpty) output.print(text);
  for (const note of report.notes) output.say(note);
  if (options.timing === true) output.say(formatTiming(report.timing));
  judge(output, report, options);
}

/** What comes from stdin, if that is to be linted. Throws `invalid` beside options that need files. */
async function documentOf({ input }: Ports, patterns: readonly string[], { stdin, stdinFilename, fix }: LintOptions) {
  if (stdin !== true && stdinFilename === undefined) return undefined;
  if (patterns.length > 0) throw new MillraceError('invalid', 'With --stdin no files are named: --stdin-filename says which one is meant.');
  if (fix === true) throw new MillraceError('invalid', '--fix changes files, and there is none with --stdin.');
  return { path: stdinFilename ?? 'stdin.ts', text: await input.all() };
}

/** Ends with what the exit code stands for. */
function judge(output: Output, { counts, mistakes, failures }: LintReport, { maxWarnings, format }: LintOptions): void {
  for (const mistake of mistakes.slice(1)) output.say(mistake);
  const [mistake] = mistakes;
  if (mistake !== undefined) throw new MillraceError('invalid', mistake);
  const [failure] = failures;
  if (failure !== undefined) {
    throw new MillraceError(
      'unsupported',
      `The rule ${failure.rule} failed on ${failure.path} (${failure.reason}): what it would have found is missing.`,
    );
  }
  // The text ends with how many there are; other formats may go to a file, and nobody would know why it failed.
  const errors = counts.error === 1 ? 'There is one error.' : `There are ${counts.error} errors.`;
  if (counts.error > 0) throw new MillraceError('failed', format === 'text' ? '' : errors);
  if (maxWarnings !== undefined && counts.warning > maxWarnings) {
    throw new MillraceError('failed', `Too many warnings: ${counts.warning}, and at most ${maxWarnings} may be (--max-warnings).`);
  }
}

/** `id:severity` or `id:[severity, {…}]`, as ESLint's option of this name. Throws `invalid` for anything else. */
function ruleSettings(given: readonly string[]): Record<string, unknown> {
  const settings = given.map((text): [string, unknown] => {
    const [, id, value] = /^\s*([\w-]+)\s*[:=]\s*(.+)$/s.exec(text) ?? [];
    if (id === undefined || value === undefined) throw new MillraceError('invalid', `--rule "${text}" is not as flow-no-submit:error.`);
    return [id, /^[[{"]/.test(value) ? parse(text, value) : value.trim()];
  });
  return Object.fromEntries(settings);
}

/** JSON whose severity may stand without quotes: `[warning, {"bytes": 1000}]`. */
function parse(text: string, value: string): unknown {
  try {
    return JSON.parse(value.replace(/^\[\s*(\w+)/, '["$1"'));
  } catch (error) {
    throw new MillraceError('invalid', `--rule "${text}" cannot be read as JSON behind the name.`, { cause: error });
  }
}

/** The same report with errors alone. */
function errorsOf(report: LintReport): LintReport {
  const files = report.files.map(({ path, problems }) => ({ path, problems: problems.filter(({ severity }) => severity === 'error') }));
  return {
    ...report,
    files: files.filter(({ problems }) => problems.length > 0),
    counts: { ...report.counts, warning: 0, info: 0, hint: 0 },
  };
}

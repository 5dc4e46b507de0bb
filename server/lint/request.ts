import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Rule } from '../rules/rule.ts';
import type { SessionOptions } from '../session.ts';
import { Session } from '../session.ts';
import type { Preset, SettingsLayer } from '../settings.ts';
import { readRules } from '../settings.ts';
import { ConfigFiles, prepareConfigFiles } from '../workspace/config.ts';
import type { Targets } from './targets.ts';

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
  /** A text to lint as if it were the content of a file, instead of what is on disk; `patterns` and `fix` do not count then. */
  readonly document?: { readonly path: string; readonly text: string };
  /** Whether a pattern that matches nothing is a mistake; it is unless told. */
  readonly unmatched?: 'allowed' | 'mistake';
  /** Where the index is kept between runs; without it everything is read. */
  readonly cacheFolder?: string;
  /** Ends the work when it aborts: its reason is thrown then. */
  readonly signal?: AbortSignal;
  /** The rules to choose from; all unless told. */
  readonly from?: readonly Rule[];
  /** Whether to measure how long each rule takes, which costs a part of that. */
  readonly timing?: boolean;
}

/** A session for what was chosen; mistakes in that are added to a list. */
export async function openSession(
  { cwd, config, preset, rules: given = {}, cacheFolder }: LintRequest,
  targets: Targets,
  options: Pick<SessionOptions, 'rules' | 'failed' | 'cacheFailed'>,
  mistakes: string[],
): Promise<Session> {
  if (config?.endsWith('.json') === false) await prepareConfigFiles();
  const { rules } = options;
  const overrides: SettingsLayer = { lint: { ...(preset === undefined ? {} : { preset }), rules: readRules(given, rules, mistakes) } };
  return new Session({
    ...options,
    roots: targets.roots,
    cacheFolder,
    leavesOut: (path) => targets.leavesOut(path),
    overrides,
    ...(config === undefined ? {} : { config: configAt(config, cwd, rules, mistakes) }),
  });
}

function configAt(name: string, cwd: string, rules: readonly Rule[], mistakes: string[]): NonNullable<SessionOptions['config']> {
  const file = new ConfigFiles(rules).read(resolve(cwd, name));
  if (file !== undefined) return file;
  mistakes.push(
    existsSync(resolve(cwd, name))
      ? `${name} (--config) is no configuration that can be read: it must be JSON, TypeScript or JavaScript.`
      : `There is no file ${name} (--config).`,
  );
  return { path: name, layer: {}, ignored: [], problems: [] };
}

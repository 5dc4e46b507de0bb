import type { OptionValues, Rule, Severity } from './rules/rule.ts';
import { isRecord, isStrings } from './model/records.ts';
import { nearest } from './rules/facts/wording.ts';
import type { ActiveRule } from './workspace/lint-file.ts';

/** What can be set of one rule: how loud it is, and its options. */
export interface RuleSetting {
  readonly severity?: Severity | 'off';
  readonly options?: OptionValues;
}

/** The id under which comments that silence nothing are reported. */
export const unusedSuppression = 'unused-suppression';

/** The id under which a file is reported of which nothing could be read. */
export const unreadableFile = 'unreadable-file';

/** What is reported without being a rule's, and can be set to a severity or off like a rule, with what it is. */
export const notRules: ReadonlyMap<string, string> = new Map([
  [unusedSuppression, 'A comment that silences a rule, and silences nothing.'],
  [unreadableFile, 'A file that is nested too deeply to be read.'],
]);

/** Settings after reading: the editor's section `millrace`, or a configuration file. */
export interface Settings {
  readonly lint: {
    readonly enabled: boolean;
    readonly preset: Preset;
    readonly rules: Readonly<Record<string, RuleSetting>>;
  };
  readonly inlayHints: { readonly schedules: boolean };
  /** How many files are indexed. */
  readonly maximumFiles: number;
}

/** Which rules are on unless set: those that are recommended, all of them, or none. */
export type Preset = 'recommended' | 'strict' | 'none';

/** What one source of settings says; what it does not say is undefined. */
export interface SettingsLayer {
  readonly lint?: {
    readonly enabled?: boolean;
    readonly preset?: Preset;
    readonly rules?: Readonly<Record<string, RuleSetting>>;
    /** Patterns for files about which nothing is said, from the folder of the configuration file. */
    readonly ignore?: readonly string[];
  };
  readonly inlayHints?: { readonly schedules?: boolean };
  readonly maximumFiles?: number;
}

/** What is wrong in settings, for the user: the setting, and what it may be. */
export type SettingsProblems = string[];

const severities: Readonly<Record<string, Severity | 'off'>> = {
  off: 'off',
  hint: 'hint',
  info: 'info',
  information: 'info',
  warn: 'warning',
  warning: 'warning',
  error: 'error',
};

/** Layers into settings: a later layer has the last word, rule by rule. */
export function combineSettings(layers: readonly SettingsLayer[]): Settings {
  const last = <T>(read: (layer: SettingsLayer) => T | undefined, otherwise: T): T =>
    layers.map(read).findLast((value) => value !== undefined) ?? otherwise;
  const rules: Record<string, RuleSetting> = {};
  for (const [id, setting] of layers.flatMap((layer) => Object.entries(layer.lint?.rules ?? {}))) rules[id] = { ...rules[id], ...setting };
  return {
    lint: {
      enabled: last((layer) => layer.lint?.enabled, true),
      preset: last((layer) => layer.lint?.preset, 'recommended'),
      rules,
    },
    inlayHints: { schedules: last((layer) => layer.inlayHints?.schedules, true) },
    maximumFiles: last((layer) => layer.maximumFiles, 50_000),
  };
}

/** The rules that are on, with their severity and options. */
export function activeRules(rules: readonly Rule[], { lint }: Pick<Settings, 'lint'>): ActiveRule[] {
  if (!lint.enabled) return [];
  return rules.flatMap((rule) => {
    const setting = lint.rules[rule.id];
    const severity = setting?.severity ?? (isInPreset(rule, lint.preset) ? rule.severity : 'off');
    if (severity === 'off') return [];
    const defaults = Object.fromEntries(Object.entries(rule.options ?? {}).map(([name, option]) => [name, option.default]));
    return [{ rule, severity, options: { ...defaults, ...setting?.options } }];
  });
}

const isInPreset = (rule: Rule, preset: Preset): boolean =>
  preset === 'strict' || (preset === 'recommended' && rule.preset === 'recommended');

/** Reads a section of settings. Nothing throws: what cannot be read is named in `problems` and left out. */
export function readSettings(section: unknown, rules: readonly Rule[], problems: SettingsProblems): SettingsLayer {
  if (section === undefined || section === null) return {};
  if (!isRecord(section)) {
    problems.push('The settings of "millrace" must be an object.');
    return {};
  }
  for (const name of ['preset', 'rules'].filter((key) => key in section))
    problems.push(`"${name}" belongs into "lint", as "lint.${name}".`);
  const lint = readLint(section['lint'], rules, problems);
  const inlayHints = isRecord(section['inlayHints']) ? section['inlayHints'] : {};
  const { maximumFiles } = section;
  if (maximumFiles !== undefined && !(typeof maximumFiles === 'number' && maximumFiles > 0))
    problems.push(`"maximumFiles" is ${JSON.stringify(maximumFiles)}; it must be a number of files.`);
  return {
    ...(lint === undefined ? {} : { lint }),
    ...(typeof inlayHints['schedules'] === 'boolean' ? { inlayHints: { schedules: inlayHints['schedules'] } } : {}),
    ...(typeof maximumFiles === 'number' && maximumFiles > 0 ? { maximumFiles } : {}),
  };
}

function readLint(lint: unknown, rules: readonly Rule[], problems: SettingsProblems): SettingsLayer['lint'] {
  if (lint === undefined) return undefined;
  if (!isRecord(lint)) {
    problems.push(`"lint" is ${JSON.stringify(lint)}; it must be an object with "preset", "rules" or "enabled".`);
    return undefined;
  }
  const { enabled, preset, rules: given, ignore } = lint;
  for (const name of Object.keys(lint).filter((key) => !['enabled', 'preset', 'rules', 'ignore'].includes(key)))
    problems.push(`There is no setting "lint.${name}", only "lint.preset", "lint.rules", "lint.ignore" and "lint.enabled".`);
  if (ignore !== undefined && !isStrings(ignore))
    problems.push(`"lint.ignore" is ${JSON.stringify(ignore)}; it must be a list of patterns, as ["generated/**"].`);
  if (enabled !== undefined && typeof enabled !== 'boolean')
    problems.push(`"lint.enabled" is ${JSON.stringify(enabled)}; it can be true or false.`);
  if (given !== undefined && !isRecord(given))
    problems.push(`"lint.rules" is ${JSON.stringify(given)}; it must be an object, as { "flow-no-submit": "error" }.`);
  if (preset !== undefined && !isPreset(preset))
    problems.push(`"lint.preset" is ${JSON.stringify(preset)}; it can be recommended, strict or none.`);
  return {
    ...(typeof enabled === 'boolean' ? { enabled } : {}),
    ...(isPreset(preset) ? { preset } : {}),
    ...(isStrings(ignore) ? { ignore } : {}),
    rules: isRecord(given) ? readRules(given, rules, problems) : {},
  };
}

/** Rules as `"id": "error"` or `"id": ["error", { … }]`. */
export function readRules(
  given: Readonly<Record<string, unknown>>,
  rules: readonly Rule[],
  problems: SettingsProblems,
): Record<string, RuleSetting> {
  const read: Record<string, RuleSetting> = {};
  for (const [id, value] of Object.entries(given)) {
    const rule = rules.find((one) => one.id === id);
    const [level, options] = Array.isArray(value) ? value : [value, undefined];
    const severity = typeof level === 'string' ? severities[level.toLowerCase()] : undefined;
    if (rule === undefined && !notRules.has(id)) problems.push(`There is no rule "${id}".${meantRule(id, rules)}`);
    else if (severity === undefined)
      problems.push(`Rule "${id}" is set to ${JSON.stringify(level)}; it can be off, hint, info, warning or error.`);
    else read[id] = { severity, ...(rule === undefined || options === undefined ? {} : { options: readOptions(rule, options, problems) }) };
  }
  return read;
}

function readOptions(rule: Rule, given: unknown, problems: SettingsProblems): OptionValues {
  const read: Record<string, OptionValues[string]> = {};
  if (!isRecord(given)) problems.push(`The options of rule "${rule.id}" are ${JSON.stringify(given)}; they must be an object.`);
  for (const [name, value] of Object.entries(isRecord(given) ? given : {})) {
    const option = rule.options?.[name];
    const names = Object.keys(rule.options ?? {});
    if (names.length === 0) problems.push(`Rule "${rule.id}" has no options, so "${name}" means nothing.`);
    else if (option === undefined)
      problems.push(`Rule "${rule.id}" has no option "${name}", only ${names.map((one) => `"${one}"`).join(', ')}.`);
    else if (isOption(option.type, value)) read[name] = value;
    else
      problems.push(
        `Option "${name}" of rule "${rule.id}" must be ${option.type === 'strings' ? 'a list of strings' : `a ${option.type}`}.`,
      );
  }
  return read;
}

function isOption(type: string, value: unknown): value is OptionValues[string] {
  return type === 'strings' ? isStrings(value) : typeof value === type;
}

/** `Do you mean …?` for a name that does not exist and is mistyped, or shares words with one that does. */
export function meant(name: string, names: readonly string[]): string {
  const words = new Set(name.split('-'));
  const shared = (other: string): number => other.split('-').filter((word) => words.has(word)).length;
  const [alike] = names.filter((other) => shared(other) > 0).toSorted((a, b) => shared(b) - shared(a));
  const best = nearest(name, names) ?? alike;
  return best === undefined ? '' : ` Do you mean "${best}"?`;
}

/** The same for the name of a rule. */
export const meantRule = (id: string, rules: readonly Rule[]): string => {
  const ids = rules.map((rule) => rule.id);
  return meant(id, ids);
};

const isPreset = (value: unknown): value is Preset => value === 'recommended' || value === 'strict' || value === 'none';

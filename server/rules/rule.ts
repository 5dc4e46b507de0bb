import type { LinkedFile, ProjectModel } from '../model/entities.ts';
import type { Language } from '../model/file.ts';
import type { Span } from '../model/span.ts';

/** How loud a finding is. */
export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** A change of text in the file of the finding, or in another one. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
  readonly path?: string;
}

/** One way to put it right. Of several, the first is preferred. */
export interface Fix {
  readonly title: string;
  /** A safe fix keeps what the code means to do, and is applied by `--fix`; a suggestion waits for a person. */
  readonly kind: 'safe' | 'suggestion';
  /** Computed when it is asked for; undefined when it does not fit here after all. */
  edits(text: string): readonly Edit[] | undefined;
}

/** What a rule has found. */
export interface Finding {
  readonly span: Span;
  readonly message: string;
  readonly fixes?: readonly Fix[];
  readonly tag?: 'unnecessary' | 'deprecated';
  readonly related?: readonly { readonly path: string; readonly span: Span; readonly message: string }[];
}

/** A setting of a rule. */
export interface RuleOption {
  readonly type: 'number' | 'boolean' | 'string' | 'strings';
  readonly default: number | boolean | string | readonly string[];
  readonly description: string;
}

/** What a rule sees: one file after linking, the project around it, and its own options. */
export interface RuleContext<O extends OptionValues = OptionValues> {
  readonly file: LinkedFile;
  readonly project: ProjectModel;
  readonly options: O;
  report(finding: Finding): void;
}

/** The options of a rule by their names, with the defaults of those that are not set. */
export type OptionValues = Readonly<Record<string, number | boolean | string | readonly string[]>>;

/** All about a rule: presets, settings, documentation index and code actions are made from this and nothing else. */
export interface Rule {
  /** kebab-case; also the name of its file, its page in docs/rules and its test. */
  readonly id: string;
  readonly group: 'calls' | 'names' | 'schedules' | 'data' | 'behaviour';
  /** One sentence: what it finds. */
  readonly summary: string;
  readonly severity: Severity;
  /** `recommended` is part of `strict`. */
  readonly preset: 'recommended' | 'strict';
  readonly languages: readonly Language[];
  readonly fix: 'safe' | 'suggestion' | 'none';
  readonly options?: Readonly<Record<string, RuleOption>>;
  check(context: RuleContext): void;
}

/** Checks a rule's shape at compile time and keeps its literal types. */
export const defineRule = <const R extends Rule>(rule: R): R => rule;

/** The languages in which code, rather than configuration, is written. */
export const codeLanguages: readonly Language[] = ['typescript', 'javascript', 'python'];

/** Every language, configuration included. */
export const allLanguages: readonly Language[] = [...codeLanguages, 'yaml'];

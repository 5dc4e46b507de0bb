import type { ProjectModel } from '../model/entities.ts';
import type { Rule } from '../rules/rule.ts';
import type { Settings } from '../settings.ts';
import { activeRules, notRules, unreadableFile } from '../settings.ts';
import type { ActiveRule, Problem, RuleFailed } from './lint-file.ts';
import { lintFile } from './lint-file.ts';
import { applySuppressions } from './suppressions.ts';

/** Rules that are on for some files. */
interface Selection {
  readonly rules: readonly ActiveRule[];
  readonly ran: ReadonlySet<string>;
}

/** The problems of files, with the settings of each and the comments in it. */
export class Linter {
  readonly rules: readonly Rule[];
  readonly #known: ReadonlySet<string>;
  readonly #failed: RuleFailed;
  readonly #reported = new Set<string>();
  readonly #selections = new WeakMap<Settings, Selection>();

  /** `failed` hears of each rule that throws, once. */
  constructor(rules: readonly Rule[], failed: RuleFailed) {
    this.rules = rules;
    this.#known = new Set([...rules.map(({ id }) => id), ...notRules.keys()]);
    this.#failed = (ruleId, path, error) => {
      if (this.#reported.has(ruleId)) return;
      this.#reported.add(ruleId);
      failed(ruleId, path, error);
    };
  }

  /** What is to be said about a file, in the order of the text. Nothing about code that is wrong on purpose. */
  problems(project: ProjectModel, path: string, settings: Settings): readonly Problem[] {
    const file = project.file(path);
    if (file === undefined || !settings.lint.enabled) return [];
    if (file.model.unreadable === true) return withSeverity([unreadable], settings);
    const { rules, ran } = this.#selectionOf(settings);
    const found = lintFile(project, path, rules, this.#failed);
    return withSeverity(applySuppressions(file.model, found, ran, this.#known), settings);
  }

  #selectionOf(settings: Settings): Selection {
    const known = this.#selections.get(settings);
    if (known !== undefined) return known;
    const rules = activeRules(this.rules, settings);
    const made = { rules, ran: new Set(rules.map(({ rule }) => rule.id)) };
    this.#selections.set(settings, made);
    return made;
  }
}

/** Said once for a file of which nothing could be read, as a linter says a syntax error: silence would look like praise. */
const unreadable: Problem = {
  ruleId: unreadableFile,
  severity: 'error',
  span: { start: 0, end: 0 },
  message:
    'This file is nested too deeply to be read, so that nothing in it is checked. Split what is nested, or keep data in a JSON file.',
  fixes: [],
  related: [],
};

/** What is reported by no rule has a severity that can be set like one's. */
function withSeverity(problems: readonly Problem[], { lint }: Settings): readonly Problem[] {
  return problems.flatMap((problem) => {
    const severity = notRules.has(problem.ruleId) ? lint.rules[problem.ruleId]?.severity : undefined;
    if (severity === undefined) return [problem];
    return severity === 'off' ? [] : [{ ...problem, severity }];
  });
}

import type { ProjectModel } from '../model/entities.ts';
import type { Span } from '../model/span.ts';
import type { Finding, Fix, OptionValues, Rule, Severity } from '../rules/rule.ts';

/** A rule that is on, with its settings. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly options: OptionValues;
}

/** A finding with its rule, ready to be shown. */
export interface Problem {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly span: Span;
  readonly message: string;
  readonly fixes: readonly Fix[];
  readonly tag?: Finding['tag'];
  readonly related: NonNullable<Finding['related']>;
}

/** A rule that threw: it is reported once, and the others go on. */
export type RuleFailed = (ruleId: string, path: string, error: unknown) => void;

/** Runs rules on one file of a project; findings in the order of the text. Comments that silence rules are not looked at here. */
export function lintFile(project: ProjectModel, path: string, rules: readonly ActiveRule[], failed?: RuleFailed): readonly Problem[] {
  const file = project.file(path);
  if (file === undefined) return [];
  const problems: Problem[] = [];
  const said = new Set<string>();
  for (const { rule, severity, options } of rules) {
    if (!rule.languages.includes(file.model.language)) continue;
    const report = ({ span, message, fixes = [], related = [], tag }: Finding): void => {
      // What several flows share is wrong once.
      const key = `${rule.id} ${span.start} ${span.end} ${message}`;
      if (said.has(key)) return;
      said.add(key);
      problems.push({ ruleId: rule.id, severity, span, message, fixes, related, ...(tag === undefined ? {} : { tag }) });
    };
    try {
      rule.check({ file, project, options, report });
    } catch (error) {
      if (failed === undefined) throw error;
      failed(rule.id, path, error);
    }
  }
  return problems.toSorted((a, b) => a.span.start - b.span.start || a.ruleId.localeCompare(b.ruleId));
}

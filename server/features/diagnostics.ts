import type { Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import type { LinkedFile, ProjectModel } from '../model/entities.ts';
import type { Severity } from '../rules/rule.ts';
import type { Problem } from '../workspace/lint-file.ts';
import { locationOf, rangeOf } from './locations.ts';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = { error: 1, warning: 2, info: 3, hint: 4 };

const tags: Readonly<Record<NonNullable<Problem['tag']>, DiagnosticTag>> = { unnecessary: 1, deprecated: 2 };

/** Where a rule's page is; undefined when the pages are not there. */
export type PageOf = (ruleId: string) => string | undefined;

/** The problems of a file as an editor shows them. */
export const diagnosticsOf = (project: ProjectModel, file: LinkedFile, problems: readonly Problem[], pageOf: PageOf): Diagnostic[] =>
  problems.map((problem) => diagnosticOf(project, file, problem, pageOf));

/** One problem as an editor shows it. */
export function diagnosticOf(project: ProjectModel, file: LinkedFile, problem: Problem, pageOf: PageOf): Diagnostic {
  const { ruleId, severity, span, message, tag, related } = problem;
  const href = pageOf(ruleId);
  const relatedInformation = related.flatMap(({ path, span: place, message: note }) => {
    const other = path === file.path ? file : project.file(path);
    return other === undefined ? [] : [{ location: locationOf(other, place), message: note }];
  });
  return {
    range: rangeOf(file, span),
    severity: severities[severity],
    code: ruleId,
    source: 'millrace',
    message,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    ...(tag === undefined ? {} : { tags: [tags[tag]] }),
    ...(relatedInformation.length === 0 ? {} : { relatedInformation }),
  };
}

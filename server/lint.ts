import { fileURLToPath } from 'node:url';
import manifest from './package.json' with { type: 'json' };
import { formatGithub } from './lint/format-github.ts';
import { formatSarif } from './lint/format-sarif.ts';
import type { Paint } from './lint/format-text.ts';
import { formatText } from './lint/format-text.ts';
import type { LintReport } from './lint/report.ts';
import type { FlowItem } from './protocol.ts';
import { rulePages } from './rule-pages.ts';
import { rules } from './rules/index.ts';
import type { Rule } from './rules/rule.ts';
import type { ParameterSchemaResult } from './schema/parameter-schema.ts';
import { meantRule as meantAmong } from './settings.ts';
import { readLanguages } from './workspace/languages.ts';
import { readText } from './workspace/text-files.ts';
import { Workspace } from './workspace/workspace.ts';

/** The door for programs: lint files, list rules and flows, read a flow's parameters. Nothing of the project is executed. */
export type { LintRequest } from './lint/request.ts';
export { lint } from './lint/engine.ts';
export { formatTiming } from './lint/format-text.ts';
export type { FileReport, LintReport, ReportedProblem } from './lint/report.ts';
export { countWords, plural } from './lint/report.ts';

/** How a report can be written. */
export const reportFormats = ['text', 'json', 'sarif', 'github'] as const;
/** One of them. */
export type ReportFormat = (typeof reportFormats)[number];

/** A report in one of the formats; `paint` gives colours to text. */
export function formatReport(report: LintReport, format: ReportFormat, paint: Paint = (_, text) => text): string {
  if (format === 'sarif') return formatSarif(report, rules, manifest.version, rulePage);
  if (format === 'github') return formatGithub(report);
  return format === 'json' ? JSON.stringify(report, null, 2) : formatText(report, paint);
}

/** A rule as a list shows it. */
export type RuleFacts = Omit<Rule, 'check'>;

/** Every rule, without its code; of its languages those of which files are read. */
export const listRules = (): RuleFacts[] =>
  rules.map(({ check: _check, ...facts }) => ({ ...facts, languages: facts.languages.filter((one) => readLanguages.includes(one)) }));

/** The page of a rule in Markdown, as it is in `docs/rules`; undefined where the pages are not installed. */
export function rulePage(id: string): string | undefined {
  const page = pageOf(id);
  return page === undefined ? undefined : readText(fileURLToPath(page));
}

const pageOf = rulePages(undefined, import.meta.dirname);

/** `Do you mean …?` for the name of a rule that does not exist; empty when none is like it. */
export const meantRule = (id: string): string => meantAmong(id, rules);

/** What can be read of a project without running it. */
export interface ProjectReader {
  /** Every flow, with its deployments. */
  flows(): readonly FlowItem[];
  /**
   * The parameters of a flow as JSON Schema in Prefect's dialect, with those that JSON cannot carry; undefined when the
   * file has no flow that is exported or named so.
   */
  parameterSchema(flow: { readonly path: string; readonly name: string }): ParameterSchemaResult | undefined;
}

/** Reads the sources of some folders; with a cache only what has changed since. */
export async function readProject(roots: readonly string[], cacheFolder?: string): Promise<ProjectReader> {
  // Who lints needs neither.
  const [{ listFlows }, { parameterSchema }] = await Promise.all([import('./features/flows.ts'), import('./schema/parameter-schema.ts')]);
  const workspace = new Workspace({ roots, ...(cacheFolder === undefined ? {} : { cacheFolder }) });
  for await (const _ of workspace.index());
  const { project } = workspace;
  return {
    flows: () => listFlows(project, roots).flows,
    parameterSchema: ({ path, name }) => {
      const flows = project.file(path)?.flows ?? [];
      const found = flows.find(({ exportedAs }) => exportedAs.includes(name)) ?? flows.find((flow) => flow.name === name);
      return found && parameterSchema(found);
    },
  };
}

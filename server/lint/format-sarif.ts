import type { Rule, Severity } from '../rules/rule.ts';
import { notRules } from '../settings.ts';
import type { LintReport, Region, ReportedProblem } from './report.ts';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { error: 'error', warning: 'warning', info: 'note', hint: 'note' };

/** SARIF 2.1.0: what code scanning of hosting sites reads. Paths are relative to the root of the sources. */
export function formatSarif(report: LintReport, rules: readonly Rule[], version: string): string {
  const ids = new Set(report.files.flatMap(({ problems }) => problems.map(({ rule }) => rule)));
  const driver = { name: 'Millrace', version, semanticVersion: version, rules: [...ids].toSorted().map((id) => descriptor(id, rules)) };
  const order = driver.rules.map(({ id }) => id);
  const run = {
    tool: { driver },
    columnKind: 'utf16CodeUnits',
    invocations: [{ executionSuccessful: report.failures.length === 0, toolExecutionNotifications: notifications(report) }],
    results: report.files.flatMap(({ path, problems }) => problems.map((problem) => result(path, problem, order))),
  };
  return JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }, null, 2);
}

function descriptor(id: string, rules: readonly Rule[]) {
  const rule = rules.find((one) => one.id === id);
  const text = rule?.summary ?? notRules.get(id) ?? id;
  return { id, shortDescription: { text }, defaultConfiguration: { level: levels[rule?.severity ?? 'warning'] } };
}

function result(path: string, problem: ReportedProblem, order: readonly string[]) {
  const { rule, severity, message, related } = problem;
  return {
    ruleId: rule,
    ruleIndex: order.indexOf(rule),
    level: levels[severity],
    message: { text: message },
    locations: [location(path, problem)],
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map((one, id) => ({ id, ...location(one.path, one), message: { text: one.message } })) }),
  };
}

const location = (path: string, { line, column, endLine, endColumn }: Region) => ({
  physicalLocation: {
    artifactLocation: { uri: encodeURI(path), uriBaseId: 'SRCROOT' },
    region: { startLine: line, startColumn: column, endLine, endColumn },
  },
});

const notifications = ({ failures }: LintReport) =>
  failures.map(({ rule, path, reason }) => ({ level: 'error', message: { text: `The rule ${rule} failed on ${path}: ${reason}` } }));

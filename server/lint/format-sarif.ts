import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Rule, Severity } from '../rules/rule.ts';
import { notRules } from '../settings.ts';
import type { LintReport, Region, ReportedProblem } from './report.ts';
import { pathInRepository } from './report.ts';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { error: 'error', warning: 'warning', info: 'note', hint: 'note' };

/** SARIF 2.1.0: what code scanning of hosting sites reads. Paths are relative to the root of the sources. */
export function formatSarif(
  report: LintReport,
  rules: readonly Rule[],
  version: string,
  page: (ruleId: string) => string | undefined,
): string {
  const ids = new Set(report.files.flatMap(({ problems }) => problems.map(({ rule }) => rule)));
  const driver = {
    name: 'Millrace',
    version,
    semanticVersion: version,
    rules: [...ids].toSorted().map((id) => descriptor(id, rules, page(id))),
  };
  const order = driver.rules.map(({ id }) => id);
  const run = {
    tool: { driver },
    columnKind: 'utf16CodeUnits',
    invocations: [{ executionSuccessful: report.failures.length === 0, toolExecutionNotifications: notifications(report) }],
    results: report.files.flatMap(({ path, problems }) => problems.map((problem) => result(report.folder, path, problem, order))),
  };
  return JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }, null, 2);
}

/** `help` is what code scanning shows beside an alert. */
function descriptor(id: string, rules: readonly Rule[], page: string | undefined) {
  const rule = rules.find((one) => one.id === id);
  const text = rule?.summary ?? notRules.get(id) ?? id;
  return {
    id,
    shortDescription: { text },
    ...(page === undefined ? {} : { help: { text: page, markdown: page } }),
    defaultConfiguration: { level: levels[rule?.severity ?? 'warning'] },
  };
}

function result(folder: string, path: string, problem: ReportedProblem, order: readonly string[]) {
  const { rule, severity, message, related } = problem;
  return {
    ruleId: rule,
    ruleIndex: order.indexOf(rule),
    level: levels[severity],
    message: { text: message },
    locations: [location(folder, path, problem)],
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map((one, id) => ({ id, ...location(folder, one.path, one), message: { text: one.message } })) }),
  };
}

const location = (folder: string, path: string, { line, column, endLine, endColumn }: Region) => ({
  physicalLocation: {
    artifactLocation: artifact(pathInRepository(folder, path)),
    region: { startLine: line, startColumn: column, endLine, endColumn },
  },
});

/** `%SRCROOT%` is what code scanning takes for the top of the repository. */
const artifact = (path: string) =>
  isAbsolute(path) ? { uri: pathToFileURL(path).href } : { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };

const notifications = ({ failures }: LintReport) =>
  failures.map(({ rule, path, reason }) => ({ level: 'error', message: { text: `The rule ${rule} failed on ${path}: ${reason}` } }));

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { formatReport, formatTiming, listRules } from '../../../server/lint.ts';
import { Ajv } from 'ajv';
import type { LintReport, ReportedProblem } from '../../../server/lint/report.ts';

const region = { line: 3, column: 5, endLine: 3, endColumn: 9 };

const problem = (changes: Partial<ReportedProblem> = {}): ReportedProblem => ({
  rule: 'flow-no-submit',
  severity: 'error',
  message: "Flow 'etl' has no submit: 100 %, really.\nCall it.",
  ...region,
  fix: 'safe',
  related: [],
  ...changes,
});

const reportOf = (problems: readonly ReportedProblem[], changes: Partial<LintReport> = {}): LintReport => ({
  folder: '',
  files: problems.length === 0 ? [] : [{ path: 'flows/the etl.ts', problems }],
  counts: {
    error: problems.filter(({ severity }) => severity === 'error').length,
    warning: problems.filter(({ severity }) => severity === 'warning').length,
    info: problems.filter(({ severity }) => severity === 'info').length,
    hint: problems.filter(({ severity }) => severity === 'hint').length,
  },
  fixed: [],
  failures: [],
  mistakes: [],
  notes: [],
  timing: { filesRead: 10, filesLinted: 4, index: 12.34, lint: 5, total: 20.4, rules: [{ rule: 'flow-no-submit', milliseconds: 3.21 }] },
  ...changes,
});

const related = { path: 'flows/other.ts', message: 'defined here', line: 1, column: 1, endLine: 1, endColumn: 4 };

const all = reportOf([
  problem(),
  problem({ rule: 'unused-suppression', severity: 'warning', fix: 'none' }),
  problem({ severity: 'info', fix: 'suggestion', related: [related] }),
  problem({ severity: 'hint' }),
]);

test('text has a line for each problem, and says what can be fixed and how long it took', () => {
  const text = formatReport(all, 'text');
  assert.match(text, /^flows\/the etl\.ts\n {2}3:5 {2}error {4}Flow 'etl' has no submit: 100 %, really\. Call it\. {2}flow-no-submit\n/);
  assert.match(text, /flows\/other\.ts:1:1 defined here/);
  assert.match(text, /4 problems \(1 error, 1 warning, 2 notes\) in 1 file · 2 can be fixed with --fix · 4 files linted in 20 ms$/);
});

test('text paints severities where there are colours', () => {
  assert.match(
    formatReport(all, 'text', (style, text) => `<${style}>${text}</>`),
    /<red>error {2}<\/>/,
  );
});

test('nothing found is one line', () => {
  assert.equal(formatReport(reportOf([]), 'text'), 'no problems · 4 files linted in 20 ms');
});

test('fixes that were made are counted', () => {
  assert.match(formatReport(reportOf([], { fixed: [{ path: 'a.ts', fixes: 3 }] }), 'text'), /3 fixes made in 1 file/);
});

test('github gets one escaped command for each problem', () => {
  const [first, second, third] = formatReport(all, 'github').split('\n');
  assert.equal(
    first,
    "::error file=flows/the etl.ts,line=3,col=5,endLine=3,endColumn=9,title=Millrace%3A flow-no-submit::Flow 'etl' has no submit: 100 %25, really.%0ACall it.",
  );
  assert.match(second ?? '', /^::warning /);
  assert.match(third ?? '', /^::notice /);
});

test('hosting sites get paths from the top of the repository', () => {
  const report = (path: string): LintReport => reportOf([problem()], { folder: 'packages/jobs', files: [{ path, problems: [problem()] }] });
  const github = (path: string) => / file=([^,]*),/.exec(formatReport(report(path), 'github'))?.[1];
  const sarif = (path: string) =>
    JSON.parse(formatReport(report(path), 'sarif')).runs[0].results[0].locations[0].physicalLocation.artifactLocation;
  assert.deepEqual(['a.ts', '../other/a.ts', '/tmp/a.ts'].map(github), ['packages/jobs/a.ts', 'packages/other/a.ts', '/tmp/a.ts']);
  assert.deepEqual(sarif('a #1?.ts'), { uri: 'packages/jobs/a%20%231%3F.ts', uriBaseId: '%SRCROOT%' });
  assert.deepEqual(sarif('/tmp/a.ts'), { uri: 'file:///tmp/a.ts' });
});

test('JSON is the report', () => {
  assert.deepEqual(JSON.parse(formatReport(all, 'json')), all);
});

test('timing names the slowest rules', () => {
  assert.match(
    formatTiming(all.timing),
    /12\.3 ms {2}reading 10 files\n\s+5\.0 ms {2}linking, and all rules\n\s+3\.2 ms {2}flow-no-submit/,
  );
});

describe('SARIF', () => {
  const schema: Record<string, unknown> = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  // The schema is written in draft 4; what it uses of it means the same today, but for the name of its id.
  const { id: _, $schema: __, ...draftless } = schema;
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(draftless);
  const cases: readonly [string, LintReport][] = [
    ['nothing', reportOf([])],
    ['problems of every severity, with related places', all],
    ['a rule that failed', reportOf([problem()], { failures: [{ rule: 'x', path: 'a.ts', reason: 'not today' }] })],
  ];
  for (const [name, report] of cases) {
    test(`${name} is valid`, () => {
      assert.ok(validate(JSON.parse(formatReport(report, 'sarif'))), JSON.stringify(validate.errors, null, 2));
    });
  }

  test('the schema does refuse what is wrong', () => {
    assert.equal(validate({ version: '2.1.0', runs: [{ results: [] }] }), false);
  });

  test('paths are encoded and relative, and rules are described by their metadata', () => {
    const { runs } = JSON.parse(formatReport(all, 'sarif'));
    assert.deepEqual(runs[0].results[0].locations[0].physicalLocation.artifactLocation, {
      uri: 'flows/the%20etl.ts',
      uriBaseId: '%SRCROOT%',
    });
    const [rule] = runs[0].tool.driver.rules;
    assert.equal(rule.shortDescription.text, listRules().find(({ id }) => id === 'flow-no-submit')?.summary);
    assert.match(rule.help.markdown, /^# flow-no-submit\n[\s\S]*## Why\n/);
    assert.equal(runs[0].results[0].ruleIndex, 0);
  });
});

test('rules are listed with the languages that are read, each with one at least', () => {
  const read = new Set<string>(['typescript', 'javascript', 'yaml']);
  for (const { id, languages } of listRules()) {
    assert.ok(languages.length > 0, id);
    assert.deepEqual(
      languages.filter((language) => !read.has(language)),
      [],
      id,
    );
  }
});

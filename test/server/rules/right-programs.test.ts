import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rules } from '../../../server/rules/index.ts';
import { lintFile } from '../../../server/workspace/lint-file.ts';
import { defaultsOf } from '../../support/rule-pages.ts';
import { projectOf } from '../../support/project-of.ts';
import { rightProgramFiles } from '../../support/right-programs.ts';

const all = rules.map((rule) => ({ rule, severity: rule.severity, options: defaultsOf(rule) }));

for (const [name, files] of rightProgramFiles()) {
  test(`nothing is wrong in ${name}, as every rule sees it`, () => {
    const project = projectOf(files);
    const found = Object.entries(files).flatMap(([path, text]) =>
      lintFile(project, path, all).map(
        ({ ruleId, span, message }) => `${path}: ${ruleId} at ${text.slice(span.start, span.end)}: ${message}`,
      ),
    );
    assert.deepEqual(found, []);
  });
}

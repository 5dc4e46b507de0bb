import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { rules } from '../server/rules/index.ts';
import type { Rule } from '../server/rules/rule.ts';
import { lintFile } from '../server/workspace/lint-file.ts';
import { assertFixesHold } from './support/check-fixes.ts';
import { projectOf } from './support/project-of.ts';
import { activated, examplesIn, rulePages, sectionsOf } from './support/rule-pages.ts';

/** What stands on the page of every rule, in this order. */
const headings = ['What', 'Why', 'Incorrect', 'Correct', 'Options', 'When not to use'];

test('there is a page for each rule, and no other', () => {
  const pages = globSync('*.md', { cwd: rulePages })
    .map((file) => basename(file, '.md'))
    .filter((name) => name !== 'README');
  assert.deepEqual(
    pages.toSorted(),
    rules.map(({ id }) => id),
  );
});

test('there is a test for each rule', () => {
  const tested = new Set(globSync('*.test.ts', { cwd: join(import.meta.dirname, 'server', 'rules') }));
  assert.deepEqual(
    rules.map(({ id }) => `${id}.test.ts`).filter((file) => !tested.has(file)),
    [],
  );
});

for (const rule of rules) {
  const sections = sectionsOf(rule);
  test(`the page of ${rule.id} has its headings, names its options, and its examples do what it says`, () => {
    assert.deepEqual(
      [...sections.keys()],
      headings.filter((heading) => heading !== 'Options' || rule.options !== undefined),
    );
    for (const option of Object.keys(rule.options ?? {})) assert.match(sections.get('What') ?? '', new RegExp(`\`${option}\``));
    const wrong = reportsOf(rule, sections.get('Incorrect') ?? '');
    assert.ok(
      wrong.length > 0 && wrong.every((id) => id === rule.id),
      `Incorrect reports ${wrong.join(', ') || 'nothing'}: it must report this rule alone`,
    );
    assert.deepEqual(reportsOf(rule, sections.get('Correct') ?? ''), []);
    const { files, server } = examplesIn(sections.get('Incorrect') ?? '');
    const options = { options: activated(rule).options, ...(server === undefined ? {} : { server }) };
    for (const path of Object.keys(files)) assertFixesHold(rule, files, path, options);
  });
}

/** The ids of what all recommended rules and the page's own report in the examples of a section, which are one project. */
function reportsOf(rule: Rule, section: string): readonly string[] {
  const { files, server } = examplesIn(section);
  const project = projectOf(files, server);
  const active = rules.filter(({ id, preset }) => preset === 'recommended' || id === rule.id).map(activated);
  return Object.keys(files).flatMap((path) => lintFile(project, path, active).map(({ ruleId }) => ruleId));
}

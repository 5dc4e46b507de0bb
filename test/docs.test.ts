import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import type { ServerFacts } from '../server/model/entities.ts';
import { rules } from '../server/rules/index.ts';
import type { OptionValues, Rule } from '../server/rules/rule.ts';
import type { ActiveRule } from '../server/workspace/lint-file.ts';
import { lintFile } from '../server/workspace/lint-file.ts';
import { projectOf } from './support/project-of.ts';

/** Every rule has a page, and the page's examples are run: the wrong ones report that rule alone, the right ones nothing. */
const folder = join(import.meta.dirname, '../docs/rules');
const headings = ['What', 'Why', 'Incorrect', 'Correct', 'When not to use'];

test('there is a page for each rule, and no other', () => {
  const pages = globSync('*.md', { cwd: folder })
    .map((file) => basename(file, '.md'))
    .filter((name) => name !== 'README');
  assert.deepEqual(
    pages.toSorted(),
    rules.map(({ id }) => id),
  );
});

for (const rule of rules) {
  const sections = sectionsOf(readFileSync(join(folder, `${rule.id}.md`), 'utf8'));
  test(`the page of ${rule.id} has its headings, names its options, and its examples do what it says`, () => {
    assert.deepEqual([...sections.keys()], headings);
    for (const option of Object.keys(rule.options ?? {})) assert.match(sections.get('What') ?? '', new RegExp(`\`${option}\``));
    const wrong = reportsOf(rule, sections.get('Incorrect') ?? '');
    assert.ok(wrong.length > 0 && wrong.every((id) => id === rule.id), `Incorrect reports ${wrong.join(', ') || 'nothing'}`);
    assert.deepEqual(reportsOf(rule, sections.get('Correct') ?? ''), []);
  });
}

function sectionsOf(page: string): Map<string, string> {
  const parts = page.split(/^## /m).slice(1);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n'))]));
}

/** The ids of what all recommended rules and the page's own report in the examples of a section, which are one project. */
function reportsOf(rule: Rule, section: string): readonly string[] {
  const files: Record<string, string> = {};
  let server: ServerFacts | undefined;
  for (const [, info = '', text = ''] of section.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)) {
    const [language = '', path = `flows.${language}`] = info.split(' ');
    if (path === 'server') server = { workPools: [], workQueues: [], tags: [], deployments: [], ...JSON.parse(text) };
    else files[path] = text;
  }
  assert.ok(Object.keys(files).length > 0, 'no example');
  const project = projectOf(files, server);
  const active = rules.filter(({ id, preset }) => preset === 'recommended' || id === rule.id).map(activated);
  return Object.keys(files).flatMap((path) => lintFile(project, path, active).map(({ ruleId }) => ruleId));
}

const activated = (rule: Rule): ActiveRule => ({
  rule,
  severity: rule.severity,
  options: { ...defaultsOf(rule), ...exampleOptions[rule.id] },
});

const defaultsOf = ({ options = {} }: Rule): OptionValues =>
  Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default]));

/** Half a megabyte would be a poor example. */
const exampleOptions: Readonly<Record<string, OptionValues>> = { 'large-literal-parameter': { maximumKilobytes: 0.1 } };

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { rules as allRules } from '../../server/rules/index.ts';
import { defineRule } from '../../server/rules/rule.ts';
import { activeRules, combineSettings, readSettings } from '../../server/settings.ts';

const rule = defineRule({
  id: 'large-literal',
  group: 'data',
  summary: 'Large',
  severity: 'warning',
  preset: 'recommended',
  languages: ['typescript'],
  fix: 'none',
  options: {
    bytes: { type: 'number', default: 512, description: 'How many' },
    names: { type: 'strings', default: [], description: 'Which' },
  },
  check: () => {},
});
const strict = defineRule({ ...rule, id: 'strict-one', preset: 'strict' });
const rules = [rule, strict];

const read = (...sections: unknown[]) => {
  const problems: string[] = [];
  const settings = combineSettings(sections.map((section) => readSettings(section, rules, problems)));
  return { settings, problems, active: activeRules(rules, settings).map((one) => [one.rule.id, one.severity, one.options['bytes']]) };
};

const cases: readonly [string, readonly unknown[], readonly unknown[]][] = [
  ['nothing', [undefined], [['large-literal', 'warning', 512]]],
  ['another severity', [{ lint: { rules: { 'large-literal': 'Error' } } }], [['large-literal', 'error', 512]]],
  ['an option', [{ lint: { rules: { 'large-literal': ['info', { bytes: 3 }] } } }], [['large-literal', 'info', 3]]],
  ['a rule that is off', [{ lint: { rules: { 'large-literal': 'off' } } }], []],
  [
    'the strict preset',
    [{ lint: { preset: 'strict' } }],
    [
      ['large-literal', 'warning', 512],
      ['strict-one', 'warning', 512],
    ],
  ],
  ['no preset and one rule', [{ lint: { preset: 'none', rules: { 'strict-one': 'hint' } } }], [['strict-one', 'hint', 512]]],
  ['linting off', [{ lint: { enabled: false, preset: 'strict' } }], []],
  [
    'a later layer',
    [{ lint: { rules: { 'large-literal': ['error', { bytes: 3 }] } } }, { lint: { rules: { 'large-literal': 'info' } } }],
    [['large-literal', 'info', 3]],
  ],
  ['a later layer without a preset', [{ lint: { preset: 'none' } }, { lint: {} }], []],
];

for (const [name, sections, expected] of cases) {
  test(`settings: ${name}`, () => {
    const { active, problems } = read(...sections);
    assert.deepEqual([active, problems], [expected, []]);
  });
}

const mistakes: readonly [unknown, RegExp][] = [
  ['loud', /must be an object/],
  [{ lint: { rules: { 'large-litteral': 'error' } } }, /There is no rule "large-litteral"\. Do you mean "large-literal"\?/],
  [{ lint: { rules: { 'large-literal': 3 } } }, /is set to 3; it can be off/],
  [{ lint: { rules: { 'large-literal': ['error', { bites: 3 }] } } }, /has no option "bites"/],
  [{ lint: { rules: { 'large-literal': ['error', { bytes: 'x' }] } } }, /must be a number/],
  [{ lint: { rules: { 'large-literal': ['error', { names: [1] }] } } }, /must be a list of strings/],
  [{ lint: 5 }, /"lint" is 5; it must be an object/],
  [{ lint: { rules: 5 } }, /"lint\.rules" is 5; it must be an object/],
  [{ lint: { rulez: {} } }, /no setting "lint\.rulez"/],
  [{ lint: { enabled: 'yes' } }, /"lint\.enabled" is "yes"; it can be true or false/],
  [{ rules: { 'large-literal': 'off' } }, /"rules" belongs into "lint", as "lint\.rules"/],
  [{ lint: { preset: 'everything' } }, /it can be recommended, strict or none/],
];

for (const [section, expected] of mistakes) {
  test(`a mistake is named and the rest is taken: ${expected.source}`, () => {
    const { problems, active } = read(section);
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', expected);
    assert.equal(active.length, 1);
  });
}

test('other settings have defaults, and odd ones are left out', () => {
  const { settings } = read({ inlayHints: { schedules: false }, maximumFiles: 10 }, { inlayHints: 3, maximumFiles: -1 });
  assert.deepEqual([settings.inlayHints.schedules, settings.maximumFiles], [false, 10]);
  assert.deepEqual([read({}).settings.inlayHints.schedules, read({}).settings.maximumFiles], [true, 50_000]);
});

test('the settings in docs/lint.md are understood', () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/lint.md'), 'utf8');
  const json = /```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const problems: string[] = [];
  const settings = combineSettings([readSettings(JSON.parse(json), allRules, problems)]);
  assert.deepEqual([problems, settings.lint.preset], [[], 'strict']);
});

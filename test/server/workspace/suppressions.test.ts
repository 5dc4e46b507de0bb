import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineRule } from '../../../server/rules/rule.ts';
import { combineSettings } from '../../../server/settings.ts';
import { applyEdits } from '../../../server/workspace/fixes.ts';
import { Linter } from '../../../server/workspace/linter.ts';
import { projectOf } from '../../support/project-of.ts';

/** Finds each exclamation mark of a text. */
const mark = (id: string, text: string) =>
  defineRule({
    id,
    group: 'calls',
    summary: 'Marks',
    severity: 'error',
    preset: 'recommended',
    languages: ['typescript'],
    fix: 'none',
    check: ({ report }) => {
      for (const { index } of text.matchAll(/!/g)) report({ span: { start: index, end: index + 1 }, message: 'A mark' });
    },
  });

function problemsIn(text: string, preset: 'recommended' | 'none' = 'recommended') {
  const linter = new Linter([mark('mark', text), mark('other', text.replaceAll('!', ' '))], (_, __, error) => assert.fail(String(error)));
  return linter.problems(projectOf({ '/p/a.tsx': text }), '/p/a.tsx', combineSettings([{ lint: { preset } }]));
}

const shown = (text: string): string[] => problemsIn(text).map(({ ruleId, span, message }) => `${ruleId} ${span.start} ${message}`);

/** A hole of a template in the text of a test. */
const hole = (content: string): string => ['$', '{', content, '}'].join('');

const cases: readonly [string, string, readonly string[]][] = [
  ['no comment', 'a!;', ['mark 1 A mark']],
  ['the next line', '// millrace-disable-next-line mark: why\na!;', []],
  ['the next line, with other line ends', '// millrace-disable-next-line mark: why\r\na!;\r// millrace-disable-next-line mark\rb!;', []],
  ['the next line only', '// millrace-disable-next-line mark: why\na!;\nb!;', ['mark 45 A mark']],
  ['the same line', 'a!; // millrace-disable-line mark', []],
  ['a whole file', 'a!;\n/* millrace-disable mark: generated */\nb!;', []],
  ['all rules', '// millrace-disable-next-line\na!;', []],
  [
    'several rules, of which one finds nothing',
    '// millrace-disable-next-line mark, other: why\na!;',
    ['unused-suppression 0 "other" reports nothing here.'],
  ],
  [
    'another rule',
    '// millrace-disable-next-line other: why\na!;',
    ['unused-suppression 0 "other" reports nothing here.', 'mark 42 A mark'],
  ],
  [
    'a rule that does not exist',
    '// millrace-disable-next-line marc: why\na!;',
    ['unused-suppression 0 There is no rule "marc". Do you mean "mark"?', 'mark 41 A mark'],
  ],
  [
    'a rule that is like no other',
    '// millrace-disable-next-line no-such-thing\na;',
    ['unused-suppression 0 There is no rule "no-such-thing".'],
  ],
  [
    'a reason without a colon',
    '// millrace-disable-next-line mark it is wanted\na!;',
    ['unused-suppression 0 There is no rule "mark it is wanted". Write the reason behind a colon.', 'mark 49 A mark'],
  ],
  ['a reason as in comments of ESLint', '// millrace-disable-next-line mark -- why: because\na!;', []],
  ['a comment of several lines', '/* millrace-disable-next-line mark: why\n   and more */\na!;', []],
  ['a comment in JSX', '{/* millrace-disable-next-line mark */}\na!;', []],
  ['a comment that never ends', 'a;\n/* millrace-disable-next-line mark', ['unused-suppression 3 "mark" reports nothing here.']],
  ...[
    'a("// millrace-disable-next-line mark: why");',
    'a(`\n// millrace-disable-next-line mark`);',
    'a(`B\n// millrace-disable-next-line mark B\n// millrace-disable-next-line mark`);'.replaceAll('B', hole('b')),
    'a(/[//] millrace-disable-next-line mark/);',
    'a(<b>\n// millrace-disable-next-line mark\n</b>);',
    'a(<b c="/* millrace-disable-next-line mark */" />);',
    '/** Example:\n * // millrace-disable-next-line mark\n */',
    'const d = { e: [1, // f // millrace-disable-next-line mark\n] };',
  ].map((text): [string, string, readonly string[]] => [`not: ${text}`, `${text}\na!;`, [`mark ${text.length + 2} A mark`]]),
  ...[
    `a(\`${hole('b /* millrace-disable mark */')}\`);`,
    'a(<b>{/* millrace-disable mark */}</b>);',
    'a(<b // millrace-disable mark\n/>);',
    'a(b, /* millrace-disable mark */ c);',
    'a(b /* millrace-disable mark */, c);',
    'a( /* millrace-disable mark */ );',
    'const a = { // millrace-disable mark\n};',
    'a / /* millrace-disable mark */ /b/;',
  ].map((text): [string, string, readonly string[]] => [`yes: ${text}`, `${text}\na!;`, []]),
  ['nothing at all', '// millrace-disable-next-line\na;', ['unused-suppression 0 This comment silences nothing.']],
];

for (const [name, text, expected] of cases) test(`comments silence: ${name}`, () => assert.deepEqual(shown(text), expected));

test('a rule that did not run is left alone: it may run elsewhere', () => {
  assert.deepEqual(problemsIn('// millrace-disable-next-line mark\na;', 'none'), []);
});

const fixes: readonly [string, string, string][] = [
  ['with its line', 'a;\n  // millrace-disable-next-line other: why\nb;', 'a;\nb;'],
  ['behind code', 'a; // millrace-disable-line other: why\nb;', 'a;\nb;'],
  ['at the end of the file', 'a;\n// millrace-disable other', 'a;\n'],
  ['of several lines', 'a;\n/* millrace-disable-next-line other: why\n   and more */\nb;', 'a;\nb;'],
  [
    'one name of several, before a reason as in ESLint',
    '// millrace-disable-next-line mark, other -- why\na!;',
    '// millrace-disable-next-line mark -- why\na!;',
  ],
  ['for the name that is meant', '// millrace-disable-next-line marc: why\na!;', '// millrace-disable-next-line mark: why\na!;'],
  ['for a colon', '// millrace-disable-next-line mark as is\na!;', '// millrace-disable-next-line mark: as is\na!;'],
  ['one name of several', '// millrace-disable-next-line other, mark: why\na!;', '// millrace-disable-next-line mark: why\na!;'],
];

for (const [name, before, after] of fixes) {
  test(`an unused comment is removed, or put right: ${name}`, () => {
    const [fix] = problemsIn(before).find(({ ruleId }) => ruleId === 'unused-suppression')?.fixes ?? [];
    assert.equal(applyEdits(before, fix?.edits(before) ?? []), after);
  });
}

test('its severity is set like a rule’s', () => {
  const text = '// millrace-disable-next-line mark\na;';
  const linter = new Linter([mark('mark', text)], () => assert.fail());
  const severities = (['off', 'hint'] as const).map((severity) =>
    linter
      .problems(projectOf({ '/p/a.tsx': text }), '/p/a.tsx', combineSettings([{ lint: { rules: { 'unused-suppression': { severity } } } }]))
      .map((one) => one.severity),
  );
  assert.deepEqual(severities, [[], ['hint']]);
});

import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { rules } from '../../../server/rules/index.ts';
import type { ActiveRule } from '../../../server/workspace/lint-file.ts';
import { applyEdits } from '../../../server/workspace/fixes.ts';
import { lintFile } from '../../../server/workspace/lint-file.ts';
import { projectOf } from '../../support/project-of.ts';

/** No rule throws, whatever state a text is in; no fix breaks a text; and code without flows is never reported. */
const root = join(import.meta.dirname, '../../..');
const active: readonly ActiveRule[] = rules.map((rule) => ({
  rule,
  severity: rule.severity,
  options: Object.fromEntries(Object.entries(rule.options ?? {}).map(([name, option]) => [name, option.default])),
}));

const examples = globSync('docs/rules/*.md', { cwd: root }).flatMap((page) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/```ts.*\n([\s\S]*?)```/g)].map((match) => match[1] ?? ''),
);

test('texts that end anywhere are checked without an error', () => {
  for (const [index, example] of examples.entries()) {
    for (let end = 40 + (index % 23); end < example.length; end += 37) problemsIn(example.slice(0, end));
  }
});

test('texts with a hole anywhere are checked without an error', () => {
  for (const [index, example] of examples.entries()) {
    for (let at = index % 29; at < example.length; at += 41) problemsIn(example.slice(0, at) + example.slice(at + 9));
  }
});

test('every fix gives a text that parses, and that this fix no longer fits', () => {
  for (const example of examples) {
    for (const { fixes, ruleId, span } of problemsIn(example)) {
      for (const fix of fixes) {
        const edits = fix.edits(example);
        if (edits === undefined) continue;
        const fixed = applyEdits(example, edits);
        const model = projectOf({ 'flows.ts': fixed }).file('flows.ts')?.model;
        assert.equal(model?.broken, false, `${ruleId}: ${fix.title}\n${fixed}`);
        assert.notEqual(fixed.slice(span.start, span.end + 40), example.slice(span.start, span.end + 40), `${ruleId}: ${fix.title}`);
      }
    }
  }
});

test('a safe fix puts it right at once', () => {
  for (const example of examples) {
    for (const { fixes, ruleId } of problemsIn(example)) {
      const safe = fixes.find(({ kind }) => kind === 'safe')?.edits(example);
      if (safe === undefined) continue;
      assert.ok(
        problemsIn(applyEdits(example, safe)).every((problem) => problem.ruleId !== ruleId),
        ruleId,
      );
    }
  }
});

test('code without flows is never reported', () => {
  const files = globSync(['runtime/{core,api,engine,worker,cli}/**/*.ts', 'server/**/*.ts', 'tools/**/*.ts'], { cwd: root })
    .filter((file) => !/node_modules|dist/.test(file))
    .filter((_, index) => index % 3 === 0);
  const texts = Object.fromEntries(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
  const project = projectOf(texts);
  const found = files.flatMap((file) => lintFile(project, file, active).map(({ ruleId, message }) => `${file} ${ruleId}: ${message}`));
  assert.deepEqual(found, []);
});

test('every rule says what it is in the same way', () => {
  for (const { id, summary, fix, severity, preset } of rules) {
    assert.match(id, /^[a-z]+(-[a-z\d]+)+$/);
    assert.match(summary, /^[A-Z`].*[^.]$/, id);
    if (preset === 'strict') assert.equal(severity, 'info', id);
    const offered = examples.some((example) => problemsIn(example).some(({ ruleId, fixes }) => ruleId === id && fixes.length > 0));
    if (offered) assert.notEqual(fix, 'none', `${id} offers a fix`);
  }
});

const problems = new Map<string, ReturnType<typeof lintFile>>();

function problemsIn(text: string): ReturnType<typeof lintFile> {
  const known = problems.get(text) ?? lintFile(projectOf({ 'flows.ts': text }), 'flows.ts', active);
  problems.set(text, known);
  return known;
}

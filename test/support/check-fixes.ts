import assert from 'node:assert/strict';
import { rules } from '../../server/rules/index.ts';
import type { Fix, Rule } from '../../server/rules/rule.ts';
import type { Problem } from '../../server/workspace/lint-file.ts';
import { applyEdits } from '../../server/workspace/fixes.ts';
import { lintFile } from '../../server/workspace/lint-file.ts';
import type { CheckOptions } from './check-rule.ts';
import { projectOf } from './project-of.ts';
import { defaultsOf } from './rule-pages.ts';

type Files = Readonly<Record<string, string>>;

/**
 * What is asked of each fix of each finding of a rule in a file: the finding is gone and no other mistake has come, comments
 * stay, and the file keeps its ends of lines and its tabs. Fixes that do not fit are left out.
 */
export function assertFixesHold(rule: Rule, drawn: Files, path: string, options: CheckOptions): void {
  const files = mapped(drawn, withoutDrawings);
  const before = problemsIn(rule, files, options);
  for (const [index, { fixes }] of findings(rule, files, path, options).entries()) {
    for (const [nth, fix] of fixes.entries()) {
      const after = applied(files, path, fix);
      if (after === undefined) continue;
      const title = `${rule.id}, '${fix.title}':\n${after[path]}\n`;
      const left = problemsIn(rule, after, options);
      assert.ok(own(rule, left).length < own(rule, before).length, `the finding stays after ${title}`);
      assert.deepEqual(minus(mistakes(left), mistakes(before)), [], `another mistake comes with ${title}`);
      assert.deepEqual(minus(commentsIn(files), commentsIn(after)), [], `comments are lost by ${title}`);
      const again = (change: (text: string) => string): Files | undefined => {
        const changed = mapped(files, change);
        const same = findings(rule, changed, path, options)[index]?.fixes[nth];
        return same === undefined ? undefined : applied(changed, path, same);
      };
      assert.deepEqual(again(withCarriageReturns), mapped(after, withCarriageReturns), `ends of lines are mixed by ${title}`);
      assert.doesNotMatch(again(withTabs)?.[path] ?? '', mixed, `tabs are mixed with spaces by ${title}`);
    }
  }
}

const mapped = (files: Files, change: (text: string) => string): Files =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path, change(text)]));

/** Comments with carets may stand where nobody writes comments. */
const withoutDrawings = (text: string): string => text.replaceAll(/^\s*(?:\/\/|#)\s*<?\^+.*\n?/gm, '');

const withCarriageReturns = (text: string): string => text.replaceAll(/\r?\n/g, '\r\n');

/** Two spaces are a step; a text without any keeps its own. */
const withTabs = (text: string): string => text.replaceAll(/^ +/gm, (spaces) => '\t'.repeat(Math.ceil(spaces.length / 2)));

function findings(rule: Rule, files: Files, path: string, { options, server, language }: CheckOptions): readonly Problem[] {
  return lintFile(projectOf(files, server, language), path, [
    { rule, severity: rule.severity, options: { ...defaultsOf(rule), ...options } },
  ]);
}

/** One line is indented with tabs, and another one with spaces. */
const mixed = /\n\t[^]*\n\t* +[^\s*]|\n\t* +[^\s*][^]*\n\t/;

/** The problems of all files: the rule's own, and the mistakes that the other rules see. */
function problemsIn(rule: Rule, files: Files, { options, server, language }: CheckOptions): readonly Problem[] {
  const project = projectOf(files, server, language);
  const active = rules
    .filter((other) => other === rule || other.severity === 'error')
    .map((other) => ({ rule: other, severity: other.severity, options: { ...defaultsOf(other), ...(other === rule ? options : {}) } }));
  return Object.keys(files).flatMap((path) => lintFile(project, path, active));
}

const own = ({ id }: Rule, problems: readonly Problem[]): readonly Problem[] => problems.filter(({ ruleId }) => ruleId === id);

const mistakes = (problems: readonly Problem[]): string[] =>
  problems.filter(({ severity }) => severity === 'error').map(({ ruleId, message }) => `${ruleId}: ${message}`);

/** The files with a fix's edits; undefined where it does not fit. */
function applied(files: Files, path: string, fix: Fix): Files | undefined {
  const edits = fix.edits(files[path] ?? '');
  if (edits === undefined) return undefined;
  const paths = new Set(edits.map((edit) => edit.path ?? path));
  const changed = [...paths].map(
    (at) =>
      [
        at,
        applyEdits(
          files[at] ?? '',
          edits.filter((edit) => (edit.path ?? path) === at),
        ),
      ] as const,
  );
  return { ...files, ...Object.fromEntries(changed) };
}

const commentsIn = (files: Files): string[] =>
  Object.values(files).flatMap((text) => [...text.matchAll(/\/\*[^]*?\*\/|(?<![:'"`\w])\/\/[^\r\n]*/g)].map(([comment]) => comment.trim()));

/** What is in the first list and not in the second, each as often. */
function minus(list: readonly string[], without: readonly string[]): string[] {
  const left = [...without];
  return list.filter((item) => {
    const at = left.indexOf(item);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

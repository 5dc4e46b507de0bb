import assert from 'node:assert/strict';
import { rules } from '../../server/rules/index.ts';
import type { Rule } from '../../server/rules/rule.ts';
import { lineStartsOf, positionAt } from '../../server/model/span.ts';
import type { Language } from '../../server/model/file.ts';
import type { ServerFacts } from '../../server/model/entities.ts';
import type { Problem } from '../../server/workspace/lint-file.ts';
import { applyEdits } from '../../server/workspace/fixes.ts';
import { lintFile } from '../../server/workspace/lint-file.ts';
import { assertFixesHold } from './check-fixes.ts';
import { projectOf } from './project-of.ts';
import { defaultsOf } from './rule-pages.ts';

/** A source, or several by path; the paths' endings say the language. */
export type Sources = string | Readonly<Record<string, string>>;

export interface CheckOptions {
  /** The path of a single source; its ending says the language. */
  readonly path?: string;
  readonly options?: Readonly<Record<string, number | boolean | string | readonly string[]>>;
  readonly server?: ServerFacts;
  /** The language that the sources are said to be in, whatever they are. */
  readonly language?: Language;
}

/**
 * Runs one rule and compares with what is drawn in the source: a comment line below the finding, whose carets mark it
 * and whose text is part of its message. `💡` before the text says that a fix is offered.
 *
 *     etl.submit({});
 *     //  ^^^^^^ 💡 flow 'etl' has no submit
 */
export function checkRule(rule: Rule, sources: Sources, options: CheckOptions = {}): void {
  const files = filesOf(sources, options);
  const project = projectOf(files, options.server, options.language);
  for (const [path, source] of Object.entries(files)) {
    const problems = lintFile(project, path, [{ rule, severity: rule.severity, options: { ...defaultsOf(rule), ...options.options } }]);
    assertDrawn(source, problems, `${rule.id} in ${path}`);
    assertFixesHold(rule, files, path, options);
  }
}

/** Applies the fix whose title contains `title` (else the first one) to the first finding and compares the file. */
export function checkFix(rule: Rule, before: string, after: string, options: CheckOptions & { readonly title?: string } = {}): void {
  const files = filesOf(before, options);
  const [path] = Object.keys(files);
  assert.ok(path !== undefined);
  const problems = lintFile(projectOf(files, options.server, options.language), path, [
    { rule, severity: rule.severity, options: { ...defaultsOf(rule), ...options.options } },
  ]);
  const fixes = problems.flatMap((problem) => problem.fixes);
  const fix = fixes.find(({ title }) => title.includes(options.title ?? ''));
  assert.ok(fix !== undefined, `no fix '${options.title ?? ''}' in: ${fixes.map(({ title }) => title).join(', ')}`);
  const edits = fix.edits(before);
  assert.ok(edits !== undefined, `the fix '${fix.title}' does not fit`);
  assert.equal(applyEdits(before, edits), after);
  assertFixesHold(rule, files, path, options);
}

/** The rules of the recommended preset, with their own severities and defaults. */
export const recommended = rules
  .filter(({ preset }) => preset === 'recommended')
  .map((rule) => ({ rule, severity: rule.severity, options: defaultsOf(rule) }));

const filesOf = (sources: Sources, options: CheckOptions): Record<string, string> =>
  typeof sources === 'string' ? { [options.path ?? 'flows.ts']: sources } : { ...sources };

interface Drawn {
  readonly line: number;
  readonly from: number;
  readonly length: number;
  readonly fixable: boolean;
  readonly text: string;
}

/** What the comments below the lines draw. `<^^^` marks from the line's first character on, where no comment fits above. */
function expectedIn(source: string): Drawn[] {
  const drawn: Drawn[] = [];
  let code = { line: 0, text: '' };
  for (const [line, text] of source.split('\n').entries()) {
    const marker = /^\s*(?:\/\/|#)\s*(<?)(\^+)\s*(💡?)\s*(.*?)\s*$/u.exec(text);
    if (marker === null) {
      code = { line, text };
      continue;
    }
    const [, first = '', carets = '', bulb = '', message = ''] = marker;
    const from = first === '' ? text.indexOf('^') : code.text.length - code.text.trimStart().length;
    drawn.push({ line: code.line, from, length: carets.length, fixable: bulb !== '', text: message });
  }
  return drawn;
}

function foundIn(source: string, problems: readonly Problem[]): Drawn[] {
  const starts = lineStartsOf(source);
  return problems.map(({ span, message, fixes }) => {
    const { line, character } = positionAt(starts, span.start);
    const lineEnd = (starts[line + 1] ?? source.length + 1) - 1;
    return { line, from: character, length: Math.min(span.end, lineEnd) - span.start, fixable: fixes.length > 0, text: message };
  });
}

/** Both sides as text, so that a failure shows what is missing and what is too much. */
function assertDrawn(source: string, problems: readonly Problem[], title: string): void {
  for (const { message } of problems) assert.ok(message.length <= 250, `too long for a hover: ${message}`);
  const expected = expectedIn(source);
  const found = foundIn(source, problems).toSorted((a, b) => a.line - b.line || a.from - b.from);
  const show = ({ line, from, length, fixable, text }: Drawn): string => `${line + 1}:${from + 1}+${length}${fixable ? ' 💡' : ''} ${text}`;
  const named = found.map((item) => {
    const match = expected.find(({ line, from, text }) => line === item.line && from === item.from && item.text.includes(text));
    return match === undefined ? item : { ...item, text: match.text };
  });
  assert.deepEqual(named.map(show), expected.map(show), title);
}

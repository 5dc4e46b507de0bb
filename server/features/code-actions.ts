import type { CodeAction } from 'vscode-languageserver-types';
import type { Span } from '../model/span.ts';
import { lineAt } from '../model/span.ts';
import { editsOf, safeEdits } from '../workspace/fixes.ts';
import type { Problem } from '../workspace/lint-file.ts';
import type { PageOf } from './diagnostics.ts';
import { diagnosticOf } from './diagnostics.ts';
import { refactorings } from './refactorings.ts';
import type { View } from './view.ts';
import { editAcrossFiles, editOf } from './workspace-edits.ts';

/** The kind of the action that makes all safe fixes of a file: for `editor.codeActionsOnSave`. */
export const fixAllKind = 'source.fixAll.millrace';

/** What the server needs to answer for code actions. */
export interface ActionContext {
  readonly problems: readonly Problem[];
  readonly pageOf: PageOf;
  /** The kinds that the editor asks for; all when undefined. */
  readonly only?: readonly string[] | undefined;
  failed(ruleId: string, error: unknown): void;
}

/** Fixes of the problems in a range, comments that silence them, the fix of the whole file, and refactorings. */
export async function codeActions(view: View, range: Span, context: ActionContext): Promise<CodeAction[]> {
  const wants = (kind: string): boolean =>
    context.only === undefined || context.only.some((one) => kind === one || kind.startsWith(`${one}.`));
  const here = context.problems.filter(({ span }) => span.start <= range.end && range.start <= span.end);
  return [
    ...(wants('quickfix') ? eachOnce(here.flatMap((problem) => quickFixes(view, problem, context))) : []),
    ...(wants('quickfix') ? eachOnce(here.map((problem) => silencing(view, problem, context))) : []),
    ...(wants(fixAllKind) ? fixAll(view, context.problems) : []),
    ...(context.only?.some((kind) => kind.startsWith('refactor')) !== false
      ? (await refactorings(view, range)).filter(({ kind }) => wants(kind ?? 'refactor'))
      : []),
  ];
}

/** What does the same for several problems, such as to silence a rule in a line, as one action for all of them. */
function eachOnce(actions: readonly CodeAction[]): CodeAction[] {
  const groups = Map.groupBy(actions, ({ title, edit }) => JSON.stringify([title, edit]));
  return [...groups.values()].flatMap((same) =>
    same.slice(0, 1).map((first) => ({ ...first, diagnostics: same.flatMap((one) => one.diagnostics ?? []) })),
  );
}

function quickFixes(view: View, problem: Problem, { pageOf, failed }: ActionContext): CodeAction[] {
  const diagnostics = [diagnosticOf(view.project, view.file, problem, pageOf)];
  const offers = problem.fixes.flatMap((fix) => {
    const edits = editsOf(fix, view.text, (error) => failed(problem.ruleId, error));
    const edit = edits === undefined || edits.length === 0 ? undefined : editAcrossFiles(view, edits);
    return edit === undefined ? [] : [{ title: fix.title, kind: 'quickfix', diagnostics, edit }];
  });
  return offers.map((offer, index) => (index === 0 ? { ...offer, isPreferred: true } : offer));
}

/** A comment above the line, indented as the line is; the one who writes it gives the reason. */
function silencing(view: View, problem: Problem, { pageOf }: ActionContext): CodeAction {
  const { ruleId, span } = problem;
  const { lineStarts, language } = view.file.model;
  const start = lineStarts[lineAt(lineStarts, span.start)] ?? 0;
  const indent = /^[ \t]*/.exec(view.text.slice(start))?.[0] ?? '';
  const sign = language === 'python' || language === 'yaml' ? '#' : '//';
  const edits = [{ span: { start, end: start }, text: `${indent}${sign} millrace-disable-next-line ${ruleId}: reason\n` }];
  const diagnostics = [diagnosticOf(view.project, view.file, problem, pageOf)];
  return { title: `Disable ${ruleId} for this line`, kind: 'quickfix', diagnostics, edit: editOf(view, edits) };
}

function fixAll(view: View, problems: readonly Problem[]): CodeAction[] {
  const edits = safeEdits(view.text, view.file.path, problems);
  return edits.length === 0 ? [] : [{ title: 'Fix all that Millrace can fix', kind: fixAllKind, edit: editOf(view, edits) }];
}

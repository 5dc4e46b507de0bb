import type { CodeAction } from 'vscode-languageserver-types';
import type { FlowModel, TaskModel } from '../model/entities.ts';
import type { Span } from '../model/span.ts';
import { contains } from '../model/span.ts';
import type { Edit } from '../rules/rule.ts';
import { memberNamed } from './contexts.ts';
import { rangeOf, uriOf } from './locations.ts';
import { displayName } from './type-text.ts';
import type { View } from './view.ts';

/** Changes of form that the place offers. */
export const refactorings = (view: View, range: Span): CodeAction[] => [...withRetries(view, range)];

/** Gives the flow or task around the range retries with growing waits, where it has none. */
function withRetries(view: View, range: Span): CodeAction[] {
  const { file } = view;
  const runnable = [...file.tasks, ...file.flows].find(
    ({ call, bindingSpan }) => contains(headOf(view, call.span), range) || (bindingSpan !== undefined && contains(bindingSpan, range)),
  );
  const edits = runnable && retryEdits(view, runnable);
  if (runnable === undefined || edits === undefined) return [];
  const changes = { [uriOf(file.path)]: edits.map(({ span, text }) => ({ range: rangeOf(file, span), newText: text })) };
  return [
    { title: `Retry ${runnable.kind} "${displayName(runnable)}" when it fails`, kind: 'refactor.rewrite.retries', edit: { changes } },
  ];
}

/** The part of a definition before the body: its first line. */
function headOf({ text }: View, span: Span): Span {
  const lineEnd = text.indexOf('\n', span.start);
  return { start: span.start, end: lineEnd === -1 ? span.end : Math.min(span.end, lineEnd) };
}

function retryEdits({ file }: View, { options, call }: FlowModel | TaskModel): Edit[] | undefined {
  const added = 'retries: 3, retryDelaySeconds: [1, 10, 60]';
  if (options === undefined) {
    const [first] = call.arguments;
    return first === undefined ? undefined : [{ span: { start: first.span.start, end: first.span.start }, text: `{ ${added} }, ` }];
  }
  if (options.file.path !== file.path || memberNamed(options.value, 'retries') !== undefined) return undefined;
  const last = options.value.members.at(-1);
  const at = last === undefined ? options.value.span.start + 1 : last.span.end;
  return [{ span: { start: at, end: at }, text: last === undefined ? ` ${added} ` : `, ${added}` }];
}

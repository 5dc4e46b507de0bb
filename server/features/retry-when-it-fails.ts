import type { CodeAction } from 'vscode-languageserver-types';
import type { FlowModel, TaskModel } from '../model/entities.ts';
import type { Span } from '../model/span.ts';
import { contains } from '../model/span.ts';
import type { ObjectValue } from '../model/value.ts';
import type { Edit } from '../rules/rule.ts';
import { memberNamed } from './contexts.ts';
import { displayName } from './signature-text.ts';
import type { View } from './view.ts';
import { editOf } from './workspace-edits.ts';

/** Gives the flow or task around the range retries with growing waits, where it has none. */
export function withRetries(view: View, range: Span): CodeAction[] {
  const { file } = view;
  const runnable = [...file.tasks, ...file.flows].find(
    ({ call, bindingSpan }) => contains(headOf(view, call.span), range) || (bindingSpan !== undefined && contains(bindingSpan, range)),
  );
  const edits = runnable && retryEdits(view, runnable);
  if (runnable === undefined || edits === undefined) return [];
  return [
    {
      title: `Retry ${runnable.kind} "${displayName(runnable)}" when it fails`,
      kind: 'refactor.rewrite.retries',
      edit: editOf(view, edits),
    },
  ];
}

/** The part of a definition before the body: its first line. */
function headOf({ text }: View, span: Span): Span {
  const lineEnd = text.indexOf('\n', span.start);
  return { start: span.start, end: lineEnd === -1 ? span.end : Math.min(span.end, lineEnd) };
}

function retryEdits(view: View, { options, call }: FlowModel | TaskModel): Edit[] | undefined {
  const wanted = ['retries: 3', 'retryDelaySeconds: [1, 10, 60]'];
  if (options === undefined) {
    const [first] = call.arguments;
    return first === undefined
      ? undefined
      : [{ span: { start: first.span.start, end: first.span.start }, text: `{ ${wanted.join(', ')} }, ` }];
  }
  const { file, value } = options;
  const has = (name: string): boolean =>
    [value, ...value.spreads.map((spread) => file.objectOf(spread)?.value)].some((object) => memberNamed(object, name) !== undefined);
  if (file.path !== view.file.path || has('retries')) return undefined;
  const added = has('retryDelaySeconds') ? wanted.slice(0, 1) : wanted;
  const at = Math.max(value.span.start + 1, ...[...value.members, ...value.spreads].map(({ span }) => span.end));
  if (at === value.span.start + 1) return [{ span: { start: at, end: at }, text: ` ${added.join(', ')} ` }];
  return [{ span: { start: at, end: at }, text: added.map((option) => `,${gapBefore(view, value)}${option}`).join('') }];
}

/** What stands before each option: a space, or in an object of several lines a line's end and its indentation. */
const gapBefore = ({ text }: View, { span }: ObjectValue): string => /^\r?\n[ \t]*/.exec(text.slice(span.start + 1, span.end))?.[0] ?? ' ';

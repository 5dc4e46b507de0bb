import type { CodeAction } from 'vscode-languageserver-types';
import type { Entity } from '../model/entities.ts';
import type { Span } from '../model/span.ts';
import { contains } from '../model/span.ts';
import { fromSdk } from './sdk-names.ts';
import type { View } from './view.ts';
import { editOf } from './workspace-edits.ts';

/** Moves selected code of a flow into a task of its own, so that it is retried, cached and seen by itself. */
export async function toTask(view: View, range: Span): Promise<CodeAction[]> {
  const { file, text } = view;
  if (range.start === range.end || !file.model.language.endsWith('script') || file.model.broken) return [];
  const flow = file.flows.find(
    ({ function: body, functionFile }) => functionFile.path === file.path && body !== undefined && contains(body.span, range),
  );
  if (flow?.function === undefined) return [];
  const sdk = fromSdk(view, ['task']);
  if (sdk === undefined) return [];
  const { extractTask } = await import('../parsers/typescript/extract-task.ts');
  const extracted = extractTask({
    path: file.path,
    text,
    selection: range,
    within: flow.function.span,
    taskFunction: sdk.names[0] ?? 'task',
  });
  if (extracted === undefined || extracted.inputs.some((input) => !isParameter(entityOfBinding(view, input)))) return [];
  const { span, call, definition, definitionAt } = extracted;
  const edits = [...sdk.edits, { span: { start: definitionAt, end: definitionAt }, text: definition }, { span, text: call }];
  return [{ title: 'Extract into a task', kind: 'refactor.extract.task', edit: editOf(view, edits) }];
}

const entityOfBinding = ({ file }: View, { start }: Span): Entity => {
  const binding = file.model.bindings.findIndex(({ span }) => span.start === start);
  const span = file.model.bindings[binding]?.span;
  return span === undefined ? { kind: 'unknown' } : file.entityOf({ kind: 'reference', binding, span });
};

/** Whether a task gets what it is given: a future it gets as its result, and a promise, a function or a class cannot be recorded. */
function isParameter(entity: Entity): boolean {
  if (entity.kind === 'list' || entity.kind === 'map') return isParameter(entity.of);
  return !['future', 'futures', 'promise', 'function', 'class', 'method'].includes(entity.kind);
}

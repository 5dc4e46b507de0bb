import type { CodeAction, WorkspaceEdit } from 'vscode-languageserver-types';
import type { Entity, FlowModel, TaskModel } from '../model/entities.ts';
import type { Call, Parameter } from '../model/file.ts';
import type { Span } from '../model/span.ts';
import { isSdkModule } from '../model/sdk.ts';
import { contains } from '../model/span.ts';
import type { ObjectValue } from '../model/value.ts';
import type { Edit } from '../rules/rule.ts';
import { memberNamed } from './contexts.ts';
import { textEditsOf, uriOf } from './locations.ts';
import { displayName } from './type-text.ts';
import type { View } from './view.ts';
import { runnableOf } from './view.ts';
import { inQuotes } from './written-text.ts';

/** Changes of form that the place offers. */
export const refactorings = async (view: View, range: Span): Promise<CodeAction[]> => [
  ...withRetries(view, range),
  ...toDeployedFlow(view, range),
  ...(await toTask(view, range)),
];

/** Moves selected code of a flow into a task of its own, so that it is retried, cached and seen by itself. */
async function toTask(view: View, range: Span): Promise<CodeAction[]> {
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

/** How the file calls things of the SDK, with the import that it needs for those it does not have yet. */
function fromSdk({ file }: View, wanted: readonly string[]): { names: string[]; edits: readonly Edit[] } | undefined {
  const imports = file.model.bindings.filter(
    ({ value, typeOnly }) => value?.kind === 'import' && isSdkModule(value.from) && typeOnly !== true,
  );
  const bound = (name: string) => imports.find(({ value }) => value?.kind === 'import' && value.name === name)?.name;
  const whole = bound('*');
  const [other] = imports;
  if (other === undefined) return undefined;
  const missing = whole === undefined ? wanted.filter((name) => bound(name) === undefined) : [];
  const names = wanted.map((name) => bound(name) ?? (whole === undefined ? name : `${whole}.${name}`));
  const { end } = other.span;
  return { names, edits: missing.length === 0 ? [] : [{ span: { start: end, end }, text: missing.map((name) => `, ${name}`).join('') }] };
}

/** Turns a submitted task into a run of a deployed flow around it, which any worker can take. */
function toDeployedFlow(view: View, range: Span): CodeAction[] {
  const { file, text } = view;
  const submitted = file.calls.find(
    ({ call, callee }) => contains(call.span, range) && callee.kind === 'method' && callee.of.kind === 'task' && callee.name === 'submit',
  );
  const task = submitted && runnableOf(submitted.callee);
  const [parameter] = task?.function?.parameters ?? [];
  const around = submitted && file.model.functions[submitted.call.function];
  if (submitted === undefined || task?.binding === undefined || task.name === undefined || around === undefined) return [];
  if (task.file.path !== file.path || task.functionFile.path !== file.path) return [];
  if (isFutureRead(view, submitted.call, around.span) || (parameter !== undefined && !isPassable(view, parameter))) return [];
  const isReturned = submitted.call.usage.as === 'returned';
  const sdk = around.async || isReturned ? fromSdk(view, ['flow', 'runDeployment']) : undefined;
  if (sdk === undefined) return [];
  const [flow = 'flow', runDeployment = 'runDeployment'] = sdk.names;
  const [given] = submitted.call.arguments;
  const deployment = inQuotes(`${task.name}/${task.name}`);
  const wrapper = wrapperOf(view, task.name, task.binding, { flow, parameter });
  const behind = nextLine(text, task.call.span.end);
  const parameters = given === undefined ? '{}' : text.slice(given.span.start, given.span.end);
  const run = `${around.async && !isReturned ? 'await ' : ''}${runDeployment}(${deployment}, { parameters: ${parameters}, timeout: 0 })`;
  const edits = [...sdk.edits, { span: { start: behind, end: behind }, text: wrapper }, { span: submitted.call.span, text: run }];
  return [{ title: `Run task "${task.name}" as a deployed flow`, kind: 'refactor.rewrite.deployed', edit: editOf(view, edits) }];
}

/** A flow that does nothing but call a task. */
function wrapperOf(
  view: View,
  name: string,
  binding: string,
  { flow, parameter }: { readonly flow: string; readonly parameter: Parameter | undefined },
): string {
  const fields = parameter?.fields?.map((field) => field.name).join(', ');
  const names = parameter?.name ?? (fields === undefined ? '' : `{ ${fields} }`);
  const written = parameter === undefined ? '' : view.text.slice(parameter.span.start, parameter.span.end);
  const variable = freeName(view, `${binding}Flow`);
  return `\n/** Task "${name}" as a flow, so that a worker can take it: deploy it under the same name. */\nexport const ${variable} = ${flow}({ name: ${inQuotes(name)} }, async (${written}) => ${binding}(${names}));\n`;
}

/** Whether the code asks the future for its result, which a run of a deployment does not have. */
function isFutureRead({ file, text }: View, { usage }: Call, around: Span): boolean {
  if (usage.as === 'member') return true;
  const name = usage.as === 'variable' && usage.binding !== undefined ? file.model.bindings[usage.binding]?.name : undefined;
  if (name === undefined) return false;
  const member = new RegExp(`(?<![\\w$.])${name.replaceAll('$', String.raw`\$`)}\\s*[.?]`);
  return member.test(text.slice(around.start, around.end));
}

/** Whether a function can hand its parameter on as it is written: by its name, or by the names that it takes out of it. */
function isPassable({ text }: View, { fields, open, rest }: Parameter): boolean {
  if (rest || open === true) return false;
  return (fields ?? []).every(({ name, span }) => text.startsWith(name, span.start) && !/^\s*:/.test(text.slice(span.start + name.length)));
}

function freeName({ file }: View, wished: string): string {
  const taken = new Set(file.model.bindings.map(({ name }) => name));
  let name = wished;
  for (let count = 2; taken.has(name); count++) name = `${wished}${count}`;
  return name;
}

const nextLine = (text: string, offset: number): number => {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
};

const editOf = ({ file, text }: View, edits: readonly Edit[]): WorkspaceEdit => ({
  changes: { [uriOf(file.path)]: textEditsOf(file, text, edits) },
});

/** Gives the flow or task around the range retries with growing waits, where it has none. */
function withRetries(view: View, range: Span): CodeAction[] {
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

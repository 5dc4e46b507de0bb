import type { CodeAction } from 'vscode-languageserver-types';
import type { Call, Parameter } from '../model/file.ts';
import { freeName } from '../model/free-name.ts';
import type { Span } from '../model/span.ts';
import { contains } from '../model/span.ts';
import { isDropped } from '../rules/facts/unused.ts';
import { fromSdk } from './sdk-names.ts';
import type { View } from './view.ts';
import { runnableOf } from './view.ts';
import { editOf } from './workspace-edits.ts';
import { inQuotes } from './written-text.ts';

/** Turns a submitted task, whose future nobody reads, into a run of a deployed flow around it, which any worker can take. */
export function toDeployedFlow(view: View, range: Span): CodeAction[] {
  const { file, text } = view;
  const submitted = file.calls.find(
    ({ call, callee }) => contains(call.span, range) && callee.kind === 'method' && callee.of.kind === 'task' && callee.name === 'submit',
  );
  const task = submitted && runnableOf(submitted.callee);
  const [parameter] = task?.function?.parameters ?? [];
  const around = submitted && file.model.functions[submitted.call.function];
  if (submitted === undefined || task?.binding === undefined || task.name === undefined || around?.async !== true) return [];
  if (task.file.path !== file.path || task.functionFile.path !== file.path || !standsAlone(text, task.call)) return [];
  // A run has no result to read.
  if (!isDropped(file, submitted.call) || (parameter !== undefined && !isPassable(view, parameter))) return [];
  const sdk = fromSdk(view, ['flow', 'runDeployment']);
  if (sdk === undefined) return [];
  const [flow = 'flow', runDeployment = 'runDeployment'] = sdk.names;
  const [given] = submitted.call.arguments;
  const deployment = inQuotes(`${task.name}/${task.name}`);
  const wrapper = wrapperOf(view, task.name, task.binding, { flow, parameter });
  const behind = nextLine(text, task.call.span.end);
  const parameters = given === undefined ? '{}' : text.slice(given.span.start, given.span.end);
  const run = `await ${runDeployment}(${deployment}, { parameters: ${parameters}, timeout: 0 })`;
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
  const variable = freeName(`${binding}Flow`, new Set(view.file.model.bindings.map(({ name: taken }) => taken)));
  return `\n/** Task "${name}" as a flow, so that a worker can take it: deploy it under the same name. */\nexport const ${variable} = ${flow}({ name: ${inQuotes(name)} }, async (${written}) => ${binding}(${names}));\n`;
}

/** Whether a definition ends a statement at the top of its file, so that another one may follow. */
const standsAlone = (text: string, { function: around, span }: Call): boolean =>
  around < 0 && /^[ \t]*(?:;|\r?\n|$)/.test(text.slice(span.end));

/** Whether a function can hand its parameter on as it is written: by its name, or by the names that it takes out of it. */
function isPassable({ text }: View, { fields, open, rest }: Parameter): boolean {
  if (rest || open === true) return false;
  return (fields ?? []).every(({ name, span }) => text.startsWith(name, span.start) && !/^\s*:/.test(text.slice(span.start + name.length)));
}

const nextLine = (text: string, offset: number): number => {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
};

import type { LinkedCall, LinkedFile, ProjectModel } from '../../model/entities.ts';
import type { Span } from '../../model/span.ts';
import type { Edit, Fix } from '../rule.ts';
import type { Callable } from './callees.ts';
import { flowsOf, ownerOf } from './callees.ts';
import { asyncEdits, deploymentNameFor, importEdits, indentAt, insert, replace } from './edits.ts';
import { calleeNameSpan } from './places.ts';

/** A place where a flow is used as if it were a task. */
export interface FlowMethodUse {
  readonly flow: Callable;
  readonly span: Span;
  /** The call; undefined where the method is only handed on. */
  readonly call?: LinkedCall;
}

/** Every call and every handing on of a method that plain flows do not have. */
export function* flowMethodUses(file: LinkedFile, method: string): Generator<FlowMethodUse> {
  for (const call of file.calls) {
    // What was taken out of the flow before is reported where it was taken.
    const owner = call.call.callee.kind === 'member' ? ownerOf(call.callee, method) : undefined;
    const flow = owner === undefined ? undefined : plainFlow(flowsOf(owner));
    if (flow !== undefined) yield { flow, span: calleeNameSpan(call.call), call };
  }
  for (const access of file.model.accesses) {
    if (access.name !== method) continue;
    const flow = plainFlow(flowsOf(file.entityOf(access.object)));
    if (flow !== undefined) yield { flow, span: access.nameSpan };
  }
}

/** Flows that are bound to their infrastructure do have `submit`. */
const plainFlow = (flows: readonly Callable[]): Callable | undefined =>
  flows.some(({ model }) => model?.kind === 'flow' && model.infrastructureBound) ? undefined : flows[0];

/** `etl.submit(…)` becomes `await etl(…)`, in the order in which the program goes on. */
export const subflowFix = (file: LinkedFile, flow: Callable, { call }: LinkedCall): Fix => ({
  title: `Call ${flow.title} as a subflow`,
  kind: 'suggestion',
  edits: (text) => {
    const { callee, usage } = call;
    if (callee.kind !== 'member') return undefined;
    const bare = replace({ start: callee.object.span.end, end: callee.span.end }, '');
    if (file.model.language === 'python' && flow.model?.function?.async !== true) return [bare];
    const rest = unwrapped(file, call.span, usage.member);
    const enclosing = usage.awaited ? [] : asyncEdits(text, file, call);
    if (rest === undefined || enclosing === undefined || usage.as === 'callee' || (usage.as === 'member' && usage.member === undefined))
      return undefined;
    return [...enclosing, ...(usage.awaited || rest.awaited ? [] : [insert(call.span.start, 'await ')]), bare, ...rest.edits];
  },
});

/** A `.result()` behind the call goes away: a subflow's call gives the value. Other members make the fix impossible. */
function unwrapped(file: LinkedFile, inner: Span, member: string | undefined): { edits: readonly Edit[]; awaited: boolean } | undefined {
  if (member === undefined) return { edits: [], awaited: false };
  const outer = file.model.calls.find(
    ({ callee }) => callee.kind === 'member' && callee.object.span.start === inner.start && callee.object.span.end === inner.end,
  );
  if (outer === undefined || (member !== 'result' && member !== 'wait')) return undefined;
  return { edits: [replace({ start: inner.end, end: outer.span.end }, '')], awaited: outer.usage.awaited };
}

/** `etl.submit(…)` becomes a run of the flow's deployment; in a loop the runs are collected and waited for. */
export const deploymentFix = (file: LinkedFile, project: ProjectModel, { model: flow, title }: Callable, { call }: LinkedCall): Fix => ({
  title: `Start a deployment of ${title} with runDeployment, without waiting`,
  kind: 'suggestion',
  edits: (text) => {
    const [parameters] = call.arguments;
    const enclosing = call.usage.awaited ? [] : asyncEdits(text, file, call);
    const imported = importEdits(text, file.model, 'runDeployment');
    if (enclosing === undefined || imported === undefined || flow?.name === undefined || call.usage.as === 'member') return undefined;
    const given = parameters === undefined ? '' : `parameters: ${text.slice(parameters.span.start, parameters.span.end)}, `;
    const start = `${call.usage.awaited ? '' : 'await '}runDeployment('${deploymentNameFor(flow, project.deployments())}', { ${given}timeout: 0 })`;
    const collected = collecting(text, file, call, start);
    return [...enclosing, ...withWait(text, file, imported, collected !== undefined), ...(collected ?? [replace(call.span, start)])];
  },
});

/** In a loop that drops the value: a list before it, and one wait for all behind it. */
function collecting(text: string, file: LinkedFile, call: LinkedCall['call'], start: string): readonly Edit[] | undefined {
  const loop = file.model.loops[call.loops?.[0] ?? -1];
  if (loop === undefined || call.usage.as !== 'discarded' || call.usage.awaited) return undefined;
  const indent = indentAt(text, loop.span.start);
  return [
    insert(loop.span.start, `const runs = [];\n${indent}`),
    replace(call.span, `runs.push(${start})`),
    insert(loop.span.end, `\n${indent}await waitForFlowRuns(runs);`),
  ];
}

/** Both names in one import, so that the edits do not meet at one place. */
function withWait(text: string, file: LinkedFile, imported: readonly Edit[], waits: boolean): readonly Edit[] {
  const second = waits ? importEdits(text, file.model, 'waitForFlowRuns') : [];
  const [first] = imported;
  const [other] = second ?? [];
  if (first === undefined || other === undefined) return [...imported, ...(second ?? [])];
  const names = first.text.startsWith(',') ? `${first.text}${other.text}` : first.text.replace(' }', ', waitForFlowRuns }');
  return [{ ...first, text: names }];
}

/** `flow(…)` becomes `task(…)`, where the flow is made in the same file. */
export const taskFix = (file: LinkedFile, flow: Callable): Fix => ({
  title: `Make ${flow.title} a task`,
  kind: 'suggestion',
  edits: (text) => {
    if (flow.model?.file !== file) return undefined;
    const { calleeSpan } = flow.model.call;
    if (text.slice(calleeSpan.start, calleeSpan.end) !== 'flow') return undefined;
    const imported = importEdits(text, file.model, 'task');
    return imported === undefined ? undefined : [...imported, replace(calleeSpan, 'task')];
  },
});

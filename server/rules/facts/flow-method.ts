import type { Entity, LinkedCall, LinkedFile, ProjectModel } from '../../model/entities.ts';
import type { Loop, Usage } from '../../model/file.ts';
import { optionsOf } from '../../model/options.ts';
import type { Span } from '../../model/span.ts';
import type { MemberValue, Value } from '../../model/value.ts';
import type { Edit, Fix } from '../rule.ts';
import type { Callable } from './callees.ts';
import { flowsOf, methodCalls, ownerOf } from './callees.ts';
import { asyncEdits, deploymentNameFor, indentAt, insert, lineEndOf, replace } from './edits.ts';
import { nameOfSdk } from './import-edits.ts';
import { laterWaits, withoutItemResults, withoutLaterResults } from './later-results.ts';
import { calleeNameSpan } from './places.ts';
import { combined, mappedOver } from './unused.ts';
import { spelled } from './wording.ts';

/** A place where a flow is used as if it were a task. */
export interface FlowMethodUse {
  readonly flow: Callable;
  /** Whether it may be another flow as well: `(quick ? one : other).submit()`. */
  readonly isOneOf: boolean;
  readonly span: Span;
  /** The call; undefined where the method is only handed on. */
  readonly call?: LinkedCall;
}

/** Every call and every handing on of a method that plain flows do not have. */
export function* flowMethodUses(file: LinkedFile, method: string): Generator<FlowMethodUse> {
  for (const call of methodCalls(file, method)) {
    // What was taken out of the flow before is reported where it was taken.
    const owner = call.call.callee.kind === 'member' ? ownerOf(call.callee, method) : undefined;
    const flows = owner === undefined ? [] : plainFlows(owner);
    const [flow] = flows;
    if (flow === undefined || (flow.model === undefined && isAskedFor(file, call, method))) continue;
    yield { flow, isOneOf: flows.length > 1, span: calleeNameSpan(call.call), call };
  }
  for (const access of file.model.accesses) {
    if (access.name !== method || isAsked(access.usage)) continue;
    const { object, name, nameSpan, span } = access;
    const owner = ownerOf(file.entityOf({ kind: 'member', object, name, nameSpan, span }), method);
    const flows = owner === undefined ? [] : plainFlows(owner);
    if (flows[0] !== undefined) yield { flow: flows[0], isOneOf: flows.length > 1, span: access.nameSpan };
  }
}

/** Whether something has a method is often asked before it is used as if it had: `if (job.submit)`, `typeof job.submit === 'function'`. */
const isAsked = ({ as }: Usage): boolean => as === 'condition' || as === 'compared';

/** Whether what only a type says to be a flow is asked for the method, as it may be bound to its infrastructure. */
function isAskedFor({ model }: LinkedFile, { call: { callee, function: place } }: LinkedCall, method: string): boolean {
  return (
    callee.kind === 'member' &&
    model.accesses.some(
      (access) => access.name === method && access.function === place && isAsked(access.usage) && isSamePlace(access.object, callee.object),
    )
  );
}

/** Whether two expressions read the same variable, or the same member of it. */
function isSamePlace(one: Value, other: Value): boolean {
  if (one.kind === 'reference') return other.kind === 'reference' && one.binding === other.binding;
  if (one.kind === 'instance') return other.kind === 'instance' && one.class === other.class;
  return one.kind === 'member' && other.kind === 'member' && one.name === other.name && isSamePlace(one.object, other.object);
}

/** Flows that are bound to their infrastructure do have `submit`. */
function plainFlows(owner: Entity): readonly Callable[] {
  const flows = flowsOf(owner);
  return flows.some(({ model }) => model?.kind === 'flow' && model.infrastructureBound) ? [] : flows;
}

/** `etl.submit(…)` becomes `await etl(…)`, in the order in which the program goes on. */
export const subflowFix = (file: LinkedFile, flow: Callable, { call, index }: LinkedCall): Fix => ({
  title: `Call ${flow.title} as a subflow`,
  kind: 'suggestion',
  edits: (text) => {
    const { callee, usage } = call;
    if (callee.kind !== 'member') return undefined;
    const bare = replace({ start: accessStart(text, callee), end: callee.span.end }, '');
    const list = listOfSubmissions(file, { call, index });
    if (list !== undefined) return gathered(text, file, { list, bare });
    if (file.model.language === 'python' && flow.model?.function?.async !== true) return [bare];
    const rest = unwrapped(file, call.span, usage.member);
    const awaits = usage.awaited || rest?.awaited === true || isJoined(file, call);
    const enclosing = usage.awaited || isJoined(file, call) ? [] : asyncEdits(text, file, call);
    const later = withoutLaterResults(text, file, index);
    if (
      rest === undefined ||
      later === undefined ||
      enclosing === undefined ||
      usage.as === 'callee' ||
      (usage.as === 'member' && usage.member === undefined)
    )
      return undefined;
    return [...enclosing, ...(awaits ? [] : [insert(call.span.start, 'await ')]), bare, ...rest.edits, ...later];
  },
});

/** `const runs = nodes.map((node) => etl.submit({ node }))`: the call that makes the list. */
function listOfSubmissions(file: LinkedFile, { call, index }: Pick<LinkedCall, 'call' | 'index'>): LinkedCall['call'] | undefined {
  const mapping = call.usage.as === 'returned' && !call.usage.awaited ? mappedOver(file, call) : undefined;
  const { async, returns = [] } = file.model.functions[call.function] ?? {};
  const isOnly = returns.length === 1 && returns.every((value) => value.kind === 'call' && value.call === index);
  const isKept = mapping?.usage.as === 'variable' && !mapping.usage.awaited;
  return isKept && isOnly && async === false && file.model.language !== 'python' ? mapping : undefined;
}

/** All subflows side by side, and the list of what they give; the results are not asked for any more. */
function gathered(
  text: string,
  file: LinkedFile,
  { list, bare }: { readonly list: LinkedCall['call']; readonly bare: Edit },
): readonly Edit[] | undefined {
  const enclosing = asyncEdits(text, file, list);
  const results = withoutItemResults(text, file, list.usage.binding ?? -1);
  if (enclosing === undefined || results === undefined || list.callee.kind !== 'member' || list.callee.name !== 'map') return undefined;
  return [...enclosing, insert(list.span.start, 'await Promise.all('), bare, insert(list.span.end, ')'), ...results];
}

/** Where `.submit` begins: what closes a cast, as in `(etl as Flow).submit`, stays. */
function accessStart(text: string, { object, span }: MemberValue): number {
  const behind = text.slice(object.span.end, span.end);
  return span.end - (/(?:\s*\??\.\s*[\w$]+|(?:\?\.)?\[[^\]]*\])$/.exec(behind)?.[0] ?? behind).length;
}

/** Whether a call's promise is waited for with others: `Promise.all(days.map((day) => etl.submit({ day })))`, `Promise.all([etl.submit()])`. */
function isJoined(file: LinkedFile, call: LinkedCall['call']): boolean {
  const mapping = call.usage.as === 'returned' ? mappedOver(file, call) : undefined;
  const callee = call.usage.as === 'element' ? listingOf(file, call)?.callee : mapping && combined(file, mapping).callee;
  return callee?.kind === 'member' && callee.object.kind === 'global' && callee.object.name === 'Promise';
}

/** The call that is given a list in which another one stands. */
const listingOf = ({ model }: LinkedFile, { span }: LinkedCall['call']): LinkedCall['call'] | undefined =>
  model.calls.find(({ arguments: [list] }) => list?.kind === 'array' && list.items.some((item) => item.span.start === span.start));

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
export const deploymentFix = (
  file: LinkedFile,
  project: ProjectModel,
  { model: flow, title }: Callable,
  { call, index }: LinkedCall,
): Fix => {
  const loop = collectingLoop(file, call);
  const run = spelled(file.model.language, 'runDeployment');
  return {
    title: `Start a deployment of ${title} with ${run}, ${loop === undefined ? 'without waiting' : 'and wait for all runs behind the loop'}`,
    kind: 'suggestion',
    edits: (text) => {
      const [parameters] = call.arguments;
      const waits = call.usage.awaited || isJoined(file, call);
      const enclosing = waits ? [] : asyncEdits(text, file, call);
      const starting = nameOfSdk(text, file, 'runDeployment');
      if (enclosing === undefined || starting === undefined || flow?.name === undefined) return undefined;
      if (call.usage.as === 'member' || laterWaits(file, index).length > 0) return undefined;
      const given = parameters === undefined ? '' : `parameters: ${text.slice(parameters.span.start, parameters.span.end)}, `;
      const start = `${waits ? '' : 'await '}${starting.written}('${deploymentNameFor(flow, project.deployments())}', { ${given}timeout: 0 })`;
      if (loop === undefined) return [...enclosing, ...starting.edits, replace(call.span, start)];
      const waiting = nameOfSdk(text, file, 'waitForFlowRuns');
      const collected = waiting && collecting(text, file, call, loop, { start, wait: waiting.written });
      return collected && [...enclosing, ...together(starting.edits, waiting.edits), ...collected];
    },
  };
};

/** The loop that drops what is submitted; behind one without an end nothing can be waited for. */
function collectingLoop({ model }: LinkedFile, { loops, usage }: LinkedCall['call']): Loop | undefined {
  const loop = model.loops[loops?.[0] ?? -1];
  return loop?.endless === true || usage.as !== 'discarded' || usage.awaited ? undefined : loop;
}

/** A list before the loop, and one wait for all behind it. Undefined where the loop is a branch of something else. */
function collecting(
  text: string,
  file: LinkedFile,
  call: LinkedCall['call'],
  loop: Loop,
  { start, wait }: { readonly start: string; readonly wait: string },
): readonly Edit[] | undefined {
  const indent = indentAt(text, loop.span.start);
  const before = text.slice(0, loop.span.start - indent.length);
  if (!/(^|\n)$/.test(before) || /(\n|^)[ \t]*(if|else|for|while|do)\b[^;{}\n]*\s*$/.test(before)) return undefined;
  const lineEnd = lineEndOf(text) + indent;
  const taken = new Set(file.model.bindings.map(({ name }) => name));
  const runs = ['runs', 'flowRuns', 'startedRuns'].find((name) => !taken.has(name)) ?? '_runs';
  return [
    insert(loop.span.start, `const ${runs} = [];${lineEnd}`),
    replace(call.span, `${runs}.push(${start})`),
    insert(loop.span.end, `${lineEnd}await ${wait}(${runs});`),
  ];
}

/** Both names in one import, so that the edits do not meet at one place. */
function together(imported: readonly Edit[], others: readonly Edit[]): readonly Edit[] {
  const [[first], [other]] = [imported, others];
  if (first === undefined || other === undefined) return [...imported, ...others];
  const isInList = first.text.startsWith(',') || first.text.endsWith(',');
  const names = isInList ? `${first.text}${other.text}` : first.text.replace(' }', ', waitForFlowRuns }');
  return [{ ...first, text: names }];
}

/** `flow(…)` becomes `task(…)`, where the flow is made in the same file, and is nothing that only a flow can be. */
export const taskFix = (file: LinkedFile, flow: Callable): Fix => ({
  title: `Make ${flow.title} a task`,
  kind: 'suggestion',
  edits: (text) => {
    const { model } = flow;
    if (model?.file !== file || file.deployments.some((deployment) => deployment.flow === model)) return undefined;
    // `const etl: Flow<…> = flow(…)` is no task.
    if (file.model.bindings.some(({ span, type }) => type !== undefined && span.start === model.bindingSpan?.start)) return undefined;
    const known = optionsOf('task', file.model.language);
    if (model.options?.value.members.some(({ name }) => known.every((option) => option.name !== name)) === true) return undefined;
    const { calleeSpan } = model.call;
    if (text.slice(calleeSpan.start, calleeSpan.end) !== nameOfSdk(text, file, 'flow')?.written) return undefined;
    const task = nameOfSdk(text, file, 'task');
    return task && [...task.edits, replace(calleeSpan, task.written), ...resultsOf(file, flow)];
  },
});

/** What is awaited of a flow's `submit` and `map` is meant to be its value, which a task's futures give by `result()`. */
function resultsOf(file: LinkedFile, { model }: Callable): readonly Edit[] {
  if (file.model.language === 'python') return [];
  const uses = [...flowMethodUses(file, 'submit'), ...flowMethodUses(file, 'map')];
  return uses.flatMap(({ flow, call }) =>
    flow.model === model && call !== undefined && (call.call.usage.awaited || isJoined(file, call.call))
      ? [insert(call.call.span.end, '.result()')]
      : [],
  );
}

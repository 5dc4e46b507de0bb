import type { Call } from '../model/file.ts';
import type { FlowModel, LinkedCall, LinkedFile, TaskModel } from '../model/entities.ts';
import type { Value } from '../model/value.ts';
import { textOf } from './contexts.ts';
import { runnableOf } from './view.ts';

/** One run that a flow or task starts: a call of a task, of another flow, or of `runDeployment`. */
export interface Step {
  readonly call: Call;
  readonly index: number;
  readonly kind: 'task' | 'flow' | 'deployment';
  readonly how: 'call' | 'submit' | 'map' | 'deployment';
  readonly target: FlowModel | TaskModel | undefined;
  /** `flow/deployment`, where it is not computed. */
  readonly deployment: string | undefined;
  /** Whether it stands in a loop, or in a function inside that may be called more than once. */
  readonly repeated: boolean;
}

/** What the body of a flow or task starts, in the order of the text, also in callbacks inside it. */
export function stepsOf(runnable: FlowModel | TaskModel): Step[] {
  const file = runnable.functionFile;
  return file.calls
    .filter(({ call }) => isIn(file, call, runnable))
    .flatMap((linked) => stepOf(file, linked, runnable) ?? [])
    .toSorted((a, b) => a.call.span.start - b.call.span.start);
}

function isIn(file: LinkedFile, call: Call, runnable: FlowModel | TaskModel): boolean {
  const around = call.function < 0 ? undefined : file.runnableAt(call.function);
  return around !== undefined && hasSameBody(around, runnable);
}

/** Whether both run the same function: what `withOptions` makes runs that of the flow or task it is made of. */
const hasSameBody = (a: FlowModel | TaskModel, b: FlowModel | TaskModel): boolean =>
  a.functionFile.path === b.functionFile.path && a.function?.index === b.function?.index;

/** The run that a call starts; undefined for any other call. */
export function stepOf(file: LinkedFile, { call, index, callee }: LinkedCall, around?: FlowModel | TaskModel): Step | undefined {
  const repeated = (call.loops ?? []).length > 0 || (around !== undefined && call.function !== around.function?.index);
  const base = { call, index, repeated, deployment: undefined };
  if (callee.kind === 'sdk' && callee.name === 'runDeployment') {
    return { ...base, kind: 'deployment', how: 'deployment', target: undefined, deployment: textOf({ file }, call.arguments[0]) };
  }
  const target = runnableOf(callee);
  if (callee.kind === 'flow' || callee.kind === 'task') return { ...base, kind: callee.kind, how: 'call', target };
  if (callee.kind !== 'method') return undefined;
  const how = methodSteps[callee.name];
  if (how === undefined || (callee.of.kind !== 'task' && callee.of.kind !== 'flow')) return undefined;
  return { ...base, kind: callee.of.kind, how, target };
}

const methodSteps: Readonly<Record<string, Step['how']>> = { submit: 'submit', map: 'map', returnState: 'call' };

/** The calls whose results go into a value, through variables, `await`, members, lists and objects. */
export function callsInto(file: LinkedFile, value: Value, seen = new Set<number>()): number[] {
  const into = (values: readonly Value[]): number[] => values.flatMap((one) => callsInto(file, one, seen));
  switch (value.kind) {
    case 'call':
      return [value.call, ...into(argumentsOf(file, value.call))];

    case 'reference': {
      if (seen.has(value.binding)) return [];
      seen.add(value.binding);
      const binding = file.model.bindings[value.binding];
      return into([...(binding?.value === undefined ? [] : [binding.value]), ...(binding?.added ?? [])]);
    }
    case 'function':
      return into(file.model.functions[value.function]?.returns ?? []);

    case 'member':
      return callsInto(file, value.object, seen);

    case 'item':
    case 'collection':
      return callsInto(file, value.of, seen);

    case 'awaited':
    case 'spread':
      return callsInto(file, value.value, seen);

    case 'object':
      return [...into(value.members.map((member) => member.value)), ...into(value.spreads)];

    case 'array':
      return into(value.items);

    case 'union':
      return into(value.of);

    case 'template':
      return into(value.values);

    default:
      return [];
  }
}

/** What a call that is no run itself passes on: its receiver and its arguments (`Promise.all(…)`, `future.result()`). */
function argumentsOf(file: LinkedFile, index: number): readonly Value[] {
  const linked = file.calls.find((one) => one.index === index);
  if (linked !== undefined && stepOf(file, linked) !== undefined) return [];
  const call = file.model.calls[index];
  return call === undefined ? [] : [call.callee, ...call.arguments];
}

/** A place in the code behind which some steps are at their end. */
export interface Wait {
  readonly offset: number;
  readonly steps: readonly Step[];
}

/** Where a flow or task waits for its steps, in the order of the text: at one that is awaited, or at a call that takes some (`Promise.all`, `future.wait()`). */
export function waitsOf(runnable: FlowModel | TaskModel, steps: readonly Step[]): Wait[] {
  const file = runnable.functionFile;
  const waits = file.model.calls.flatMap((call, index): Wait[] => {
    if (!call.usage.awaited || !isIn(file, call, runnable)) return [];
    const own = steps.filter((step) => step.index === index);
    const taken = new Set(own.length > 0 ? [] : argumentsOf(file, index).flatMap((value) => callsInto(file, value)));
    const over = own.length > 0 ? own : steps.filter((step) => taken.has(step.index));
    return over.length === 0 ? [] : [{ offset: call.span.end, steps: over }];
  });
  return waits.toSorted((a, b) => a.offset - b.offset);
}

import type { Entity, FlowModel, LinkedFile, Located, TaskModel } from '../model/entities.ts';
import type { Call, FunctionModel } from '../model/file.ts';
import { memberOf } from '../model/object-members.ts';
import { addTo } from '../model/lists.ts';
import { exportedNames } from '../model/exported-names.ts';
import { perFile } from '../model/per-file.ts';
import type { Span } from '../model/span.ts';
import type { ObjectValue } from '../model/value.ts';
import { parametersOf } from './parameters.ts';

type Runnable = Omit<FlowModel, 'kind' | 'infrastructureBound'>;

/** The flows that a file makes. */
export const flowsIn = perFile((file): readonly FlowModel[] => runnablesIn(file).filter((runnable) => runnable.kind === 'flow'));

/** The tasks that a file makes. */
export const tasksIn = perFile((file): readonly TaskModel[] => runnablesIn(file).filter((runnable) => runnable.kind === 'task'));

/** The flow or task in whose function a place is, also through callbacks inside of it. */
export function runnableAt(file: LinkedFile, functionIndex: number): FlowModel | TaskModel | undefined {
  const own = ownByFunction(file);
  for (let at = functionIndex; at >= 0; at = file.model.functions[at]?.parent ?? -1) {
    const found = own.get(at);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of several flows with one function the first one counts. */
const ownByFunction = perFile((file): ReadonlyMap<number, FlowModel | TaskModel> => {
  const own = runnablesIn(file).filter(({ functionFile }) => functionFile === file);
  return new Map(own.toReversed().map((runnable) => [runnable.function?.index ?? -1, runnable]));
});

const runnablesIn = perFile((file): readonly (FlowModel | TaskModel)[] => {
  const found: (FlowModel | TaskModel)[] = [];
  const { calls } = file.model;
  for (let index = 0; index < calls.length; index += 1) {
    const call = calls[index];
    if (call === undefined || !canDeclare(call)) continue;
    const entity = file.resultOf(index);
    const runnable = entity.kind === 'flow' ? entity.flow : entity.kind === 'task' ? entity.task : undefined;
    if (runnable !== undefined && runnable.call === call) found.push(runnable);
  }
  return found;
});

/** Whether a call can be `flow(…, fn)`, `task(…, fn)` or `….withOptions(…)`, by its looks: the others need not be followed. */
const canDeclare = ({ callee, arguments: given }: Call): boolean =>
  (callee.kind === 'member' && (callee.name === 'withOptions' || callee.name === 'fromSource')) ||
  given.some(
    ({ kind }) =>
      kind === 'function' || kind === 'reference' || kind === 'import' || kind === 'call' || kind === 'member' || kind === 'union',
  );

/** The flow or task that a call of `flow` or `task` makes. */
export function runnableMadeBy(file: LinkedFile, call: Call, kind: 'flow' | 'task'): Entity {
  const base = describe(file, call, optionsIn(file, call), functionIn(file, call), undefined);
  return kind === 'flow' ? { kind, flow: { ...base, kind, infrastructureBound: false } } : { kind, task: { ...base, kind } };
}

/** The flow or task that `withOptions` makes of another one. */
export function withOptions(file: LinkedFile, call: Call, of: Entity & { kind: 'flow' | 'task' }): Entity {
  const original = of.kind === 'flow' ? of.flow : of.task;
  if (original === undefined) return of;
  const made = { file: original.functionFile, function: original.function };
  const described = describe(file, call, optionsIn(file, call), made, of);
  const base = described.named ? described : { ...described, name: original.name };
  return of.kind === 'flow'
    ? { kind: 'flow', flow: { ...base, kind: 'flow', infrastructureBound: of.flow?.infrastructureBound ?? false } }
    : { kind: 'task', task: { ...base, kind: 'task' } };
}

interface FunctionPlace {
  readonly file: LinkedFile;
  readonly function: FunctionModel | undefined;
}

function describe(
  file: LinkedFile,
  call: Call,
  options: Located<ObjectValue> | undefined,
  made: FunctionPlace,
  base: Entity | undefined,
): Runnable {
  const named = options === undefined ? 'absent' : memberOf(options, 'name');
  const literal = typeof named === 'string' ? undefined : named.file.literalOf(named.member.value);
  const binding = bindingOf(file, call);
  const text = typeof literal?.value.value === 'string' ? literal.value.value : undefined;
  return {
    file: file.origin,
    call,
    name: named === 'absent' ? defaultName(file, binding?.name ?? made.function?.name) : text,
    nameSpan: literal !== undefined && literal.file === file ? literal.value.span : (binding?.span ?? call.calleeSpan),
    named: named !== 'absent',
    namedElsewhere: named !== 'absent' && literal?.file.origin !== file.origin,
    options,
    function: made.function,
    documentation: call.documentation ?? made.function?.documentation,
    functionFile: made.file.origin,
    binding: binding?.name,
    bindingSpan: binding?.span,
    exportedAs: exportsOf(file, call),
    base,
    parameters: parametersOf(made.file, made.function),
  };
}

/** Python takes the function's name, with hyphens. */
const defaultName = (file: LinkedFile, name: string | undefined): string | undefined =>
  file.model.language === 'python' ? name?.replaceAll('_', '-') : undefined;

function optionsIn(file: LinkedFile, call: Call): Located<ObjectValue> | undefined {
  for (const argument of call.arguments) {
    const found = file.objectOf(argument);
    if (found !== undefined) return found;
  }
  return undefined;
}

function functionIn(file: LinkedFile, call: Call): FunctionPlace {
  for (const argument of call.arguments.toReversed()) {
    const entity = file.entityOf(argument);
    if (entity.kind === 'function') return { file: entity.file, function: entity.function };
  }
  return { file, function: undefined };
}

function bindingOf(file: LinkedFile, call: Call): { name: string; span: Span } | undefined {
  const { usage } = call;
  if (usage.as !== 'variable' || usage.binding === undefined) return undefined;
  return file.model.bindings[usage.binding];
}

/** The names under which a file exports what a call makes, directly or by its variable. */
function exportsOf(file: LinkedFile, call: Call): readonly string[] {
  const [own, named] = [exportedCalls(file).get(call) ?? none, exportedNames(file)[call.usage.binding ?? -1] ?? none];
  return own.length === 0 ? named : [...own, ...named];
}

const none: readonly string[] = [];

const exportedCalls = perFile(({ model }) => {
  const calls = new Map<Call | undefined, string[]>();
  for (const one of model.exports) if ('value' in one && one.value.kind === 'call') addTo(calls, model.calls[one.value.call], one.name);
  return calls;
});

import type { DeploymentModel, Entity, FlowModel, LinkedFile, TaskModel } from '../model/entities.ts';
import { partsOf } from '../model/parts.ts';
import { perFile } from '../model/per-file.ts';
import type { Span } from '../model/span.ts';
import { contains } from '../model/span.ts';
import type { Value } from '../model/value.ts';
import { touches } from './locations.ts';

/** What the name at an offset stands for, with the span of that name. */
export interface EntityAt {
  readonly entity: Entity;
  readonly span: Span;
}

/** The flow, task or other entity whose name is at an offset; undefined where nothing known is written. */
export function entityAt(file: LinkedFile, offset: number): EntityAt | undefined {
  return (
    definedAt(file, offset) ??
    smallest(
      namesAmong(
        file,
        rootsOf(file).flatMap((root) => within(root, offset)),
      ),
      offset,
    ) ??
    memberAt(file, offset)
  );
}

/** What a member of a class or an object holds, at its name. */
function memberAt(file: LinkedFile, offset: number): EntityAt | undefined {
  const found = membersIn(file).find(({ nameSpan }) => touches(nameSpan, offset));
  const entity = found && file.entityOf(found.value);
  return found === undefined || entity === undefined || !isNamed(entity) ? undefined : { entity, span: found.nameSpan };
}

/** A flow or task whose own name (variable, member of an object, or text) is at the offset. */
function definedAt(file: LinkedFile, offset: number): EntityAt | undefined {
  for (const runnable of [...file.flows, ...file.tasks]) {
    const entity: Entity = runnable.kind === 'flow' ? { kind: 'flow', flow: runnable } : { kind: 'task', task: runnable };
    for (const span of [declaredAs(runnable), runnable.nameSpan]) {
      if (span !== undefined && touches(span, offset)) return { entity, span };
    }
  }
  return undefined;
}

/** Where code names a flow or task: its variable, or its place in an object (`{ etl: flow(…) }`); undefined where it has neither. */
export const declaredAs = ({ file, call, bindingSpan }: FlowModel | TaskModel): Span | undefined =>
  bindingSpan ?? memberNames(file).get(call.span.start);

/** A name in a class or an object, with what it holds. */
interface NamedMember {
  readonly nameSpan: Span;
  readonly value: Value;
}

const membersIn = perFile((file): readonly NamedMember[] => {
  const inClasses = file.model.classes
    .flatMap(({ statics, instance }) => [...statics, ...instance])
    // What is put into a class from outside has the place of the value only.
    .flatMap(({ nameSpan, value }) => (nameSpan === undefined || nameSpan.start === value.span.start ? [] : [{ nameSpan, value }]));
  const objects = rootsOf(file)
    .flatMap(allWithin)
    .filter((value) => value.kind === 'object');
  return [...inClasses, ...objects.flatMap(({ members }) => members)];
});

/** The names of members that hold a call, by where the call begins. */
const memberNames = perFile(
  (file): ReadonlyMap<number, Span> =>
    new Map(
      membersIn(file)
        .filter(({ value }) => value.kind === 'call')
        .map(({ value, nameSpan }) => [value.span.start, nameSpan]),
    ),
);

/** The deployment that the variable or member at an offset holds; in this file. */
export function deploymentAt(file: LinkedFile, offset: number): { readonly deployment: DeploymentModel; readonly span: Span } | undefined {
  const { bindings, references } = file.model;
  const names: readonly { readonly span: Span; readonly value: Value | undefined }[] = [
    ...bindings.map(({ span, value }) => ({ span, value })),
    ...references.flatMap(({ used }) => (used.kind === 'reference' ? { span: used.span, value: bindings[used.binding]?.value } : [])),
    ...membersIn(file).map(({ nameSpan, value }) => ({ span: nameSpan, value })),
  ];
  for (const { span, value } of names) {
    if (value === undefined || !touches(span, offset)) continue;
    const deployment = file.deployments.find((one) => contains(value.span, one.span) && value.span.end === one.span.end);
    if (deployment !== undefined) return { deployment, span };
  }
  return undefined;
}

/** Every name in a file, with what it stands for: in calls, lists, objects, imports and exports. */
export const namedEntitiesIn = perFile((file): readonly EntityAt[] => namesAmong(file, rootsOf(file).flatMap(allWithin)));

const namesAmong = (file: LinkedFile, values: readonly Value[]): EntityAt[] =>
  values.flatMap((value) => (isName(value) ? [{ entity: file.entityOf(value), span: nameSpanOf(value) }] : []));

/** Every value that is recorded by itself, rather than as a part of another one. */
function rootsOf(file: LinkedFile): Value[] {
  const { calls, accesses, references, bindings, exports, functions, classes } = file.model;
  return [
    ...calls.flatMap(({ callee, arguments: given }) => [callee, ...given]),
    ...accesses.map(({ object }) => object),
    ...references.map(({ used }) => used),
    ...bindings.map(({ span }, binding): Value => ({ kind: 'reference', binding, span })),
    ...bindings.flatMap(({ value }) => value ?? []),
    ...exports.flatMap((one) => ('value' in one ? one.value : [])),
    ...functions.flatMap(({ returns }) => returns),
    ...classes.flatMap(({ statics, instance }) => [...statics, ...instance].map(({ value }) => value)),
  ];
}

const allWithin = (value: Value): Value[] => [value, ...partsOf(value).flatMap(allWithin)];

function within(value: Value, offset: number): Value[] {
  if (!touches(value.span, offset)) return [];
  return [value, ...partsOf(value).flatMap((part) => within(part, offset))];
}

/** Whether what is written is a name, rather than something that is made there. */
const isName = ({ kind }: Value): boolean => kind === 'reference' || kind === 'member' || kind === 'import';

const nameSpanOf = (value: Value): Span => (value.kind === 'member' ? value.nameSpan : value.span);

/** The named thing with the shortest name around the offset. */
function smallest(found: readonly EntityAt[], offset: number): EntityAt | undefined {
  const named = found.filter(({ entity, span }) => touches(span, offset) && isNamed(entity));
  return named.toSorted((a, b) => (contains(a.span, b.span) ? 1 : -1))[0];
}

const isNamed = ({ kind }: Entity): boolean => kind === 'flow' || kind === 'task' || kind === 'method' || kind === 'sdk';

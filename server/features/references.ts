import type { DocumentHighlight, Location } from 'vscode-languageserver-types';
import type { Entity, FlowModel, LinkedFile, TaskModel } from '../model/entities.ts';
import type { Span } from '../model/span.ts';
import { memberAt, optionsAt } from './contexts.ts';
import { deploymentsOf } from './descriptions.ts';
import { entityAt } from './entity-at.ts';
import { locationOf, rangeOf } from './locations.ts';
import { deploymentUses, fullNameOf, nameUseAt } from './names.ts';
import type { View } from './view.ts';
import { isSame, runnableOf } from './view.ts';

/** What a cursor points at, of the things that are found by name across files. */
export type Target =
  | { readonly kind: 'runnable'; readonly runnable: FlowModel | TaskModel }
  | { readonly kind: 'deployment'; readonly fullName: string }
  | { readonly kind: 'parameter'; readonly flows: readonly FlowModel[]; readonly name: string };

/** A place in a file; `definition` where the thing is made. */
export interface Occurrence {
  readonly file: LinkedFile;
  readonly span: Span;
  readonly definition: boolean;
}

/** The flow, task, deployment or parameter at an offset. */
export function targetAt(view: View, offset: number): Target | undefined {
  const use = nameUseAt(view.file, offset);
  if (use?.kind === 'deployment') return { kind: 'deployment', fullName: use.literal.value };
  if (use?.kind === 'deploymentName') {
    const fullName = use.deployment && fullNameOf(use.deployment);
    return fullName === undefined ? undefined : { kind: 'deployment', fullName };
  }
  if ((use?.kind === 'entrypoint' || use?.kind === 'flowName') && use.flow !== undefined) return { kind: 'runnable', runnable: use.flow };
  const runnable = runnableOf(entityAt(view.file, offset)?.entity);
  return parameterAt(view, offset) ?? (runnable === undefined ? undefined : { kind: 'runnable', runnable });
}

/** A name inside the `parameters` of a deployment or of `runDeployment`. */
function parameterAt(view: View, offset: number): Target | undefined {
  const context = optionsAt(view, offset);
  const given = context && memberAt(context.object, view, offset)?.member;
  if (context === undefined || given?.name !== 'parameters' || given.value.kind !== 'object') return undefined;
  const at = memberAt(given.value, view, offset);
  return at === undefined || at.inValue ? undefined : { kind: 'parameter', flows: context.flows, name: at.member.name };
}

/** Where the thing at an offset is made: from a deployment's name to the deployment, from an entrypoint to the flow. */
export function definition(view: View, offset: number): Location[] {
  const target = targetAt(view, offset);
  if (target === undefined) return [];
  if (target.kind === 'deployment') return view.project.deploymentsNamed(target.fullName).map((one) => locationOf(one.file, one.nameSpan));
  if (target.kind === 'runnable') return [locationOf(target.runnable.file, target.runnable.nameSpan)];
  return target.flows.flatMap((flow) =>
    flow.parameters.fields.flatMap(({ name, span }) =>
      name === target.name && span !== undefined ? [locationOf(flow.functionFile, span)] : [],
    ),
  );
}

/** Every place where the thing at an offset is used: calls, `flow/deployment` texts, deployments in configuration. */
export function references(view: View, offset: number, includeDeclaration: boolean): Location[] {
  const target = targetAt(view, offset);
  const found = target === undefined ? [] : occurrences(view, target, view.project.files());
  return found.filter((one) => includeDeclaration || !one.definition).map(({ file, span }) => locationOf(file, span));
}

/** The same within the open file, for highlighting. */
export function highlights(view: View, offset: number): DocumentHighlight[] {
  const target = targetAt(view, offset);
  const found = target === undefined ? [] : occurrences(view, target, [view.file]);
  return found.map(({ file, span, definition: made }) => ({ range: rangeOf(file, span), kind: made ? 3 : 2 }));
}

/** The places of a target in some files, each once. */
function occurrences(view: Pick<View, 'project'>, target: Target, files: Iterable<LinkedFile>): Occurrence[] {
  const found = [...files].flatMap((file) => {
    if (target.kind === 'deployment') return deploymentOccurrences(file, target.fullName);
    return target.kind === 'runnable' ? runnableOccurrences(view, file, target.runnable) : [];
  });
  const seen = new Set<string>();
  return found.filter(({ file, span }) => {
    const key = `${file.path}:${span.start}:${span.end}`;
    return !seen.has(key) && seen.add(key);
  });
}

function deploymentOccurrences(file: LinkedFile, fullName: string): Occurrence[] {
  const made = file.deployments.filter((one) => fullNameOf(one) === fullName);
  const used = [...deploymentUses(file)].filter(({ literal }) => literal.value === fullName);
  return [
    ...made.map(({ nameSpan }) => ({ file, span: nameSpan, definition: true })),
    ...used.map(({ literal }) => ({ file, span: literal.span, definition: false })),
  ];
}

function runnableOccurrences({ project }: Pick<View, 'project'>, file: LinkedFile, runnable: FlowModel | TaskModel): Occurrence[] {
  const isIt = (entity: Entity): boolean => {
    const found = runnableOf(entity);
    return found !== undefined && isSame(found, runnable);
  };
  const own = [...file.flows, ...file.tasks].filter((one) => isSame(one, runnable));
  const calls = file.calls.filter(({ callee }) => isIt(callee)).map(({ call, callee }) => calleeName(call, callee));
  const read = file.model.accesses.filter(({ object }) => isIt(file.entityOf(object))).map(({ object }) => object.span);
  const values = file.model.references
    .filter(({ binding, span }) => isIt(file.entityOf({ kind: 'reference', binding, span })))
    .map(({ span }) => span);
  const deployed = runnable.kind === 'flow' ? deploymentsOf(project, runnable).filter((one) => one.file.path === file.path) : [];
  const entrypoints = deployed.flatMap(({ entrypoint }) => entrypoint?.value.span ?? []);
  return [
    ...own.flatMap(({ bindingSpan, nameSpan }) => [bindingSpan ?? nameSpan]).map((span) => ({ file, span, definition: true })),
    ...[...calls, ...read, ...values, ...entrypoints].map((span) => ({ file, span, definition: false })),
  ];
}

/** The name of what is called, without `.submit`. */
const calleeName = ({ callee, calleeSpan }: LinkedFile['calls'][number]['call'], entity: Entity): Span =>
  entity.kind === 'method' && callee.kind === 'member' ? callee.object.span : calleeSpan;

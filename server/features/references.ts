import type { DocumentHighlight, Location, Range } from 'vscode-languageserver-types';
import { fullNameOf } from '../model/deployment-name.ts';
import type { Entity, FlowModel, LinkedFile, TaskModel } from '../model/entities.ts';
import type { Span } from '../model/span.ts';
import type { Value } from '../model/value.ts';
import { memberAt, memberNamed, optionsAt, optionsContexts } from './contexts.ts';
import { deploymentsOfFlow } from './descriptions.ts';
import { declaredAs, entityAt, namedEntitiesIn } from './entity-at.ts';
import { locationOf, rangeOf, touches } from './locations.ts';
import { contentSpan, runsByName, nameUseAt } from './names.ts';
import { templateUses } from './templates.ts';
import type { View } from './view.ts';
import { isSame, runnableOf } from './view.ts';

/** What a cursor points at, of the things that are found by name across files. */
export type Target =
  | { readonly kind: 'runnable'; readonly runnable: FlowModel | TaskModel }
  | { readonly kind: 'deployment'; readonly fullName: string }
  | { readonly kind: 'parameter'; readonly of: readonly (FlowModel | TaskModel)[]; readonly name: string };

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
  return (
    parameterUseAt(view, offset) ??
    declaredParameterAt(view, offset) ??
    (runnable === undefined ? undefined : { kind: 'runnable', runnable })
  );
}

/** A parameter where only its name says which it is: in the `parameters` of a deployment or a run, or in the template of a run's name. */
export function parameterUseAt(view: View, offset: number): (Target & { readonly kind: 'parameter'; readonly span: Span }) | undefined {
  const inTemplate = templateUses(view.file).find(({ span }) => touches(span, offset));
  if (inTemplate !== undefined) return { kind: 'parameter', of: [inTemplate.of], name: inTemplate.name, span: inTemplate.span };
  const context = optionsAt(view, offset);
  const given = context && memberAt(context.object, view, offset)?.member;
  if (context === undefined || given?.name !== 'parameters' || given.value.kind !== 'object') return undefined;
  const at = memberAt(given.value, view, offset);
  return at === undefined || at.inValue
    ? undefined
    : { kind: 'parameter', of: context.flows, name: at.member.name, span: at.member.nameSpan };
}

/**
 * A parameter that a call gives by name: `etl({ day })`. A compiler knows it, too, and leads to its type: two definitions would make a
 * choice of a jump, and its highlights are better.
 */
export function calledParameterAt(
  { file }: Pick<View, 'file'>,
  offset: number,
): (Target & { readonly kind: 'parameter'; readonly span: Span }) | undefined {
  for (const { call, callee } of file.calls) {
    const [given] = call.arguments;
    if (given?.kind !== 'object' || !touches(given.span, offset) || !isStarted(callee)) continue;
    const runnable = runnableOf(callee);
    const member = given.members.find(({ nameSpan }) => touches(nameSpan, offset));
    if (runnable !== undefined && member !== undefined)
      return { kind: 'parameter', of: [runnable], name: member.name, span: member.nameSpan };
  }
  return undefined;
}

/** A parameter where the function takes it. */
function declaredParameterAt({ file }: View, offset: number): Target | undefined {
  for (const runnable of [...file.flows, ...file.tasks]) {
    if (runnable.functionFile.path !== file.path) continue;
    const field = runnable.parameters.fields.find(({ span }) => span !== undefined && touches(span, offset));
    if (field !== undefined) return { kind: 'parameter', of: [runnable], name: field.name };
  }
  return undefined;
}

/** Where the thing at an offset is made: from a deployment's name to the deployment, from an entrypoint to the flow. */
export function definition(view: View, offset: number): Location[] {
  const target = targetAt(view, offset);
  if (target === undefined) return [];
  if (target.kind === 'deployment') return view.project.deploymentsNamed(target.fullName).map((one) => locationOf(one.file, one.nameSpan));
  if (target.kind === 'runnable') return [locationOf(target.runnable.file, declaredAs(target.runnable) ?? target.runnable.nameSpan)];
  return target.of.flatMap((runnable) => {
    const field = runnable.parameters.fields.find(({ name }) => name === target.name);
    if (field === undefined) return [];
    // A parameter that only a type names has no place of its own: the flow is the nearest one.
    return [
      field.span === undefined
        ? locationOf(runnable.file, declaredAs(runnable) ?? runnable.nameSpan)
        : locationOf(runnable.functionFile, field.span),
    ];
  });
}

/** The text at an offset that leads to a definition: all of a deployment's name, rather than one word of it. */
export function originAt(view: View, offset: number): Range | undefined {
  const use = nameUseAt(view.file, offset);
  const span =
    use === undefined ? (parameterUseAt(view, offset)?.span ?? entityAt(view.file, offset)?.span) : contentSpan(view, use.literal);
  return span && rangeOf(view.file, span);
}

/** Every place where the thing at an offset is used: calls, `flow/deployment` texts, deployments in configuration. */
export function references(view: View, offset: number, includeDeclaration: boolean): Location[] {
  const target = targetAt(view, offset) ?? calledParameterAt(view, offset);
  const found = target === undefined ? [] : occurrences(view, target, view.project.files());
  return found.filter((one) => includeDeclaration || !one.definition).map(({ file, span }) => locationOf(file, span));
}

/**
 * The same within the open file, for highlighting. Not of a parameter where its function takes it: a compiler also knows the uses
 * in the body, and editors show the highlights of one server only.
 */
export function highlights(view: View, offset: number): DocumentHighlight[] {
  const target = declaredParameterAt(view, offset) === undefined ? targetAt(view, offset) : undefined;
  const found = target === undefined ? [] : occurrences(view, target, [view.file]);
  return found.map(({ file, span, definition: made }) => ({ range: rangeOf(file, span), kind: made ? 3 : 2 }));
}

/** The places of a target in some files, each once. */
function occurrences(view: Pick<View, 'project'>, target: Target, files: Iterable<LinkedFile>): Occurrence[] {
  const found = [...files].flatMap((file) => {
    const inFile =
      target.kind === 'deployment'
        ? deploymentOccurrences(file, target.fullName)
        : target.kind === 'runnable'
          ? runnableOccurrences(view, file, target.runnable)
          : target.of.flatMap((runnable) => parameterOccurrences({ project: view.project, file }, runnable, target.name));
    return inFile.toSorted((a, b) => a.span.start - b.span.start || Number(b.definition) - Number(a.definition));
  });
  const seen = new Set<string>();
  return found.filter(({ file, span }) => {
    const key = `${file.path}:${span.start}:${span.end}`;
    return !seen.has(key) && seen.add(key);
  });
}

function deploymentOccurrences(file: LinkedFile, fullName: string): Occurrence[] {
  const made = file.deployments.filter((one) => fullNameOf(one) === fullName);
  const used = [...runsByName(file)].filter(({ text }) => text.value.value === fullName);
  return [
    ...made.map(({ nameSpan }) => ({ file, span: nameSpan, definition: true })),
    ...used.map(({ text, given }) => ({ file, span: text.file.path === file.path ? text.value.span : given, definition: false })),
  ];
}

function runnableOccurrences({ project }: Pick<View, 'project'>, file: LinkedFile, runnable: FlowModel | TaskModel): Occurrence[] {
  const own = [...file.flows, ...file.tasks].filter((one) => isSame(one, runnable)).map((one) => declaredAs(one) ?? one.nameSpan);
  const used = namedEntitiesIn(file).filter(({ entity }) => entity.kind !== 'method' && isRunnable(entity, runnable));
  const deployed = runnable.kind === 'flow' ? deploymentsOfFlow(project, runnable).filter((one) => one.file.path === file.path) : [];
  const entrypoints = deployed.flatMap(({ entrypoint }) => entrypoint?.value.span ?? []);
  return [
    ...own.map((span) => ({ file, span, definition: true })),
    ...[...used.map(({ span }) => span), ...entrypoints].map((span) => ({ file, span, definition: false })),
  ];
}

/** Where the parameter is taken, and where it is given: to a deployment, to a run, in a call, in the template of a run's name. */
function parameterOccurrences(at: Pick<View, 'project' | 'file'>, runnable: FlowModel | TaskModel, name: string): Occurrence[] {
  const { file } = at;
  const declared =
    runnable.functionFile.path === file.path ? runnable.parameters.fields.find((field) => field.name === name)?.span : undefined;
  const contexts = optionsContexts(at).filter(({ flows }) => flows.some((flow) => isSame(flow, runnable)));
  const objects: (Value | undefined)[] = [
    ...contexts.map(({ object }) => memberNamed(object, 'parameters')?.value),
    ...file.calls.filter(({ callee }) => isStarted(callee) && isRunnable(callee, runnable)).map(({ call }) => call.arguments[0]),
  ];
  const given = objects.flatMap((value) => (value?.kind === 'object' ? value.members : [])).filter((member) => member.name === name);
  const templates = templateUses(file).filter((use) => use.name === name && isSame(use.of, runnable));
  return [
    ...(declared === undefined ? [] : [{ file, span: declared, definition: true }]),
    ...[...given.map(({ nameSpan }) => nameSpan), ...templates.map(({ span }) => span)].map((span) => ({ file, span, definition: false })),
  ];
}

function isRunnable(entity: Entity, runnable: FlowModel | TaskModel): boolean {
  const found = runnableOf(entity);
  return found !== undefined && isSame(found, runnable);
}

/** Whether a call of it takes the parameters: `etl()`, `load.submit()`, and not `etl.deploy()`. */
const isStarted = (callee: Entity): boolean => callee.kind !== 'method' || ['submit', 'map', 'delay', 'returnState'].includes(callee.name);

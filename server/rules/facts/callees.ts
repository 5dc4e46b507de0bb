import type { Entity, FlowModel, LinkedCall, LinkedFile, TaskModel } from '../../model/entities.ts';
import { addTo } from '../../model/lists.ts';
import { perFile } from '../../model/per-file.ts';
import { titleOf } from './names.ts';

/** What an entity may be: one thing, or each of several. */
export const alternativesOf = (entity: Entity): readonly Entity[] =>
  entity.kind === 'union' ? entity.of.flatMap(alternativesOf) : [entity];

/** A flow or task that is called; its model is missing where only a type says that it is one. */
export interface Callable {
  readonly kind: 'flow' | 'task';
  readonly model: FlowModel | TaskModel | undefined;
  /** As messages call it: `flow 'etl'`. */
  readonly title: string;
}

/** The flows that an entity may be; empty unless it is a flow in every case. */
export const flowsOf = (entity: Entity): readonly Callable[] => justOf(entity, 'flow');

/** The tasks that an entity may be; empty unless it is a task in every case. */
export const tasksOf = (entity: Entity): readonly Callable[] => justOf(entity, 'task');

/** The flows and tasks that an entity may be; empty unless it is one of them in every case. */
export function runnablesOf(entity: Entity): readonly Callable[] {
  // Nearly all callees are one thing.
  if (entity.kind !== 'union') return callablesOf(entity);
  const all = alternativesOf(entity);
  const found = all.flatMap(callablesOf);
  return found.length === all.length ? found : none;
}

function justOf(entity: Entity, kind: Callable['kind']): readonly Callable[] {
  if (entity.kind !== 'union') return entity.kind === kind ? callablesOf(entity) : none;
  const all = runnablesOf(entity);
  return all.every((one) => one.kind === kind) ? all : none;
}

const none: readonly Callable[] = [];

function callablesOf(entity: Entity): readonly Callable[] {
  if (entity.kind !== 'flow' && entity.kind !== 'task') return none;
  const model = entity.kind === 'flow' ? entity.flow : entity.task;
  return [{ kind: entity.kind, model, title: model === undefined ? `this ${entity.kind}` : titleOf(model) }];
}

/** What may be called: a flow or task itself, a function of the SDK, a method. */
interface Callees {
  readonly runnables?: true;
  readonly sdk?: readonly string[];
  readonly methods?: readonly string[];
}

/** The calls that may call one of these: only for these can `runnablesOf`, `isSdk` and `ownerOf` say anything. */
export function callsOf(file: LinkedFile, { runnables, sdk = [], methods = [] }: Callees): readonly LinkedCall[] {
  const calls = callsByCallee(file);
  const found = runnables === true ? [...calls.runnables] : [];
  for (const name of sdk) found.push(...(calls.sdk.get(name) ?? noCalls));
  for (const name of methods) found.push(...(calls.methods.get(name) ?? noCalls));
  if (runnables === true || methods.length > 0) found.push(...calls.several);
  return found;
}

const noCalls: readonly LinkedCall[] = [];

/** The calls that may call one of these methods. */
export const methodCalls = (file: LinkedFile, ...methods: readonly string[]): readonly LinkedCall[] => callsOf(file, { methods });

/** The calls of what is neither of an SDK nor of the project: only for these can `globalName` and `externalName` say anything. */
export const foreignCalls = (file: LinkedFile): readonly LinkedCall[] => callsByCallee(file).foreign;

/** The calls that may call a function of the project: what is imported from a file that has to do with no SDK is looked at only when somebody asks. */
export const projectCalls = (file: LinkedFile): readonly LinkedCall[] => callsByCallee(file).project;

/** Most rules ask for few of a file's calls, at every keystroke: they are told apart once. */
const callsByCallee = perFile(({ calls }) => {
  const found = {
    runnables: new Array<LinkedCall>(),
    several: new Array<LinkedCall>(),
    foreign: new Array<LinkedCall>(),
    project: new Array<LinkedCall>(),
    sdk: new Map<string, LinkedCall[]>(),
    methods: new Map<string, LinkedCall[]>(),
  };
  for (const linked of calls) {
    const { callee } = linked;
    if (callee.kind === 'flow' || callee.kind === 'task') found.runnables.push(linked);
    else if (callee.kind === 'union') found.several.push(linked);
    else if (callee.kind === 'sdk') addTo(found.sdk, callee.name, linked);
    else if (callee.kind === 'method') addTo(found.methods, callee.name, linked);
    else if (callee.kind === 'function' || callee.kind === 'unknown') found.project.push(linked);
    if (isForeign(callee)) found.foreign.push(linked);
  }
  return found;
});

const isForeign = (callee: Entity): boolean =>
  callee.kind === 'method' ? isForeign(callee.of) : callee.kind === 'global' || callee.kind === 'external';

/** What a called method belongs to; undefined unless the callee is one of these methods in every case. */
export function ownerOf(callee: Entity, ...names: readonly string[]): Entity | undefined {
  if (callee.kind === 'method') return names.includes(callee.name) ? callee.of : undefined;
  if (callee.kind !== 'union') return undefined;
  const all = alternativesOf(callee);
  const owners = all.flatMap((one) => (one.kind === 'method' && names.includes(one.name) ? [one.of] : []));
  if (owners.length < all.length) return undefined;
  return { kind: 'union', of: owners };
}

/** The tasks whose `submit` or `map` is called. */
export function submittedTasks(callee: Entity, ...names: readonly string[]): readonly Callable[] {
  const owner = ownerOf(callee, ...(names.length === 0 ? ['submit', 'map'] : names));
  return owner === undefined ? [] : tasksOf(owner);
}

/** Whether something of the SDK is called, by its language-neutral name. */
export const isSdk = (callee: Entity, ...names: readonly string[]): boolean => callee.kind === 'sdk' && names.includes(callee.name);

/** A global function or method that is called, as `fetch` or `Date.now`. */
export function globalName(callee: Entity): string | undefined {
  if (callee.kind === 'global') return callee.name;
  if (callee.kind !== 'method') return undefined;
  const owner = globalName(callee.of);
  return owner === undefined ? undefined : `${owner}.${callee.name}`;
}

/** A function of another package that is called: the module without `node:`, and the name's last part. */
export function externalName(callee: Entity): { readonly module: string; readonly name: string } | undefined {
  if (callee.kind === 'external') {
    return { module: callee.module.replace(/^node:/, ''), name: callee.name.split('.').at(-1) ?? callee.name };
  }
  if (callee.kind !== 'method') return undefined;
  const owner = externalName(callee.of);
  return owner === undefined ? undefined : { module: owner.module, name: callee.name };
}

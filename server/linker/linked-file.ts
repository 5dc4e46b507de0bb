import type { DeploymentModel, Entity, FlowModel, LinkedCall, LinkedFile, Located, TaskModel } from '../model/entities.ts';
import type { ModelChanges } from '../model/changes.ts';
import type { Binding, Call, FileModel, Parameter } from '../model/file.ts';
import { rootOf } from '../model/parts.ts';
import type { Effect } from '../model/sdk.ts';
import { isSdkModule } from '../model/sdk.ts';
import type { ArrayValue, ClassValue, InstanceValue, LiteralValue, ObjectValue, TypeModel, Value } from '../model/value.ts';
import { callEntity } from './calls.ts';
import { defaultEntity } from './defaults.ts';
import { deploymentsOf } from './deployments.ts';
import {
  awaited,
  collectionEntity,
  firstKnown,
  isEmpty,
  isGuessed,
  isNothing,
  isUnclear,
  present,
  unionOf,
  unknown,
  withAdded,
} from './entity.ts';
import { handedEntity, handsOn } from './functions.ts';
import { exportedEntity, importedEntity, ownModule } from './imports.ts';
import { literalIn } from './literals.ts';
import { itemOf } from './items.ts';
import { keyNames, memberOf } from './members.ts';
import type { Modules } from './modules.ts';
import { move, moveCalls } from './moved.ts';
import { flowsIn, runnableAt, tasksIn } from './runnables.ts';
import { resolveType } from './type-names.ts';
import { returnOf, typedEntity } from './types.ts';

/**
 * Goes on with a later model of a linked file: what may lead elsewhere is found anew when it is asked for, all else stays.
 * Nothing besides the file itself may have changed. Undefined where there is more to forget than is known.
 */
export const linkOn = (file: LinkedFile, model: FileModel, changes: ModelChanges): LinkedFile | undefined =>
  file instanceof Linked && file.goesOn(model, changes) ? file : undefined;

/** Links a file: nothing is computed before it is asked for, and nothing twice. */
export const linkFile = (path: string, model: FileModel, modules: Modules): LinkedFile => new Linked(path, model, modules, undefined);

class Linked implements LinkedFile {
  readonly path: string;
  model: FileModel;
  facts = new Map<object, unknown>();
  readonly origin: Linked;
  readonly #modules: Modules;
  readonly #bindings: (Entity | undefined)[] = [];
  readonly #calls: (Entity | undefined)[] = [];
  /** For a view: what the functions are called with, by their places. */
  #given: ReadonlyMap<number, readonly Entity[]> | undefined;
  #linkedCalls: readonly LinkedCall[] | undefined;
  /** The calls of an earlier model that are still what they were. */
  #earlierCalls: readonly (LinkedCall | undefined)[] = [];
  #hasViews = false;
  readonly #plainFiles: Map<string, string | undefined>;
  #deployments: readonly DeploymentModel[] | undefined;

  constructor(path: string, model: FileModel, modules: Modules, origin: Linked | undefined) {
    this.origin = origin ?? this;
    this.#plainFiles = origin === undefined ? new Map() : origin.#plainFiles;
    this.path = path;
    this.model = model;
    this.#modules = modules;
  }

  get flows(): readonly FlowModel[] {
    return flowsIn(this);
  }

  get tasks(): readonly TaskModel[] {
    return tasksIn(this);
  }

  get deployments(): readonly DeploymentModel[] {
    this.#deployments ??= deploymentsOf(this, this.#modules);
    return this.#deployments;
  }

  calleeAt(index: number, effect?: Effect): Entity {
    const call = this.model.calls[index];
    if (call === undefined) return unknown;
    const linked = this.#linkedCalls?.[index];
    return linked === undefined || (effect !== undefined && this.#importedFrom(call) !== undefined)
      ? this.#calleeOf(call, effect)
      : linked.callee;
  }

  get calls(): readonly LinkedCall[] {
    this.#linkedCalls ??= this.model.calls.map((call, index) => this.#earlierCalls[index] ?? { call, index, callee: this.#calleeOf(call) });
    return this.#linkedCalls;
  }

  get usesSdk(): boolean {
    // What nobody could read is reported, in files that import an SDK: only of these anybody asks.
    if (this.model.unreadable === true) return true;
    return this.deployments.length > 0 || this.#modules.reachesSdk(this.path);
  }

  entityOf(value: Value): Entity {
    switch (value.kind) {
      case 'literal':
        return value;
      case 'reference':
        return this.heldBy(value.binding);
      case 'global':
        return ownModule(this, value) ?? { kind: 'global', name: value.name };
      case 'import':
        return importedEntity(this, this.#modules, value.from, value.name);
      case 'member':
        return ownModule(this, value) ?? this.#part(value.object, (whole) => memberOf(whole, value.name));
      case 'item':
        return this.#part(value.of, (whole) => itemOf(whole, value, () => (value.key === undefined ? [] : keyNames(this, value.key))));
      case 'argument':
        return this.#argument(value.function, value.parameter);
      case 'default':
        return defaultEntity(this, value);
      case 'handed':
        return handedEntity(this, value);
      case 'collection':
        return collectionEntity(value.as, this.entityOf(value.of));
      case 'call':
        return this.resultOf(value.call);
      case 'result':
        return returnOf(this.entityOf(value.of));
      case 'awaited':
        return awaited(this.entityOf(value.value));
      case 'object':
        return { kind: 'object', object: { file: this, value } };
      case 'array':
        return { kind: 'array', array: { file: this, value } };
      case 'union':
        return unionOf(value.of.map((item) => this.entityOf(item)));
      case 'typed':
        return typedEntity(this, value.type);
      default:
        return this.#declaredEntity(value);
    }
  }

  /** A part of something: where what is written does not say what it is, the declared type may. */
  #part(value: Value, find: (whole: Entity) => Entity): Entity {
    const entity = this.entityOf(value);
    const type = value.kind === 'reference' ? this.model.bindings[value.binding]?.type : undefined;
    if (type === undefined) return find(entity);
    const typed = isEmpty(entity) ? typedEntity(this, type) : unknown;
    const part = find(isEmpty(typed) || typed.kind === 'unknown' ? entity : typed);
    return part.kind === 'unknown' && typed.kind === 'unknown' ? find(typedEntity(this, type)) : part;
  }

  #declaredEntity(value: Value): Entity {
    if (value.kind === 'function') {
      const found = this.model.functions[value.function];
      return found === undefined ? unknown : { kind: 'function', function: found, file: this };
    }
    if (value.kind === 'class' || value.kind === 'instance') return this.#classEntity(value);
    return unknown;
  }

  #classEntity(value: ClassValue | InstanceValue): Entity {
    const instance = value.kind === 'instance';
    const found = this.model.classes[value.class];
    if (found === undefined) return unknown;
    const base = instance && value.parent === true ? found.extends : undefined;
    const entity: Entity = base === undefined ? { kind: 'class', class: found, instance, file: this } : this.entityOf(base);
    return entity.kind === 'class' ? { ...entity, instance } : unknown;
  }

  exported(name: string): Entity {
    return exportedEntity(this, this.#modules, name);
  }

  literalOf(value: Value): Located<LiteralValue> | undefined {
    return literalIn(this, this.#modules, value);
  }

  objectOf(value: Value): Located<ObjectValue> | undefined {
    if (value.kind === 'object') return { file: this, value };
    const entity = this.entityOf(value);
    if (entity.kind !== 'object') return undefined;
    const { file, value: object } = entity.object;
    // What is put into it later is somewhere among its members.
    return entity.added === undefined ? entity.object : { file, value: { ...object, open: true } };
  }

  arrayOf(value: Value): Located<ArrayValue> | undefined {
    if (value.kind === 'array') return { file: this, value };
    const entity = this.entityOf(value);
    return entity.kind === 'array' ? entity.array : undefined;
  }

  /** Takes a later model, and says whether it could: views would have to be forgotten as well. */
  goesOn(model: FileModel, { bindings, calls, moved }: ModelChanges): boolean {
    if (this.#hasViews) return false;
    const earlier: (LinkedCall | undefined)[] = [...(this.#linkedCalls ?? this.#earlierCalls)];
    move(this.#bindings, moved.bindings);
    move(this.#calls, moved.calls);
    moveCalls(earlier, moved.calls);
    for (const [from, to] of bindings) this.#bindings.fill(undefined, from, to);
    for (const [from, to] of calls) {
      this.#calls.fill(undefined, from, to);
      earlier.fill(undefined, from, to);
    }
    this.model = model;
    this.facts = new Map();
    this.#earlierCalls = earlier;
    this.#linkedCalls = undefined;
    this.#deployments = undefined;
    return true;
  }

  calledWith(functionIndex: number, given: readonly Entity[]): LinkedFile {
    const view = new Linked(this.path, this.model, this.#modules, this.origin);
    this.origin.#hasViews = true;
    view.#given = new Map([...(this.#given ?? []), [functionIndex, given]]);
    return view;
  }

  /** In a view: what the function is called with; undefined where that is not known. */
  #argument(functionIndex: number, parameter: number): Entity {
    return this.#given?.get(functionIndex)?.[parameter] ?? unknown;
  }

  runnableAt(functionIndex: number): FlowModel | TaskModel | undefined {
    return runnableAt(this, functionIndex);
  }

  resolveType(type: TypeModel): { readonly type: TypeModel; readonly file: LinkedFile } | undefined {
    return resolveType(this, this.#modules, type);
  }

  /** What a call calls; of a file that has nothing to do with an SDK, functions are only looked at for an effect, and classes for any. */
  #calleeOf(call: Call, effect?: Effect): Entity {
    const path = this.#importedFrom(call);
    if (path !== undefined) {
      const effects = effect === undefined ? [] : this.#modules.effectsOf(path);
      if ((effect === undefined || !effects.includes(effect)) && !call.isNew && !handsOn(this, call)) return unknown;
    }
    const entity = this.entityOf(call.callee);
    // Whoever calls `wanted?.()` has a value there.
    return entity.kind === 'union' ? unionOf(present(entity.of)) : entity;
  }

  /** The file without anything of an SDK from which a call's callee is imported. */
  #importedFrom({ callee }: Call): string | undefined {
    const root = rootOf(callee);
    const value = root.kind === 'reference' ? this.model.bindings[root.binding]?.value : root;
    return value?.kind === 'import' ? this.#plainFile(value.from) : undefined;
  }

  /** The file that a specifier names, if it can have nothing to do with an SDK. */
  #plainFile(specifier: string): string | undefined {
    if (this.#plainFiles.has(specifier)) return this.#plainFiles.get(specifier);
    const path = this.#modules.resolve(this.path, specifier);
    const plain = path === undefined || isSdkModule(path) || this.#modules.reachesSdk(path) ? undefined : path;
    this.#plainFiles.set(specifier, plain);
    return plain;
  }

  heldBy(index: number): Entity {
    const known = this.#bindings[index];
    if (known !== undefined) return known;
    // What a value says about itself on the way is not known: a circle ends here.
    this.#bindings[index] = unknown;
    const binding = this.model.bindings[index];
    const entity = binding === undefined ? unknown : this.#valueOf(binding, index);
    this.#bindings[index] = entity;
    return entity;
  }

  #valueOf(binding: Binding, index: number): Entity {
    const { value, added, function: owner, name, kind, type } = binding;
    if (this.#given !== undefined) {
      if (owner === -1) return this.origin.heldBy(index);
      const place = kind === 'parameter' ? this.#parametersOf(owner).findIndex((parameter) => parameter.name === name) : -1;
      const given = place === -1 ? unknown : this.#argument(owner, place);
      const isKept = value === undefined || value.kind === 'typed' || value === this.#parametersOf(owner)[place]?.default;
      if (given.kind !== 'unknown' && (value === undefined || !isNothing(given)))
        return isKept ? given : unionOf([given, this.entityOf(value)]);
    }
    if (value?.kind === 'opaque' && value.type === 'symbol') return { kind: 'symbol', name: `[${name}]` };
    const said = value === undefined ? unknown : this.entityOf(value);
    const entity =
      type !== undefined && (isUnclear(said) || isGuessed(said) || (added === undefined && isEmpty(said)))
        ? firstKnown(typedEntity(this, type), said)
        : said;
    return added === undefined
      ? entity
      : withAdded(
          entity,
          added.map((more) => ({ file: this, value: more })),
        );
  }

  #parametersOf(functionIndex: number): readonly Parameter[] {
    return this.model.functions[functionIndex]?.parameters ?? [];
  }

  resultOf(index: number): Entity {
    const known = this.#calls[index];
    if (known !== undefined) return known;
    this.#calls[index] = unknown;
    const call = this.model.calls[index];
    const own = this.#given === undefined || call?.function !== -1;
    const entity = call === undefined ? unknown : own ? callEntity(this, call, this.#calleeOf(call)) : this.origin.resultOf(index);
    this.#calls[index] = entity;
    return entity;
  }
}

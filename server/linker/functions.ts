import type { Entity, LinkedFile } from '../model/entities.ts';
import type { Call, ClassModel, FunctionModel } from '../model/file.ts';
import { partsOf } from '../model/parts.ts';
import { perFile } from '../model/per-file.ts';
import type { HandedValue, TypeModel, Value } from '../model/value.ts';
import { firstKnown, nothing, unionOf, unknown } from './entity.ts';
import { partOf } from './members.ts';
import { parameterIn, returnedIn } from './type-arguments.ts';
import { isThis, parameterTyped, returnOf, typedEntity } from './types.ts';

type FunctionEntity = Entity & { kind: 'function' };

/** The calls that are followed into functions because of one call that is written in a file. */
interface Following {
  /** The functions on the way, so that those that call themselves end. */
  readonly functions: Set<FunctionModel>;
  /** How many more may be followed: more would be found only in programs that nobody writes. */
  left: number;
}

const deepest = 5;
const most = 20;

let following: Following = { functions: new Set(), left: most };

/** What a function gives to one call of it: what it passes on is what the call gives it. */
export function resultOf(file: LinkedFile, call: Call, callee: FunctionEntity): Entity {
  const base = returnOf(callee);
  if (isMade(base)) return base;
  const passed = passesOn(callee) ? inCall(file, call, callee, (there) => returnOf({ ...callee, file: there })) : undefined;
  const found = firstKnown(passed ?? unknown, firstKnown(ofSelf(callee), base));
  if (!isOpen(found) && callee.function.returns.length > 0) return found;
  const type = returnedIn(file, call, callee);
  return type === undefined ? found : firstKnown(typedEntity(callee.file, type), found);
}

/** What a method gives back of the instance that it is called of. */
function ofSelf({ self, function: { async, generator, returns, returnType } }: FunctionEntity): Entity {
  if (self === undefined || async || generator) return unknown;
  if (isThis(returnType)) return self.derived ?? self;
  return unionOf(returns.map((value) => partOf(self, value)));
}

/** Nothing that is known, or any of several things, of which the type may say which one it is. */
const isOpen = (entity: Entity): boolean =>
  entity.kind === 'promise' ? isOpen(entity.of) : entity.kind === 'unknown' || entity.kind === 'union';

/** What is made anew is the same one, whatever it is made with. */
const isMade = (entity: Entity): boolean =>
  entity.kind === 'promise'
    ? isMade(entity.of)
    : (entity.kind === 'flow' && entity.flow !== undefined) || (entity.kind === 'task' && entity.task !== undefined);

/**
 * Follows something in the file of a function as it is in one call. Each call that stands in a file, rather than in a view
 * of one, begins anew: what is found for it must not depend on who has asked.
 */
function inCall(file: LinkedFile, call: Call, callee: FunctionEntity, find: (there: LinkedFile) => Entity): Entity | undefined {
  const before = following;
  if (file === file.origin) following = { functions: new Set(), left: most };
  try {
    return follow(file, call, callee, find);
  } finally {
    following = before;
  }
}

function follow(file: LinkedFile, call: Call, callee: FunctionEntity, find: (there: LinkedFile) => Entity): Entity | undefined {
  const { functions } = following;
  const { function: model, file: where } = callee;
  if (functions.has(model) || functions.size >= deepest || following.left === 0) return undefined;
  following.left -= 1;
  const given = argumentsOf(file, call, model);
  const base = returnOf(callee);
  if (!given.some((entity) => matters(entity)) && !matters(base) && !(base.kind === 'class' && given.some(isClass))) return undefined;
  functions.add(model);
  const found = find(where.calledWith(model.index, given));
  functions.delete(model);
  return found;
}

/** What a mixin is given, and gives. */
const isClass = (entity: Entity): boolean => entity.kind === 'class' && !entity.instance;

/** Whether a call gives something of an SDK to what it calls, or asks for a type, so that it may be what it gets back. */
export const handsOn = (file: LinkedFile, { arguments: given, typeArguments = [] }: Call): boolean =>
  typeArguments.length > 0 || given.some((value) => matters(file.entityOf(value)));

/** Whether anything of an SDK can come out of what a function is given; of most calls nothing can. */
function matters(entity: Entity, depth = 0): boolean {
  const inner = (one: Entity): boolean => depth < 3 && matters(one, depth + 1);
  switch (entity.kind) {
    case 'flow':
    case 'task':
    case 'sdk':
    case 'future':
    case 'futures':
      return true;
    case 'promise':
    case 'list':
    case 'map':
      return inner(entity.of) || (entity.kind !== 'promise' && entity.added !== undefined);
    case 'union':
      return entity.of.some(inner);
    case 'tuple':
      return entity.items.some(inner);
    case 'object': {
      const { file, value } = entity.object;
      return value.members.some((member) => inner(file.entityOf(member.value))) || entity.added !== undefined;
    }
    case 'array': {
      const { file, value } = entity.array;
      return value.items.some((item) => inner(file.entityOf(item))) || entity.added !== undefined;
    }
    case 'function':
      return inner(returnOf(entity));
    default:
      return false;
  }
}

/** What the parameters of a function are given; nothing for those that are left out. */
function argumentsOf(file: LinkedFile, { arguments: given }: Call, { parameters }: FunctionModel): readonly Entity[] {
  const spread = given.findIndex(({ kind }) => kind === 'spread');
  return parameters.map(({ rest }, index) => {
    if (spread !== -1 && index >= spread) return unknown;
    if (rest) return { kind: 'tuple', items: given.slice(index).map((value) => file.entityOf(value)) };
    const value = given[index];
    return value === undefined ? nothing : file.entityOf(value);
  });
}

/** Whether what a function gives depends on what it is called with. */
const passesOn = ({ file, function: model }: FunctionEntity): boolean => {
  const known = passing(file.origin);
  const found =
    known.get(model) ?? [...model.returns, ...(model.yields ?? [])].some((value) => depends(file, value, model.index, new Set()));
  known.set(model, found);
  return found;
};

const passing = perFile((): Map<FunctionModel, boolean> => new Map());

function depends(file: LinkedFile, value: Value, on: number, seen: Set<unknown>): boolean {
  const further = (one: Value): boolean => depends(file, one, on, seen);
  switch (value.kind) {
    case 'argument':
      return value.function === on;
    case 'reference': {
      const binding = file.model.bindings[value.binding];
      if (binding === undefined || binding.function === -1 || seen.has(binding)) return false;
      seen.add(binding);
      if (binding.kind === 'parameter' && binding.function === on) return true;
      return (binding.value !== undefined && further(binding.value)) || (binding.added ?? []).some(further);
    }
    case 'call':
    case 'handed': {
      const call = file.model.calls[value.call ?? -1];
      if (call === undefined || seen.has(call)) return false;
      seen.add(call);
      return further(call.callee) || call.arguments.some(further);
    }
    case 'function': {
      const inner = file.model.functions[value.function];
      if (inner === undefined || seen.has(inner)) return false;
      seen.add(inner);
      return [...inner.returns, ...(inner.yields ?? [])].some(further);
    }
    case 'class':
      return madeOf(file.model.classes[value.class], seen).some(further);
    default:
      return partsOf(value).some(further);
  }
}

/** What a class extends and has, unless it was seen. */
function madeOf(found: ClassModel | undefined, seen: Set<unknown>): readonly Value[] {
  if (found === undefined || seen.has(found)) return [];
  seen.add(found);
  const members = [...found.statics, ...found.instance].map(({ value }) => value);
  return found.extends === undefined ? members : [...members, found.extends];
}

/** What a callback is called with. */
export function handedEntity(file: LinkedFile, { call: place, argument, type, path = [], parameter }: HandedValue): Entity {
  if (type !== undefined) return parameterTyped(file, partIn(type, path), parameter);
  const call = file.model.calls[place ?? -1];
  if (call === undefined || place === undefined || argument === undefined) return unknown;
  const callee = file.calleeAt(place);
  if (callee.kind === 'method') return path.length > 0 ? unknown : keptWith(callee, argument, parameter);
  if (callee.kind === 'shape') {
    if (callee.type.kind !== 'function') return unknown;
    const { parameters = [], rest = false } = callee.type;
    const [index, way] = placeOf(argument, path, rest ? parameters.length - 1 : undefined);
    const own = parameters[index];
    return own === undefined ? unknown : parameterTyped(callee.file, partIn(own, way), parameter);
  }
  if (callee.kind !== 'function') return unknown;
  const { parameters } = callee.function;
  const [index, way] = placeOf(argument, path, parameters.at(-1)?.rest === true ? parameters.length - 1 : undefined);
  const typed = firstOf([parameterIn(file, call, callee, index), parameters[index]?.type], (said) =>
    parameterTyped(callee.file, partIn(said, way), parameter),
  );
  const name = parameters[index]?.name;
  if (typed.kind !== 'unknown' || name === undefined || way.length > 0) return typed;
  const base = calledWithIn(callee.file, callee.function.index, name, parameter);
  if (base.kind !== 'unknown') return base;
  return inCall(file, call, callee, (there) => calledWithIn(there, callee.function.index, name, parameter)) ?? unknown;
}

/** The parameter that takes an argument, and the way into it: what is given to the last one of all may be an item of it. */
const placeOf = (argument: number, path: Way, rest: number | undefined): readonly [number, Way] =>
  rest === undefined || argument < rest ? [argument, path] : [rest, [argument - rest, ...path]];

type Way = NonNullable<HandedValue['path']>;

/** What the first of some types says that says anything. */
function firstOf(types: readonly (TypeModel | undefined)[], find: (type: TypeModel) => Entity): Entity {
  for (const type of types) {
    const found = type === undefined ? unknown : find(type);
    if (found.kind !== 'unknown') return found;
  }
  return unknown;
}

/** `listeners.add((job) => …)`: what the functions are called with that a list or map holds. */
function keptWith({ of, name }: Entity & { kind: 'method' }, argument: number, parameter: number): Entity {
  const isPut = of.kind === 'list' ? name === 'add' || name === 'push' || name === 'unshift' : name === 'set' && argument === 1;
  const kept = isPut && (of.kind === 'list' || of.kind === 'map') ? of.of : unknown;
  const type = kept.kind === 'shape' && kept.type.kind === 'function' ? kept.type.parameters?.[parameter] : undefined;
  return kept.kind === 'shape' && type !== undefined ? typedEntity(kept.file, type) : unknown;
}

/** What is at the end of a way into a type. */
const partIn = (type: TypeModel, path: Way): TypeModel =>
  path.reduce((of: TypeModel, value): TypeModel => ({ kind: 'indexed', of, key: { kind: 'literal', value } }), type);

/** What a function calls one of its parameters with. */
function calledWithIn(there: LinkedFile, functionIndex: number, name: string, parameter: number): Entity {
  const { bindings, calls } = there.model;
  const given = calls.flatMap(({ callee, arguments: list }) => {
    const binding = callee.kind === 'reference' ? bindings[callee.binding] : undefined;
    if (binding?.kind !== 'parameter' || binding.function !== functionIndex || binding.name !== name) return [];
    const value = list[parameter];
    return value === undefined ? [] : [there.entityOf(value)];
  });
  return unionOf(given);
}

/** `make.call(self, a)`, `make.apply(self, [a])` and `make.bind(self, a)`: the call of the function itself. */
export function direct(file: LinkedFile, call: Call, name: string): Call {
  const [, second] = call.arguments;
  if (name !== 'apply') return { ...call, arguments: call.arguments.slice(1) };
  const list = second === undefined ? undefined : file.arrayOf(second);
  return { ...call, arguments: list?.file === file ? list.value.items : [] };
}

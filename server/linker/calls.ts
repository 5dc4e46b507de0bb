import type { Entity, LinkedFile } from '../model/entities.ts';
import type { Call } from '../model/file.ts';
import type { Value } from '../model/value.ts';
import { awaited, firstKnown, isEmpty, isNothing, nothing, present, promiseOf, unionOf, unknown, withAdded } from './entity.ts';
import { direct, resultOf } from './functions.ts';
import { itemOf } from './items.ts';
import { runnableMadeBy, withOptions } from './runnables.ts';
import { madeIn } from './type-arguments.ts';
import { returnOf, submitted, typedEntity } from './types.ts';

/** What a call of something gives. */
export function callEntity(file: LinkedFile, call: Call, callee: Entity): Entity {
  switch (callee.kind) {
    case 'sdk':
      return sdkResult(file, call, callee.name);
    case 'flow':
      return later(file, unknown);
    case 'task':
      return later(file, unknown);
    case 'method':
      return methodResult(file, call, callee.of, callee.name);
    case 'function':
      return resultOf(file, call, callee);
    case 'shape':
      return callee.type.kind === 'function' && callee.type.returns !== undefined ? typedEntity(callee.file, callee.type.returns) : unknown;
    case 'class':
      return call.isNew || file.model.language === 'python' ? madeIn(file, call, callee) : unknown;
    case 'module':
      return callWhole(file, call, callee.file?.exported('default') ?? unknown);
    case 'global':
      return call.isNew ? containerOf(file, call, callee.name) : unknown;
    case 'union':
      return unionOf(present(callee.of).map((part) => callEntity(file, call, part)));
    default:
      return listCall(file, call);
  }
}

/** What a module is that is called itself; a module of CommonJS that is no function is its own default export. */
const callWhole = (file: LinkedFile, call: Call, whole: Entity): Entity =>
  whole.kind === 'module' ? unknown : callEntity(file, call, whole);

/** In Python a call may give the value itself; that nobody can tell from the call alone. */
const later = (file: LinkedFile, entity: Entity): Entity => (file.model.language === 'python' ? entity : promiseOf(entity));

function sdkResult(file: LinkedFile, call: Call, name: string): Entity {
  switch (name) {
    case 'flow':
    case 'task':
      return runnableMadeBy(file, call, name);
    case 'runDeployment':
      return later(file, { kind: 'flow-run' });
    case 'waitForFlowRuns':
      return later(file, { kind: 'flow-runs' });
    case 'waitForFlowRun':
      return later(file, { kind: 'flow-run' });
    case 'serve':
    case 'deploy':
      return later(file, unknown);
    case 'allowFailure':
    case 'unmapped':
      return givenFirst(file, call);
    case 'asCompleted':
      return { kind: 'list', of: itemOf(givenFirst(file, call), {}) };
    case 'wait':
      return later(file, waited(call, file));
    case 'TaskFuture':
      return { kind: 'future', task: undefined };
    default:
      return unknown;
  }
}

function givenFirst(file: LinkedFile, { arguments: [first] }: Call): Entity {
  return first === undefined ? unknown : file.entityOf(first);
}

/** What `wait` gives: of the futures those that are done, and those that are not. */
function waited({ arguments: [value], span }: Call, file: LinkedFile): Entity {
  if (value === undefined) return unknown;
  const members = ['done', 'notDone'].map((name) => ({ name, nameSpan: span, value, span }));
  return { kind: 'object', object: { file, value: { kind: 'object', members, spreads: [], open: false, span } } };
}

function methodResult(file: LinkedFile, call: Call, of: Entity, name: string): Entity {
  switch (of.kind) {
    case 'function':
    case 'sdk':
    case 'method':
      if (name === 'bind') return of;
      return name === 'call' || name === 'apply' ? callEntity(file, direct(file, call, name), of) : unknown;
    case 'task':
      return taskMethod(file, call, of, name);
    case 'flow':
      return flowMethod(file, call, of, name);
    case 'future':
      return name === 'result' ? later(file, unknown) : name === 'wait' ? later(file, { kind: 'state' }) : unknown;
    case 'futures':
      return name === 'result' || name === 'wait' ? later(file, unknown) : listCall(file, call);
    case 'promise':
      return promiseMethod(file, call, of, name);
    case 'global':
      return globalMethod(file, call, of.name, name);
    case 'map':
      return mapMethod(file, call, of, name);
    default:
      return listCall(file, call);
  }
}

function taskMethod(file: LinkedFile, call: Call, of: Entity & { kind: 'task' }, name: string): Entity {
  if (name === 'returnState') return later(file, { kind: 'state' });
  return name === 'withOptions' ? withOptions(file, call, of) : submitted(of, name);
}

function flowMethod(file: LinkedFile, call: Call, of: Entity & { kind: 'flow' }, name: string): Entity {
  if (name === 'withOptions' || name === 'fromSource') return withOptions(file, call, of);
  if (name === 'returnState') return later(file, { kind: 'state' });
  if (name === 'toDeployment') return { kind: 'deployment' };
  return name === 'deploy' || name === 'serve' ? later(file, unknown) : unknown;
}

function promiseMethod(file: LinkedFile, call: Call, of: Entity & { kind: 'promise' }, name: string): Entity {
  const [callback] = call.arguments;
  const made = callback === undefined ? unknown : file.entityOf(callback);
  const given = made.kind === 'function' ? awaited(returnOf(made)) : unknown;
  if (name === 'then') return promiseOf(given);
  if (name === 'catch') return promiseOf(unionOf([of.of, given]));
  return name === 'finally' ? of : unknown;
}

function mapMethod(file: LinkedFile, { arguments: [, value], span }: Call, of: Entity & { kind: 'map' }, name: string): Entity {
  const item = itemOf(of, { handed: true });
  if (name === 'set' && value !== undefined) return withAdded(of, [{ file, value: { kind: 'collection', as: 'map', of: value, span } }]);
  return name === 'get' || name === 'deref' ? item : name === 'values' ? listed(item) : name === 'entries' ? of : unknown;
}

function globalMethod(file: LinkedFile, call: Call, of: string, name: string): Entity {
  if (of === 'Promise') return promiseCombination(file, call, name);
  if (of === 'Object' || of === 'Map') return objectCall(file, call, name);
  if (of === 'Reflect') return reflected(file, call, name);
  return of === 'Array' || of === 'Iterator' ? arrayCall(file, call, name) : unknown;
}

/** `Reflect.get(registry, 'etl')`. */
function reflected(file: LinkedFile, { arguments: [object, key], span }: Call, name: string): Entity {
  const found = key === undefined ? undefined : file.literalOf(key)?.value.value;
  return name === 'get' && object !== undefined && typeof found === 'string'
    ? file.entityOf({ kind: 'member', object, name: found, nameSpan: span, span })
    : unknown;
}

/** `Array.from(items)`, `Array.of(item)`. */
function arrayCall(file: LinkedFile, call: Call, name: string): Entity {
  const [first, callback] = call.arguments;
  if (first === undefined) return unknown;
  if (name === 'of') return listed(anyGiven(file, call));
  if (name === 'fromAsync') return promiseOf(listed(awaited(itemOf(file.entityOf(first), {}))));
  if (name !== 'from') return unknown;
  const made = callback === undefined ? undefined : file.entityOf(callback);
  if (made === undefined) return listed(itemOf(file.entityOf(first), {}));
  return made.kind === 'function' ? listed(returnOf(made)) : unknown;
}

/** Any of the items of which a call makes a list; a number alone says how long it is. */
function anyGiven(file: LinkedFile, { arguments: items, span }: Call): Entity {
  const any = itemOf(file.entityOf({ kind: 'array', items, span }), {});
  return any.kind === 'literal' ? unknown : any;
}

/** `Promise.all([...])` and its relatives, which wait for what they are given. */
function promiseCombination(file: LinkedFile, call: Call, name: string): Entity {
  const [first] = call.arguments;
  const given = first === undefined ? unknown : file.entityOf(first);
  if (name === 'resolve') return promiseOf(given);
  if (name === 'try') return promiseOf(returnOf(given));
  if (name === 'race' || name === 'any') return promiseOf(awaited(itemOf(given, {})));
  if (name !== 'all') return promiseOf(unknown);
  if (given.kind === 'list') return promiseOf({ kind: 'list', of: awaited(given.of) });
  if (given.kind !== 'array') return promiseOf(unknown);
  const { file: where, value } = given.array;
  const items = value.items.map((item) => awaited(where.entityOf(item)));
  if (given.added === undefined && new Set(items.map(({ kind }) => kind)).size > 1) return promiseOf({ kind: 'tuple', items });
  return promiseOf({ kind: 'list', of: unionOf(items) });
}

/** `items.map(callback)`: a list of what the callback returns, whatever the items are. */
function listCall(file: LinkedFile, call: Call): Entity {
  const { callee } = call;
  const [callback] = call.arguments;
  if (callee.kind !== 'member') return unknown;
  const item = file.entityOf({ kind: 'item', of: callee.object, span: call.span });
  if (callee.name === 'at' && callback?.kind === 'literal' && typeof callback.value === 'number' && callback.value >= 0)
    return file.entityOf({ kind: 'item', of: callee.object, index: callback.value, span: call.span });
  if (same.has(callee.name)) return file.entityOf(callee.object);
  if (callee.name === 'next') return item.kind === 'unknown' ? unknown : stepOf(file, call, callee.object);
  if (callee.name === 'flat') return listed(itemOf(item, {}));
  if (callee.name === 'concat') return listed(unionOf(present([item, ...call.arguments.map((value) => partOf(file.entityOf(value)))])));
  if (callee.name === 'fill' && callback !== undefined) return listed(file.entityOf(callback));
  if (oneOf.has(callee.name)) return item;
  if (someOf.has(callee.name)) return listed(item);
  if (callee.name === 'entries') return listed({ kind: 'tuple', items: [unknown, item] });
  if (callback === undefined || !making.has(callee.name)) return unknown;
  const made = file.entityOf(callback);
  if (made.kind !== 'function') return unknown;
  const given = returnOf(made);
  if (callee.name.startsWith('reduce')) return reduced(file, call, given);
  return { kind: 'list', of: callee.name === 'flatMap' ? firstKnown(itemOf(given, {}), given) : given };
}

/** What an iterator's `next` gives: an object with an item as its `value`. */
function stepOf(file: LinkedFile, { span }: Call, of: Value): Entity {
  const value: Value = { kind: 'item', of, span };
  const members = [{ name: 'value', nameSpan: span, value, span }];
  return { kind: 'object', object: { file, value: { kind: 'object', members, spreads: [], open: true, span } } };
}

/** What the callback gives or what it begins with; of a list or map that is collected the type says what it holds. */
function reduced(file: LinkedFile, { arguments: [, start], typeArguments = [] }: Call, given: Entity): Entity {
  const [type] = typeArguments;
  const begun = start === undefined ? undefined : file.entityOf(start);
  const collected = type === undefined ? begun : typedEntity(file, type);
  if ((collected?.kind === 'list' || collected?.kind === 'map') && !isEmpty(collected)) return collected;
  return unionOf(begun === undefined ? [given] : [given, begun]);
}

/** The methods of lists that give what their callback makes; the list itself; one of its items; a list of the same. */
const making = new Set(['map', 'flatMap', 'reduce', 'reduceRight']);
const same = new Set(['[Symbol.iterator]', '[Symbol.asyncIterator]', 'add']);
const oneOf = new Set(['at', 'find', 'findLast', 'pop', 'shift']);
const someOf = new Set([
  ...['filter', 'slice', 'splice', 'toSpliced', 'toSorted', 'sort', 'toReversed', 'reverse', 'with', 'copyWithin', 'values'],
  ...['take', 'drop', 'toArray', 'union', 'intersection', 'difference', 'symmetricDifference'],
]);

/** What `concat` adds: the items of a list, else the thing itself. */
const partOf = (entity: Entity): Entity =>
  entity.kind === 'list' || entity.kind === 'array' || entity.kind === 'tuple' ? itemOf(entity, {}) : entity;

const listed = (of: Entity): Entity =>
  of.kind === 'unknown' || (of.kind === 'tuple' && of.items[1]?.kind === 'unknown') ? unknown : { kind: 'list', of };

/** `Object.values(registry)` and the like. */
function objectCall(file: LinkedFile, call: Call, name: string): Entity {
  const [first] = call.arguments;
  const given = first === undefined ? unknown : file.entityOf(first);
  const item = first === undefined ? unknown : file.entityOf({ kind: 'item', of: first, span: call.span });
  if (name === 'create' && isNothing(given))
    return { kind: 'object', object: { file, value: { kind: 'object', members: [], spreads: [], open: false, span: call.span } } };
  if (name === 'freeze' || name === 'seal' || name === 'create') return given;
  if (name === 'groupBy')
    return {
      kind: 'map',
      of: listed(item),
      record: call.callee.kind === 'member' && call.callee.object.kind === 'global' && call.callee.object.name === 'Object',
    };
  if (name === 'assign') return assigned(file, call);
  if (name === 'fromEntries') return { kind: 'map', of: itemOf(item, { index: 1 }), record: true };
  if (name === 'values') return listed(item);
  return name === 'entries' ? listed({ kind: 'tuple', items: [unknown, item] }) : unknown;
}

/** `Object.assign(target, …)`: the target, with all that the others have; of an object that is `{ ...target, … }`. */
function assigned(file: LinkedFile, { arguments: spreads, span }: Call): Entity {
  const [target, ...others] = spreads;
  const entity = target === undefined ? unknown : file.entityOf(target);
  if (entity.kind === 'object' && entity.added === undefined)
    return { kind: 'object', object: { file, value: { kind: 'object', members: [], spreads, open: false, span } } };
  const added = others.map((value) => {
    const more = file.entityOf(value);
    return more.kind === 'object' ? more.object : { file, value };
  });
  return withAdded(entity, added);
}

/** `new Map(…)` and `new Set(…)`: by the type of what they hold, else by what they are made of. */
function containerOf(file: LinkedFile, call: Call, name: string): Entity {
  const {
    typeArguments = [],
    arguments: [first],
  } = call;
  const isMap = name === 'Map' || name === 'WeakMap';
  const type = typeArguments[isMap ? 1 : 0];
  if (name === 'WeakRef' && first !== undefined) return { kind: 'map', of: file.entityOf(first), record: false };
  if (name === 'Promise') return promiseOf(type === undefined ? unknown : typedEntity(file, type));
  if (!isMap && name !== 'Set' && name !== 'WeakSet') return unknown;
  const item = first === undefined ? nothing : itemOf(file.entityOf(first), {});
  const made = isMap && first !== undefined ? itemOf(item, { index: 1 }) : item;
  const typed = (made.kind === 'unknown' || isNothing(made)) && type !== undefined ? typedEntity(file, type) : unknown;
  const of = firstKnown(typed, made);
  const declared = typed.kind === 'unknown' ? {} : ({ declared: true } as const);
  return isMap ? { kind: 'map', of, record: false, ...declared } : { kind: 'list', of, ...declared };
}

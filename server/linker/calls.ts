import type { Entity, LinkedFile } from '../model/entities.ts';
import type { Call } from '../model/file.ts';
import type { Value } from '../model/value.ts';
import { awaited, promiseOf, unionOf, unknown } from './entity.ts';
import { itemOf, memberOf } from './members.ts';
import { runnableOf, withOptions } from './runnables.ts';
import { returnOf, typedEntity } from './types.ts';

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
      return functionResult(file, call, callee);
    case 'class':
      return call.isNew || file.model.language === 'python' ? { ...callee, instance: true } : unknown;
    case 'module':
      return callee.file === undefined ? unknown : callEntity(file, call, callee.file.exported('default'));
    case 'global':
      return call.isNew ? containerOf(file, call, callee.name) : unknown;
    case 'union':
      return unionOf(callee.of.map((part) => callEntity(file, call, part)));
    default:
      return listCall(file, call);
  }
}

/** In Python a call may give the value itself; that nobody can tell from the call alone. */
const later = (file: LinkedFile, entity: Entity): Entity => (file.model.language === 'python' ? entity : promiseOf(entity));

function sdkResult(file: LinkedFile, call: Call, name: string): Entity {
  switch (name) {
    case 'flow':
    case 'task':
      return runnableOf(file, call, name);
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
    case 'unmapped': {
      const [first] = call.arguments;
      return first === undefined ? unknown : file.entityOf(first);
    }
    case 'TaskFuture':
      return { kind: 'future', task: undefined };
    default:
      return unknown;
  }
}

function methodResult(file: LinkedFile, call: Call, of: Entity, name: string): Entity {
  switch (of.kind) {
    case 'task':
      return taskMethod(file, call, of, name);
    case 'flow':
      return flowMethod(file, call, of, name);
    case 'future':
      return name === 'result' ? later(file, unknown) : name === 'wait' ? later(file, { kind: 'state' }) : unknown;
    case 'futures':
      return name === 'result' || name === 'wait' ? later(file, unknown) : listCall(file, call);
    case 'promise':
      return name === 'then' || name === 'catch' || name === 'finally' ? promiseOf(unknown) : unknown;
    case 'global':
      return of.name === 'Promise' ? promiseCombination(file, call, name) : of.name === 'Object' ? objectCall(file, call, name) : unknown;
    case 'map':
      return name === 'get' ? of.of : name === 'values' ? { kind: 'list', of: of.of } : name === 'entries' ? of : unknown;
    default:
      return listCall(file, call);
  }
}

function taskMethod(file: LinkedFile, call: Call, of: Entity & { kind: 'task' }, name: string): Entity {
  if (name === 'submit' || name === 'delay') return { kind: 'future', task: of.task };
  if (name === 'map') return { kind: 'futures', task: of.task };
  if (name === 'returnState') return later(file, { kind: 'state' });
  return name === 'withOptions' ? withOptions(file, call, of) : unknown;
}

function flowMethod(file: LinkedFile, call: Call, of: Entity & { kind: 'flow' }, name: string): Entity {
  if (name === 'withOptions' || name === 'fromSource') return withOptions(file, call, of);
  if (name === 'returnState') return later(file, { kind: 'state' });
  if (name === 'toDeployment') return { kind: 'deployment' };
  return name === 'deploy' || name === 'serve' ? later(file, unknown) : unknown;
}

/** `Promise.all([...])` and its relatives, which wait for what they are given. */
function promiseCombination(file: LinkedFile, call: Call, name: string): Entity {
  const [first] = call.arguments;
  const given = first === undefined ? unknown : file.entityOf(first);
  if (name === 'resolve') return promiseOf(given);
  if (name !== 'all') return promiseOf(unknown);
  if (given.kind === 'list') return promiseOf({ kind: 'list', of: awaited(given.of) });
  if (given.kind !== 'array') return promiseOf(unknown);
  const { file: where, value } = given.array;
  return promiseOf({ kind: 'list', of: unionOf(value.items.map((item) => awaited(where.entityOf(item)))) });
}

/** `items.map(callback)`: a list of what the callback returns, whatever the items are. */
function listCall(file: LinkedFile, call: Call): Entity {
  const { callee } = call;
  const [callback] = call.arguments;
  if (callee.kind !== 'member') return unknown;
  const item = file.entityOf({ kind: 'item', of: callee.object, span: call.span });
  if (oneOf.has(callee.name)) return item;
  if (someOf.has(callee.name)) return listed(item);
  if (callee.name === 'entries') return listed({ kind: 'tuple', items: [unknown, item] });
  if (callback === undefined || (callee.name !== 'map' && callee.name !== 'flatMap')) return unknown;
  const made = file.entityOf(callback);
  return made.kind === 'function' ? { kind: 'list', of: returnOf(made) } : unknown;
}

/** The methods of lists that give one of their items, and those that give a list of the same. */
const oneOf = new Set(['at', 'find', 'findLast', 'pop', 'shift']);
const someOf = new Set(['filter', 'slice', 'concat', 'toSorted', 'sort', 'toReversed', 'reverse', 'values']);

const listed = (of: Entity): Entity =>
  of.kind === 'unknown' || (of.kind === 'tuple' && of.items[1]?.kind === 'unknown') ? unknown : { kind: 'list', of };

/** `Object.values(registry)` and the like. */
function objectCall(file: LinkedFile, call: Call, name: string): Entity {
  const [first] = call.arguments;
  const given = first === undefined ? unknown : file.entityOf(first);
  const item = first === undefined ? unknown : file.entityOf({ kind: 'item', of: first, span: call.span });
  if (name === 'freeze') return given;
  if (name === 'values') return listed(item);
  return name === 'entries' ? listed({ kind: 'tuple', items: [unknown, item] }) : unknown;
}

/** `new Map(…)` and `new Set(…)`: by the type of what they hold, else by what they are made of. */
function containerOf(file: LinkedFile, call: Call, name: string): Entity {
  if (name !== 'Map' && name !== 'Set') return unknown;
  const {
    typeArguments = [],
    arguments: [first],
  } = call;
  const type = typeArguments[name === 'Map' ? 1 : 0];
  const item = first === undefined ? unknown : itemOf(file.entityOf(first), {});
  const made = name === 'Map' ? itemOf(item, { index: 1 }) : item;
  const of = made.kind === 'unknown' && type !== undefined ? typedEntity(file, type) : made;
  return name === 'Map' ? { kind: 'map', of, record: false } : { kind: 'list', of };
}

/** What a function gives to a call of it; what it passes through is what the call gives it. */
function functionResult(file: LinkedFile, call: Call, callee: Entity & { kind: 'function' }): Entity {
  const passed = unionOf(callee.function.returns.map((value) => passedThrough(file, call, callee, value)));
  if (passed.kind === 'unknown') return returnOf(callee);
  return callee.function.async ? promiseOf(passed) : passed;
}

function passedThrough(file: LinkedFile, call: Call, callee: Entity & { kind: 'function' }, value: Value): Entity {
  if (value.kind === 'item') return itemOf(passedThrough(file, call, callee, value.of), value);
  if (value.kind === 'member') return memberOf(passedThrough(file, call, callee, value.object), value.name);
  const binding = value.kind === 'reference' ? callee.file.model.bindings[value.binding] : undefined;
  if (binding?.kind !== 'parameter' || binding.function !== callee.index || (binding.value !== undefined && binding.type === undefined)) {
    return callee.file.entityOf(value);
  }
  const known = callee.file.entityOf(value);
  const given = call.arguments[callee.function.parameters.findIndex(({ name }) => name === binding.name)];
  return known.kind !== 'unknown' || given === undefined ? known : file.entityOf(given);
}

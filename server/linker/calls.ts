import type { Entity, LinkedFile } from '../model/entities.ts';
import type { Call } from '../model/file.ts';
import { awaited, promiseOf, unionOf, unknown } from './entity.ts';
import { runnableOf, withOptions } from './runnables.ts';

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
      return functionResult(callee);
    case 'class':
      return call.isNew || file.model.language === 'python' ? { ...callee, instance: true } : unknown;
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
      return of.name === 'Promise' ? promiseCombination(file, call, name) : unknown;
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
  if (callee.kind !== 'member' || callback === undefined) return unknown;
  if (callee.name !== 'map' && callee.name !== 'flatMap') return unknown;
  const made = file.entityOf(callback);
  return made.kind === 'function' ? { kind: 'list', of: functionResult(made) } : unknown;
}

function functionResult({ function: model, file }: Entity & { kind: 'function' }): Entity {
  if (model.generator) return unknown;
  const returned = unionOf(model.returns.map((value) => file.entityOf(value)));
  return model.async ? promiseOf(returned) : returned;
}

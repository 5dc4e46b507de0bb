import type { Entity, LinkedFile, Located } from '../model/entities.ts';
import { perFile } from '../model/per-file.ts';
import { isSdkModule } from '../model/sdk.ts';
import type { Span } from '../model/span.ts';
import { substitute } from '../model/substitute.ts';
import { homeOf } from '../model/type-here.ts';
import { shapeOf } from '../model/type-shape.ts';
import type { ConditionalType, TypeModel, Value } from '../model/value.ts';
import { awaited, isUnclear, nothing, promiseOf, unionOf, unknown, withAdded } from './entity.ts';
import { sdkTypes } from './sdk-types.ts';
import { instanceWith, typeAt } from './type-arguments.ts';
import { importFor } from './type-names.ts';

/** What a value is of which only the declared type is known. */
export function typedEntity(around: LinkedFile, type: TypeModel, depth = 0): Entity {
  if (depth > 8) return unknown;
  const file = homeOf(type) ?? around;
  switch (type.kind) {
    case 'reference':
      return referenced(file, type, depth);
    case 'array':
      return list(typedEntity(file, type.item, depth + 1));
    case 'union':
      return unionOf(type.of.filter((part) => !isNothing(part)).map((part) => typedEntity(file, part, depth + 1)));
    case 'tuple':
      return {
        kind: 'tuple',
        items: type.items.map((part) => typedEntity(file, part, depth + 1)),
        ...(type.rest === undefined ? {} : { rest: typedEntity(file, type.rest, depth + 1) }),
      };
    case 'indexed':
      if (type.of.kind === 'reference' && type.of.name === 'Parameters' && type.key.kind === 'literal') {
        const [{ arguments: given }, place] = [type.of, Number(type.key.value)];
        return withinBounds(() => parameterTyped(file, given[0], place));
      }
      return partTyped(file, type.of, type.key);
    case 'intersection': {
      const parts = type.of.map((part) => typedEntity(file, part, depth + 1));
      return intersectionOf(parts);
    }
    case 'literal':
      return type;
    case 'primitive':
      return isNothing(type) ? nothing : unknown;
    case 'object':
    case 'function':
      return { kind: 'shape', type, file };
    case 'mapped':
      return { kind: 'shape', type: { kind: 'object', properties: [], index: type.value }, file };
    case 'typeof':
      return file.entityOf(type.value);
    case 'conditional':
      return conditionalEntity(file, type, depth + 1);
    default:
      return unknown;
  }
}

/** What the answer says, else either of both. */
function conditionalEntity(file: LinkedFile, type: ConditionalType, depth: number): Entity {
  const answer = shapeOf({ file, type });
  if (answer !== undefined) return typedEntity(answer.file, answer.type, depth);
  const { check, parameter, whenTrue, whenFalse } = type;
  const filled = new Map(parameter === undefined ? [] : [[parameter, check]]);
  return typedEntity(file, { kind: 'union', of: [whenTrue, whenFalse].map((branch) => substitute(branch, filled)) }, depth);
}

/** `T['name']`, `T[0]`, and any of them for other keys. */
const partTyped = (file: LinkedFile, type: TypeModel, key: TypeModel): Entity => withinBounds(() => file.entityOf(partAt(type, key)));

/** `type A = A['a']` leads back to itself, as does `function f(a: Parameters<typeof f>[0])`. */
function withinBounds(find: () => Entity): Entity {
  if (partsUnderWay > 8) return unknown;
  partsUnderWay += 1;
  try {
    return find();
  } finally {
    partsUnderWay -= 1;
  }
}

let partsUnderWay = 0;

function partAt(type: TypeModel, key: TypeModel): Value {
  const of: Value = { kind: 'typed', type, span: nowhere };
  if (key.kind !== 'literal') return { kind: 'item', of, span: nowhere };
  if (typeof key.value === 'number') return { kind: 'item', of, index: key.value, span: nowhere };
  return { kind: 'member', object: of, name: String(key.value), nameSpan: nowhere, span: nowhere };
}

/** All that the parts have: what is no plain object type, with the members of those that are. */
function intersectionOf(parts: readonly Entity[]): Entity {
  const first = parts.find(({ kind }) => kind !== 'shape' && kind !== 'unknown') ?? parts.find(({ kind }) => kind === 'shape') ?? unknown;
  const added = parts.flatMap((part): Located[] => {
    if (part === first || part.kind !== 'shape') return [];
    return [{ file: part.file, value: { kind: 'typed', type: part.type, span: nowhere } }, ...(part.added ?? [])];
  });
  const whole: Entity =
    first.kind === 'shape' && first.type.kind === 'object' && parts.some(({ kind }) => kind === 'unknown')
      ? { ...first, type: { ...first.type, open: true } }
      : first;
  return added.length === 0 ? whole : withAdded(whole, added);
}

const nowhere: Span = { start: 0, end: 0 };

function referenced(file: LinkedFile, type: TypeModel & { kind: 'reference' }, depth: number): Entity {
  const [first] = type.arguments;
  const imported = importFor(file, type);
  if (imported !== undefined && isSdkModule(imported.from))
    return sdkTypes[afterDot(imported.name === '*' ? type.name : imported.name)] ?? unknown;
  const made = first === undefined ? undefined : builtin[type.name];
  const part = type.name === 'Map' || type.name === 'ReadonlyMap' || type.name === 'Record' ? type.arguments[1] : first;
  if (made !== undefined && part !== undefined) return made(typedEntity(file, part, depth + 1));
  if (type.name === 'ReturnType' && first !== undefined) return withinBounds(() => returnOf(typedEntity(file, first, depth + 1)));
  if (type.name === 'InstanceType' && first !== undefined) return instanceOf(typedEntity(file, first, depth + 1));
  const resolved = file.resolveType(type);
  if (resolved !== undefined) return typedEntity(resolved.file, resolved.type, depth + 1);
  const [root = '', ...path] = type.name.split('.');
  const binding = namesIn(file).get(root);
  if (binding === undefined) return unknown;
  const named = path.reduce((object: Value, name): Value => ({ kind: 'member', object, name, nameSpan: nowhere, span: nowhere }), binding);
  const given = type.arguments.map((one) => typeAt(file, one));
  return instanceOf(file.entityOf(named), given);
}

/** A class is also the type of what it makes. */
const instanceOf = (entity: Entity, given: readonly TypeModel[] = []): Entity =>
  entity.kind === 'class' ? instanceWith(entity, given) : unknown;

/** The classes and imports at the top of a file, as values. */
const namesIn = perFile(
  ({ model }): ReadonlyMap<string, Value> =>
    new Map(
      model.bindings.flatMap(({ name, kind, function: owner, span }, binding) =>
        owner === -1 && (kind === 'class' || kind === 'import' || kind === 'const')
          ? [[name, { kind: 'reference', binding, span }] as const]
          : [],
      ),
    ),
);

/** What a function that is typed so is called with. */
export const parameterTyped = (file: LinkedFile, type: TypeModel | undefined, parameter: number): Entity =>
  type === undefined ? unknown : parameterOf(typedEntity(file, type), parameter);

function parameterOf(entity: Entity, parameter: number): Entity {
  if (entity.kind === 'union') return unionOf(entity.of.filter(isFunction).map((one) => parameterOf(one, parameter)));
  if (entity.kind === 'shape' && entity.type.kind === 'function') {
    const { parameters = [], rest } = entity.type;
    const { file: where } = entity;
    const all = rest === true && parameter >= parameters.length - 1 ? parameters.at(-1) : undefined;
    if (all !== undefined)
      return withinBounds(() => where.entityOf(partAt(all, { kind: 'literal', value: parameter - parameters.length + 1 })));
    const given = parameters[parameter];
    return given === undefined ? unknown : typedEntity(where, given);
  }
  const given = entity.kind === 'function' ? entity.function.parameters[parameter]?.type : undefined;
  return entity.kind === 'function' && given !== undefined ? typedEntity(entity.file, given) : unknown;
}

const isFunction = (entity: Entity): boolean => entity.kind === 'function' || (entity.kind === 'shape' && entity.type.kind === 'function');

const isNothing = (type: TypeModel): boolean =>
  type.kind === 'primitive' && (type.name === 'null' || type.name === 'undefined' || type.name === 'void' || type.name === 'never');

const list = (of: Entity): Entity => ({ kind: 'list', of, declared: true });
const map = (of: Entity): Entity => ({ kind: 'map', of, record: false, declared: true });
const itself = (of: Entity): Entity => of;

/** The types of the language that hold others, or change only what does not matter here. */
const builtin: Readonly<Record<string, (of: Entity) => Entity>> = {
  Promise: promiseOf,
  PromiseLike: promiseOf,
  Awaited: awaited,
  Set: list,
  ReadonlySet: list,
  Iterable: list,
  AsyncIterable: list,
  Iterator: list,
  IterableIterator: list,
  AsyncIterableIterator: list,
  Generator: list,
  AsyncGenerator: list,
  Map: map,
  ReadonlyMap: map,
  Record: (of) => ({ kind: 'map', of, record: true, declared: true }),
  Partial: itself,
  Required: itself,
  Readonly: itself,
  NonNullable: itself,
  Pick: itself,
  Omit: itself,
  Extract: itself,
  Exclude: itself,
  PropsWithChildren: itself,
};

/** What a function gives: what it returns, else what it says that it returns. */
export function returnOf(entity: Entity): Entity {
  if (entity.kind === 'shape' && entity.type.kind === 'function' && entity.type.returns !== undefined)
    return typedEntity(entity.file, entity.type.returns);
  if (entity.kind === 'sdk') return sdkTypes[entity.name === 'flow' ? 'Flow' : entity.name === 'task' ? 'Task' : ''] ?? unknown;
  if (entity.kind === 'method' && entity.of.kind === 'task') return submitted(entity.of, entity.name);
  if (entity.kind !== 'function') return unknown;
  const { function: model, file } = entity;
  if (model.returnType?.kind === 'primitive' && model.returnType.name === 'never') return nothing;
  if (model.generator) return yielded(entity);
  const returned = unionOf(model.returns.map((value) => file.entityOf(value)));
  if (isUnclear(returned) && model.returnType !== undefined) {
    const typed = typedEntity(file, model.returnType);
    if (typed.kind !== 'unknown') return typed;
  }
  return model.async ? promiseOf(returned) : returned;
}

/** All that a generator yields; what another one yields for it, or it does itself once more, its type may say. */
function yielded({ function: { returnType, span, yields: items = [] }, file }: Entity & { kind: 'function' }): Entity {
  const typed = returnType !== undefined && items.some(({ kind }) => kind === 'spread') ? typedEntity(file, returnType) : unknown;
  return typed.kind === 'unknown' ? { kind: 'array', array: { file, value: { kind: 'array', items, span } } } : typed;
}

/** What the methods give with which a task is submitted. */
export function submitted({ task }: Entity & { kind: 'task' }, name: string): Entity {
  if (name === 'submit' || name === 'delay') return { kind: 'future', task };
  return name === 'map' ? { kind: 'futures', task } : unknown;
}

const afterDot = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** `on(…): this`. */
const returnsItself = ({ kind, ...type }: TypeModel): boolean => kind === 'function' && 'returns' in type && isThis(type.returns);

/** The type `this`. */
export const isThis = (type: TypeModel | undefined): boolean => type?.kind === 'reference' && type.name === 'this';

/** What a member of an object type is. */
export function typeMember(file: LinkedFile, type: TypeModel, name: string): Entity {
  if (type.kind !== 'object') return unknown;
  const property = type.properties.find((candidate) => candidate.name === name);
  if (property !== undefined)
    return typedEntity(file, returnsItself(property.type) ? substitute(property.type, new Map([['this', type]])) : property.type);
  return type.index === undefined ? unknown : typedEntity(file, type.index);
}

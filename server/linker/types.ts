import type { Entity, LinkedFile, Located } from '../model/entities.ts';
import { perFile } from '../model/per-file.ts';
import { isSdkModule } from '../model/sdk.ts';
import type { Span } from '../model/span.ts';
import type { ImportValue, TypeModel, Value } from '../model/value.ts';
import { awaited, nothing, promiseOf, unionOf, unknown, withAdded } from './entity.ts';
import type { Modules } from './modules.ts';

/** A type of another module, with what its parameters are given. */
interface Wanted {
  readonly from: string;
  readonly name: string;
  readonly given: readonly TypeModel[];
}

type Resolved = { readonly type: TypeModel; readonly file: LinkedFile } | undefined;

const sdkTypes: Readonly<Record<string, Entity>> = {
  Flow: { kind: 'flow', flow: undefined },
  AnyFlow: { kind: 'flow', flow: undefined },
  Task: { kind: 'task', task: undefined },
  TaskFuture: { kind: 'future', task: undefined },
  TaskFutureList: { kind: 'futures', task: undefined },
  PrefectFuture: { kind: 'future', task: undefined },
  PrefectFutureList: { kind: 'futures', task: undefined },
  FlowRun: { kind: 'flow-run' },
  State: { kind: 'state' },
};

/** What a value is of which only the declared type is known. */
export function typedEntity(file: LinkedFile, type: TypeModel, depth = 0): Entity {
  if (depth > 8) return unknown;
  switch (type.kind) {
    case 'reference':
      return referenced(file, type, depth);
    case 'array':
      return { kind: 'list', of: typedEntity(file, type.item, depth + 1) };
    case 'union':
      return unionOf(type.of.filter((part) => !isNothing(part)).map((part) => typedEntity(file, part, depth + 1)));
    case 'tuple':
      return {
        kind: 'tuple',
        items: type.items.map((part) => typedEntity(file, part, depth + 1)),
        ...(type.rest === undefined ? {} : { rest: typedEntity(file, type.rest, depth + 1) }),
      };
    case 'indexed':
      if (type.of.kind === 'reference' && type.of.name === 'Parameters' && type.key.kind === 'literal')
        return parameterTyped(file, type.of.arguments[0], Number(type.key.value));
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
    case 'typeof':
      return file.entityOf(type.value);
    default:
      return unknown;
  }
}

/** `T['name']`, `T[0]`, and any of them for other keys. */
function partTyped(file: LinkedFile, type: TypeModel, key: TypeModel): Entity {
  // `type A = A['a']` leads back to itself.
  if (partsUnderWay > 8) return unknown;
  partsUnderWay += 1;
  try {
    return file.entityOf(partAt(type, key));
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
  return added.length === 0 ? first : withAdded(first, added);
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
  if (type.name === 'ReturnType' && first !== undefined) return returnOf(typedEntity(file, first, depth + 1));
  if (type.name === 'InstanceType' && first !== undefined) return instanceOf(typedEntity(file, first, depth + 1));
  const resolved = file.resolveType(type);
  if (resolved !== undefined) return typedEntity(resolved.file, resolved.type, depth + 1);
  const binding = namesIn(file).get(type.name);
  return binding === undefined ? unknown : instanceOf(file.entityOf(binding));
}

/** A class is also the type of what it makes. */
const instanceOf = (entity: Entity): Entity => (entity.kind === 'class' ? { ...entity, instance: true } : unknown);

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
export function parameterTyped(file: LinkedFile, type: TypeModel | undefined, parameter: number): Entity {
  const entity = type === undefined ? unknown : typedEntity(file, type);
  if (entity.kind === 'shape' && entity.type.kind === 'function') {
    const given = entity.type.parameters?.[parameter];
    return given === undefined ? unknown : typedEntity(entity.file, given);
  }
  const given = entity.kind === 'function' ? entity.function.parameters[parameter]?.type : undefined;
  return entity.kind === 'function' && given !== undefined ? typedEntity(entity.file, given) : unknown;
}

const isNothing = (type: TypeModel): boolean =>
  type.kind === 'primitive' && (type.name === 'null' || type.name === 'undefined' || type.name === 'void' || type.name === 'never');

const list = (of: Entity): Entity => ({ kind: 'list', of });
const map = (of: Entity): Entity => ({ kind: 'map', of, record: false });
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
  Record: (of) => ({ kind: 'map', of, record: true }),
  Partial: itself,
  Required: itself,
  Readonly: itself,
  NonNullable: itself,
  Pick: itself,
  Omit: itself,
  Extract: itself,
  Exclude: itself,
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
  if (model.generator) return { kind: 'array', array: { file, value: { kind: 'array', items: model.yields ?? [], span: model.span } } };
  const returned = unionOf(model.returns.map((value) => file.entityOf(value)));
  if (returned.kind === 'unknown' && model.returnType !== undefined) return typedEntity(file, model.returnType);
  return model.async ? promiseOf(returned) : returned;
}

/** What the methods give with which a task is submitted. */
export function submitted({ task }: Entity & { kind: 'task' }, name: string): Entity {
  if (name === 'submit' || name === 'delay') return { kind: 'future', task };
  return name === 'map' ? { kind: 'futures', task } : unknown;
}

const afterDot = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** The import that brings a type. */
const importFor = (file: LinkedFile, { from, name }: TypeModel & { kind: 'reference' }): ImportValue | undefined =>
  from === undefined ? importOf(file, name) : { kind: 'import', from, name, span: { start: 0, end: 0 } };

/** The import that brings the first part of a name. */
const importOf = (file: LinkedFile, name: string): ImportValue | undefined => importsIn(file).get(name.split('.')[0] ?? '');

const importsIn = perFile(({ model }): ReadonlyMap<string, ImportValue> => {
  const found = model.bindings.flatMap(({ kind, name, value }) =>
    kind === 'import' && value?.kind === 'import' ? [[name, value] as const] : [],
  );
  // Of two imports under one name the first one counts.
  return new Map(found.toReversed());
});

/** The type behind a name, in the file that declares it; a type without a name is itself. */
export function resolveType(file: LinkedFile, modules: Modules, type: TypeModel): Resolved {
  if (type.kind !== 'reference') return { type, file };
  const own = type.from === undefined ? declared(file, type.name, type.arguments) : undefined;
  if (own !== undefined) return own;
  const imported = importFor(file, type);
  if (imported === undefined) return undefined;
  const path = type.from === undefined ? type.name.split('.').slice(1) : [];
  return exportedType(file, modules, { from: imported.from, name: joined(imported.name, path), given: type.arguments }, 0);
}

/** `*` for a module itself needs no name before those of its members. */
const joined = (name: string, path: readonly string[]): string => [...(name === '*' && path.length > 0 ? [] : [name]), ...path].join('.');

function exportedType(file: LinkedFile, modules: Modules, wanted: Wanted, depth: number): Resolved {
  const { from, name, given } = wanted;
  const path = isSdkModule(from) ? undefined : modules.resolve(file.path, from);
  const target = path === undefined || depth > 8 ? undefined : modules.file(path);
  const sdk = path ?? from;
  if (target === undefined && isSdkModule(sdk))
    return Object.hasOwn(sdkTypes, name) ? { type: { kind: 'reference', name, arguments: given, from: sdk }, file } : undefined;
  if (target === undefined) return undefined;
  const [first = name, ...members] = name.split('.');
  for (const found of target.model.exports) {
    if (found.name !== first) continue;
    if ('from' in found)
      return exportedType(target, modules, { from: found.from, name: joined(found.imported, members), given }, depth + 1);
    const binding = found.value.kind === 'reference' ? target.model.bindings[found.value.binding] : undefined;
    const { value } = binding ?? {};
    if (value?.kind === 'import')
      return exportedType(target, modules, { from: value.from, name: joined(value.name, members), given }, depth + 1);
  }
  const own = declared(target, name, given);
  if (own !== undefined) return own;
  for (const found of target.model.exports) {
    if (found.name !== '*' || !('from' in found)) continue;
    const further = exportedType(target, modules, { from: found.from, name, given }, depth + 1);
    if (further !== undefined) return further;
  }
  return undefined;
}

/** A type that the file declares, with what it extends and its parameters filled in. */
function declared(file: LinkedFile, name: string, given: readonly TypeModel[]): Resolved {
  const found = Object.hasOwn(file.model.types, name) ? file.model.types[name] : undefined;
  if (found === undefined) return undefined;
  const whole: TypeModel = found.extends.length === 0 ? found.type : { kind: 'intersection', of: [...found.extends, found.type] };
  const filled = new Map(
    found.parameters.map((parameter, index): [string, TypeModel] => [
      parameter,
      given[index] ?? found.defaults?.[index] ?? { kind: 'primitive', name: 'unknown' },
    ]),
  );
  return { type: filled.size === 0 ? whole : substitute(whole, filled), file };
}

/** A type with its parameters replaced. */
function substitute(type: TypeModel, filled: ReadonlyMap<string, TypeModel>): TypeModel {
  const inner = (part: TypeModel): TypeModel => substitute(part, filled);
  switch (type.kind) {
    case 'reference':
      return filled.get(type.name) ?? { ...type, arguments: type.arguments.map(inner) };
    case 'array':
      return { ...type, item: inner(type.item) };
    case 'union':
    case 'intersection':
      return { ...type, of: type.of.map(inner) };
    case 'tuple':
      return { ...type, items: type.items.map(inner) };
    case 'function':
      return {
        ...type,
        ...(type.parameters === undefined ? {} : { parameters: type.parameters.map(inner) }),
        ...(type.returns === undefined ? {} : { returns: inner(type.returns) }),
      };
    case 'object':
      return { ...type, properties: type.properties.map((property) => ({ ...property, type: inner(property.type) })) };
    default:
      return type;
  }
}

/** `on(…): this`. */
const returnsItself = ({ kind, ...type }: TypeModel): boolean =>
  kind === 'function' && 'returns' in type && type.returns?.kind === 'reference' && type.returns.name === 'this';

/** What a member of an object type is. */
export function typeMember(file: LinkedFile, type: TypeModel, name: string): Entity {
  if (type.kind !== 'object') return unknown;
  const property = type.properties.find((candidate) => candidate.name === name);
  if (property !== undefined)
    return typedEntity(file, returnsItself(property.type) ? substitute(property.type, new Map([['this', type]])) : property.type);
  return type.index === undefined ? unknown : typedEntity(file, type.index);
}

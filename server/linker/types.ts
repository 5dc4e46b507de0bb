import type { Entity, LinkedFile } from '../model/entities.ts';
import { perFile } from '../model/per-file.ts';
import { isSdkModule } from '../model/sdk.ts';
import type { ImportValue, TypeModel, Value } from '../model/value.ts';
import { awaited, promiseOf, unionOf, unknown } from './entity.ts';
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
      return { kind: 'tuple', items: type.items.map((part) => typedEntity(file, part, depth + 1)) };
    case 'indexed': {
      if (type.of.kind === 'reference' && type.of.name === 'Parameters' && type.key.kind === 'literal')
        return parameterTyped(file, type.of.arguments[0], Number(type.key.value));
      const of = typedEntity(file, type.of, depth + 1);
      return of.kind === 'shape' && type.key.kind === 'literal' ? typeMember(of.file, of.type, String(type.key.value)) : unknown;
    }
    case 'intersection': {
      const parts = type.of.map((part) => typedEntity(file, part, depth + 1));
      return parts.find(({ kind }) => kind !== 'shape' && kind !== 'unknown') ?? parts[0] ?? unknown;
    }
    case 'literal':
      return type;
    case 'object':
    case 'function':
      return { kind: 'shape', type, file };
    case 'typeof':
      return file.entityOf(type.value);
    default:
      return unknown;
  }
}

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
  if (entity.kind !== 'function') return unknown;
  const { function: model, file } = entity;
  if (model.generator) return { kind: 'array', array: { file, value: { kind: 'array', items: model.yields ?? [], span: model.span } } };
  const returned = unionOf(model.returns.map((value) => file.entityOf(value)));
  if (returned.kind === 'unknown' && model.returnType !== undefined) return typedEntity(file, model.returnType);
  return model.async ? promiseOf(returned) : returned;
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
  const name = imported.name === '*' ? afterDot(type.name) : imported.name;
  return exportedType(file, modules, { from: imported.from, name, given: type.arguments }, 0);
}

function exportedType(file: LinkedFile, modules: Modules, wanted: Wanted, depth: number): Resolved {
  const { from, name, given } = wanted;
  const path = modules.resolve(file.path, from);
  const target = path === undefined || depth > 8 ? undefined : modules.file(path);
  if (target === undefined) return undefined;
  for (const found of target.model.exports) {
    if (found.name === name && 'from' in found)
      return exportedType(target, modules, { from: found.from, name: found.imported, given }, depth + 1);
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
    found.parameters.map((parameter, index): [string, TypeModel] => [parameter, given[index] ?? { kind: 'primitive', name: 'unknown' }]),
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

/** What a member of an object type is. */
export function typeMember(file: LinkedFile, type: TypeModel, name: string): Entity {
  if (type.kind !== 'object') return unknown;
  const property = type.properties.find((candidate) => candidate.name === name);
  if (property !== undefined) return typedEntity(file, property.type);
  return type.index === undefined ? unknown : typedEntity(file, type.index);
}

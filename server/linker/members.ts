import type { Added, Entity, LinkedFile, Located } from '../model/entities.ts';
import type { ClassMember } from '../model/file.ts';
import type { ArrayValue, ItemValue, ObjectValue, Value } from '../model/value.ts';
import { isNothing, nothing, present, promiseOf, unionOf, unknown } from './entity.ts';
import { returnOf, typedEntity, typeMember } from './types.ts';

/** What a member of something is. */
export function memberOf(entity: Entity, name: string): Entity {
  switch (entity.kind) {
    case 'module':
      return moduleMember(entity, name);
    case 'object':
      return collected([objectMember(entity.object, name), addedMember(entity.added, name) ?? unknown]);
    case 'class': {
      const own = classMember(entity.file, entity.class, entity.instance, name);
      const later = entity.instance || isFilled(own) ? undefined : addedMember(entity.added, name);
      return later === undefined ? own : collected([own, later]);
    }
    case 'map':
      return addedMember(entity.added, name) ?? (entity.record ? entity.of : { kind: 'method', of: entity, name });
    case 'shape':
      return addedMember(entity.added, name) ?? typeMember(entity.file, entity.type, name);
    case 'union':
      return unionOf(present(entity.of).map((part) => memberOfPart(part, name)));
    case 'global':
      return entity.name === 'globalThis' || entity.name === 'window' ? { kind: 'global', name } : { kind: 'method', of: entity, name };
    case 'function':
      return addedMember(entity.added, name) ?? (callers.has(name) ? { kind: 'method', of: entity, name } : unknown);
    case 'flow':
    case 'task':
      return addedMember(entity.added, name) ?? { kind: 'method', of: entity, name };
    case 'literal':
    case 'unknown':
      return unknown;
    default:
      return { kind: 'method', of: entity, name };
  }
}

/** Of several objects one may be without a member that others have. */
function memberOfPart(part: Entity, name: string): Entity {
  const found = memberOf(part, name);
  return found.kind === 'unknown' && isKnownWhole(part) ? nothing : found;
}

function moduleMember(entity: Entity & { kind: 'module' }, name: string): Entity {
  if (entity.sdk) return { kind: 'sdk', name };
  // `import('m').then(…)`: who imports a module while the program runs has a promise of it.
  if (name === 'then' || name === 'catch' || name === 'finally') return { kind: 'method', of: promiseOf(entity), name };
  return entity.file === undefined ? unknown : entity.file.exported(name);
}

/** What every function offers. */
const callers = new Set(['call', 'apply', 'bind']);

/** What was given to something under a name later on. */
function addedMember(added: Added | undefined, name: string): Entity | undefined {
  const found = (added ?? []).flatMap(({ file, value }) =>
    namesMember(value, name) ? [withoutCircle(value, () => memberOf(file.entityOf(value), name))] : [],
  );
  return found.length === 0 ? undefined : unionOf(found);
}

function namesMember(value: Value, name: string): boolean {
  if (value.kind === 'object') return value.members.some((member) => member.name === name);
  return value.kind === 'typed' && value.type.kind === 'object' && value.type.properties.some((property) => property.name === name);
}

function objectMember({ file, value }: Located<ObjectValue>, name: string): Entity {
  const member =
    value.members.findLast((candidate) => candidate.name === name) ?? value.computed?.findLast(({ key }) => keyName(file, key) === name);
  const start = member?.value.span.start ?? 0;
  for (const spread of value.spreads.toReversed()) {
    if (member !== undefined && spread.span.start < start) break;
    const found = withoutCircle(spread, () => memberOf(file.entityOf(spread), name));
    if (found.kind !== 'unknown') return found;
    // What is spread over a member may have another one of that name, unless its own members are all known.
    if (member !== undefined && !isKnownWhole(entityOf(file, spread))) return unknown;
  }
  return member === undefined ? unknown : entityOf(file, member.value);
}

/** The name of a member as a key says it: a text or number, or the symbol that a constant holds. */
export function keyName(file: LinkedFile, key: Value): string | undefined {
  const entity = file.entityOf(key);
  if (entity.kind === 'symbol') return entity.name;
  return entity.kind === 'literal' && (typeof entity.value === 'string' || typeof entity.value === 'number')
    ? String(entity.value)
    : undefined;
}

const isKnownWhole = (entity: Entity): boolean =>
  entity.kind === 'object' && !entity.object.value.open && entity.object.value.spreads.length === 0 && entity.added === undefined;

function classMember(file: LinkedFile, index: number, instance: boolean, name: string): Entity {
  const model = file.model.classes[index];
  if (model === undefined) return unknown;
  const own = (instance ? model.instance : model.statics).filter((member) =>
    member.key === undefined ? member.name === name : keyName(file, member.key) === name,
  );
  if (own.length > 0) return collected(declaredContainer(file, own) ?? own.map(({ value }) => entityOf(file, value)));
  const parent = model.extends;
  if (parent === undefined) return unknown;
  return withoutCircle(parent, () => {
    const base = file.entityOf(parent);
    if (base.kind === 'class') return classMember(base.file, base.class, instance, name);
    return instance && (base.kind === 'list' || base.kind === 'map') ? memberOf(base, name) : unknown;
  });
}

/** A list or map whose type says what is put into it. */
function declaredContainer(file: LinkedFile, own: readonly ClassMember[]): readonly Entity[] | undefined {
  const typed = own.length < 2 ? undefined : own.find(({ value }) => value.kind === 'typed');
  const entity = typed === undefined ? unknown : entityOf(file, typed.value);
  return isFilled(entity) ? [entity] : undefined;
}

/** A list or map of which it is known what is in it. */
const isFilled = (entity: Entity): boolean => (entity.kind === 'list' || entity.kind === 'map') && !isEmpty(entity);

/** The values whose entities are being found. */
const underWay = new Set<object>();

/**
 * What a value leads to; unknown where the way leads back to it, as in `list = [...list, item]` or
 * `state = { count: state.count }`.
 */
function withoutCircle(value: object, find: () => Entity): Entity {
  if (underWay.has(value)) return unknown;
  underWay.add(value);
  try {
    return find();
  } finally {
    underWay.delete(value);
  }
}

const entityOf = (file: LinkedFile, value: Value): Entity => withoutCircle(value, () => file.entityOf(value));

/** What one item of a list, or one value of a map, is; by its name where a `key` says one and it is found by that. */
export function itemOf(entity: Entity, item: Pick<ItemValue, 'index' | 'rest' | 'handed'>, key?: () => string | undefined): Entity {
  const name = key?.();
  const named = name === undefined ? unknown : memberOf(entity, name);
  if (named.kind !== 'unknown' && named.kind !== 'method') return named;
  const own = itemOfMade(entity, item);
  const added = 'added' in entity ? (entity.added ?? []) : [];
  if (added.length === 0) return own;
  const any = item.handed === true ? { handed: true } : {};
  const later = added.map(({ file, value }) => withoutCircle(value, () => itemOf(file.entityOf(value), any)));
  return unionOf(isEmpty(entity) ? later : [own, ...later]);
}

function itemOfMade(entity: Entity, item: Pick<ItemValue, 'index' | 'rest' | 'handed'>): Entity {
  switch (entity.kind) {
    case 'futures':
      return item.rest === true ? entity : { kind: 'future', task: entity.task };
    case 'flow-runs':
      return item.rest === true ? entity : { kind: 'flow-run' };
    case 'promise':
      return item.handed === true ? entity.of : unknown;
    case 'module':
      return item.handed === true ? entity : itemOfModule(entity);
    case 'class':
      return itemOfInstance(entity, item);
    case 'shape':
      return itemOfShape(entity);
    case 'tuple':
      return itemOfTuple(entity, item);
    case 'map':
      return entity.record || item.handed === true ? entity.of : { kind: 'tuple', items: [unknown, entity.of] };
    case 'list':
      return item.rest === true ? entity : entity.of;
    case 'union':
      return unionOf(present(entity.of).map((part) => itemOf(part, item)));
    case 'object': {
      const { file, value } = entity.object;
      const iterator = value.members.find(({ name }) => name === '[Symbol.iterator]' || name === '[Symbol.asyncIterator]');
      if (iterator !== undefined) return itemOf(returnOf(entityOf(file, iterator.value)), item);
      if (item.index !== undefined) return objectMember(entity.object, String(item.index));
      return value.open || value.spreads.length > 0 ? unknown : unionOf(value.members.map((member) => entityOf(file, member.value)));
    }
    case 'array':
      return itemOfArray(entity.array, item);
    default:
      return unknown;
  }
}

function itemOfTuple({ items, rest: more }: Entity & { kind: 'tuple' }, { index, rest }: Pick<ItemValue, 'index' | 'rest'>): Entity {
  const all = more === undefined ? items : [...items, more];
  if (index === undefined) return unionOf(all);
  return rest === true ? listOf(all.slice(Math.min(index, items.length))) : (items[index] ?? more ?? unknown);
}

/** Any of what a module exports. */
function itemOfModule({ file }: Entity & { kind: 'module' }): Entity {
  if (file === undefined) return unknown;
  return unionOf(
    file.model.exports.map((one) => {
      if (one.name !== '*' || !('from' in one)) return one.name === '=' ? unknown : file.exported(one.name);
      const from: Value = { kind: 'import', from: one.from, name: '*', span: one.span };
      return withoutCircle(one, () => itemOf(file.entityOf(from), {}));
    }),
  );
}

/** By its own iterator, or that of the list or map that it extends. */
function itemOfInstance(
  { file, class: index, instance }: Entity & { kind: 'class' },
  item: Pick<ItemValue, 'index' | 'rest' | 'handed'>,
): Entity {
  const model = file.model.classes[index];
  if (!instance || model === undefined) return unknown;
  for (const name of ['[Symbol.iterator]', '[Symbol.asyncIterator]']) {
    const iterator = classMember(file, index, true, name);
    // An iterator often gives itself, or another one of its kind.
    if (iterator.kind === 'function') return withoutCircle(model, () => itemOf(returnOf(iterator), item));
  }
  const parent = model.extends;
  return parent === undefined ? unknown : withoutCircle(parent, () => itemOf(instanceOf(file.entityOf(parent)), item));
}

const instanceOf = (entity: Entity): Entity => (entity.kind === 'class' ? { ...entity, instance: true } : entity);

/** Any member of an object type. */
function itemOfShape({ file, type }: Entity & { kind: 'shape' }): Entity {
  if (type.kind !== 'object') return unknown;
  const index = type.index === undefined ? [] : [type.index];
  return unionOf([...type.properties.map((property) => property.type), ...index].map((one) => typedEntity(file, one)));
}

function itemOfArray({ file, value }: Located<ArrayValue>, { index, rest }: Pick<ItemValue, 'index' | 'rest'>): Entity {
  if (value.items.length === 0) return nothing;
  const items = index === undefined ? undefined : flattened(file, value.items);
  if (index === undefined || items === undefined) return unionOf(value.items.map((part) => itemIn(file, part)));
  if (rest === true) return listOf(items.slice(index).map((part) => entityOf(part.file, part.value)));
  const part = items[index];
  return part === undefined ? unknown : entityOf(part.file, part.value);
}

/** The items of a list one by one; undefined where it holds another one that is not known, or itself. */
function flattened(file: LinkedFile, items: readonly Value[], depth = 0): readonly Located[] | undefined {
  if (depth > 8) return undefined;
  const found: Located[] = [];
  for (const value of items) {
    if (value.kind !== 'spread') found.push({ file, value });
    else {
      const inner = entityOf(file, value.value);
      const more =
        inner.kind === 'array' && inner.added === undefined ? flattened(inner.array.file, inner.array.value.items, depth + 1) : undefined;
      if (more === undefined) return undefined;
      found.push(...more);
    }
  }
  return found;
}

const itemIn = (file: LinkedFile, part: Value): Entity =>
  withoutCircle(part, () => (part.kind === 'spread' ? itemOf(file.entityOf(part.value), {}) : file.entityOf(part)));

/** What something is that was made in one place and given more in others. */
function collected(all: readonly Entity[]): Entity {
  const known = all.filter(({ kind }) => kind !== 'unknown');
  const filled = known.filter((entity) => !isEmpty(entity));
  return unionOf(filled.length === 0 ? known : filled);
}

/** Whether something is known to be empty as it is made, or nothing says what is in it. */
export function isEmpty(entity: Entity): boolean {
  if (entity.kind === 'array') return entity.array.value.items.length === 0;
  if (entity.kind === 'object') return entity.object.value.members.length === 0 && entity.object.value.spreads.length === 0;
  return (entity.kind === 'list' || entity.kind === 'map') && (entity.of.kind === 'unknown' || isNothing(entity.of));
}

const listOf = (entities: readonly Entity[]): Entity => ({ kind: 'list', of: unionOf(entities) });

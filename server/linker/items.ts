import type { Entity, LinkedFile, Located } from '../model/entities.ts';
import type { ArrayValue, ItemValue, Value } from '../model/value.ts';
import { isEmpty, nothing, present, unionOf, unknown } from './entity.ts';
import { classMember, entityOf, memberOf, objectMember, withoutCircle } from './members.ts';
import { returnOf, typedEntity } from './types.ts';

/** Which item is meant. */
type Place = Pick<ItemValue, 'index' | 'rest' | 'handed'>;

const nameOf = ({ index, rest, handed }: Place): string => `[item ${index} ${rest} ${handed}]`;

/** What one item of a list, or one value of a map, is; by its name where a `key` says those that it may have and all are found. */
export function itemOf(entity: Entity, item: Place, keys?: () => readonly string[]): Entity {
  const named = (keys?.() ?? []).map((name) => memberOf(entity, name));
  if (named.length > 0 && named.every(({ kind }) => kind !== 'unknown' && kind !== 'method')) return unionOf(named);
  const own = itemOfMade(entity, item);
  // What a class is given later are members of it.
  const added = 'added' in entity && entity.kind !== 'class' ? (entity.added ?? []) : [];
  if (added.length === 0) return own;
  const any = item.handed === true ? { handed: true } : {};
  const later = added.map(({ file, value }) => withoutCircle(file, value, nameOf(any), () => itemOf(file.entityOf(value), any)));
  if (item.rest === true) return listOf([itemOf(own, {}), ...later]);
  if (isEmpty(entity)) return unionOf(later);
  return unionOf([own, ...('declared' in entity ? partsOf(later).filter(({ kind }) => kind !== 'unknown') : later)]);
}

const partsOf = (entities: readonly Entity[]): readonly Entity[] =>
  entities.flatMap((entity) => (entity.kind === 'union' ? entity.of : [entity]));

function itemOfMade(entity: Entity, item: Place): Entity {
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
      return itemOfClass(entity, item);
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
      // What is open for its computed members alone has no others.
      if (value.open && value.computed === undefined) return unknown;
      const own = [...value.members, ...(value.computed ?? [])].map((member) => entityOf(file, member.value));
      return unionOf([
        ...own,
        ...value.spreads.map((spread) => withoutCircle(file, spread, nameOf({}), () => itemOf(file.entityOf(spread), {}))),
      ]);
    }
    case 'array':
      return itemOfArray(entity.array, item);
    default:
      return unknown;
  }
}

function itemOfTuple({ items, rest: more }: Entity & { kind: 'tuple' }, { index, rest }: Place): Entity {
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
      return withoutCircle(file, one, nameOf({}), () => itemOf(file.entityOf(from), {}));
    }),
  );
}

/** By the iterator of a class or of what it makes, or that of the list or map that it extends. */
function itemOfClass(entity: Entity & { kind: 'class' }, item: Place): Entity {
  const { file, class: model, instance } = entity;
  for (const name of ['[Symbol.iterator]', '[Symbol.asyncIterator]']) {
    const iterator = classMember(entity, name);
    // An iterator often gives itself, or another one of its kind.
    if (iterator.kind === 'function') return withoutCircle(file, model, nameOf(item), () => itemOf(returnOf(iterator), item));
  }
  const parent = model.extends;
  return parent === undefined || !instance
    ? unknown
    : withoutCircle(file, parent, nameOf(item), () => itemOf(instanceOf(file.entityOf(parent)), item));
}

const instanceOf = (entity: Entity): Entity => (entity.kind === 'class' ? { ...entity, instance: true } : entity);

/** Any member of an object type. */
function itemOfShape({ file, type }: Entity & { kind: 'shape' }): Entity {
  if (type.kind !== 'object') return unknown;
  const index = type.index === undefined ? [] : [type.index];
  return unionOf([...type.properties.map((property) => property.type), ...index].map((one) => typedEntity(file, one)));
}

function itemOfArray({ file, value }: Located<ArrayValue>, { index, rest }: Place): Entity {
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
  withoutCircle(file, part, nameOf({}), () => (part.kind === 'spread' ? itemOf(file.entityOf(part.value), {}) : file.entityOf(part)));

const listOf = (entities: readonly Entity[]): Entity => ({ kind: 'list', of: unionOf(entities) });

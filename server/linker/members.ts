import type { Entity, LinkedFile, Located } from '../model/entities.ts';
import type { ArrayValue, ItemValue, ObjectValue, Value } from '../model/value.ts';
import { unionOf, unknown } from './entity.ts';
import { typeMember } from './types.ts';

/** What a member of something is. */
export function memberOf(entity: Entity, name: string): Entity {
  switch (entity.kind) {
    case 'module':
      if (entity.sdk) return { kind: 'sdk', name };
      return entity.file === undefined ? unknown : entity.file.exported(name);
    case 'object':
      return objectMember(entity.object, name);
    case 'class':
      return classMember(entity.file, entity.class, entity.instance, name);
    case 'map':
      return entity.record ? entity.of : { kind: 'method', of: entity, name };
    case 'shape':
      return typeMember(entity.file, entity.type, name);
    case 'union':
      return unionOf(entity.of.map((item) => memberOf(item, name)));
    case 'global':
      return entity.name === 'globalThis' || entity.name === 'window' ? { kind: 'global', name } : { kind: 'method', of: entity, name };
    case 'literal':
    case 'unknown':
    case 'function':
      return unknown;
    default:
      return { kind: 'method', of: entity, name };
  }
}

function objectMember({ file, value }: Located<ObjectValue>, name: string): Entity {
  const member = value.members.findLast((candidate) => candidate.name === name);
  if (member !== undefined) return entityOf(file, member.value);
  for (const spread of value.spreads.toReversed()) {
    const found = withoutCircle(spread, () => memberOf(file.entityOf(spread), name));
    if (found.kind !== 'unknown') return found;
  }
  return unknown;
}

function classMember(file: LinkedFile, index: number, instance: boolean, name: string): Entity {
  const model = file.model.classes[index];
  if (model === undefined) return unknown;
  const own = (instance ? model.instance : model.statics).find((member) => member.name === name);
  if (own !== undefined) return entityOf(file, own.value);
  const parent = model.extends;
  if (parent === undefined) return unknown;
  return withoutCircle(parent, () => {
    const base = file.entityOf(parent);
    return base.kind === 'class' ? classMember(base.file, base.class, instance, name) : unknown;
  });
}

/** The values whose entities are being found. */
const underWay = new Set<Value>();

/**
 * What a value leads to; unknown where the way leads back to it, as in `list = [...list, item]` or
 * `state = { count: state.count }`.
 */
function withoutCircle(value: Value, find: () => Entity): Entity {
  if (underWay.has(value)) return unknown;
  underWay.add(value);
  try {
    return find();
  } finally {
    underWay.delete(value);
  }
}

const entityOf = (file: LinkedFile, value: Value): Entity => withoutCircle(value, () => file.entityOf(value));

/** What one item of a list, or one value of a map, is. */
export function itemOf(entity: Entity, item: Pick<ItemValue, 'index' | 'rest' | 'handed'>): Entity {
  switch (entity.kind) {
    case 'futures':
      return item.rest === true ? entity : { kind: 'future', task: entity.task };
    case 'flow-runs':
      return item.rest === true ? entity : { kind: 'flow-run' };
    case 'promise':
      return item.handed === true ? entity.of : unknown;
    case 'module':
      return item.handed === true ? entity : unknown;
    case 'tuple':
      return (item.index === undefined ? undefined : entity.items[item.index]) ?? unknown;
    case 'map':
      return entity.record || item.handed === true ? entity.of : { kind: 'tuple', items: [unknown, entity.of] };
    case 'list':
      return item.rest === true ? entity : entity.of;
    case 'union':
      return unionOf(entity.of.map((part) => itemOf(part, item)));
    case 'object': {
      const { file, value } = entity.object;
      return value.open || value.spreads.length > 0 ? unknown : unionOf(value.members.map((member) => entityOf(file, member.value)));
    }
    case 'array':
      return itemOfArray(entity.array, item);
    default:
      return unknown;
  }
}

function itemOfArray({ file, value }: Located<ArrayValue>, { index, rest }: Pick<ItemValue, 'index' | 'rest'>): Entity {
  if (index === undefined || value.items.some(({ kind }) => kind === 'spread'))
    return unionOf(value.items.map((part) => itemIn(file, part)));
  if (rest === true) return listOf(value.items.slice(index).map((part) => entityOf(file, part)));
  const part = value.items[index];
  return part === undefined ? unknown : entityOf(file, part);
}

const itemIn = (file: LinkedFile, part: Value): Entity =>
  withoutCircle(part, () => (part.kind === 'spread' ? itemOf(file.entityOf(part.value), {}) : file.entityOf(part)));

const listOf = (entities: readonly Entity[]): Entity => ({ kind: 'list', of: unionOf(entities) });

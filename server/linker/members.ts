import type { Added, Entity, LinkedFile, Located, TypeArguments } from '../model/entities.ts';
import type { ClassMember } from '../model/file.ts';
import { substitute } from '../model/substitute.ts';
import { isWhole } from '../model/type-here.ts';
import type { ObjectValue, Value } from '../model/value.ts';
import { circle, isEmpty, nothing, present, promiseOf, unionOf, unknown } from './entity.ts';
import { instanceWith, typeAt } from './type-arguments.ts';
import { isThis, typedEntity, typeMember } from './types.ts';

/** What a member of something is. */
export function memberOf(entity: Entity, name: string): Entity {
  switch (entity.kind) {
    case 'module':
      return moduleMember(entity, name);
    case 'object':
      return together(objectMember(entity.object, name), addedMember(entity.added, name), namesMember(entity.object.value, name));
    case 'class': {
      const own = classMember(entity, name);
      const later = entity.instance || isFilled(own) ? undefined : addedMember(entity.added, name);
      return together(own, later, hasStatic(entity, name));
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

/** What something has under a name by what it is made with, if that has it, and what it is given later. */
function together(own: Entity, later: Entity | undefined, hasOwn: boolean): Entity {
  if (later === undefined) return own;
  return hasOwn || own.kind !== 'unknown' ? collected([own, later]) : later;
}

const hasStatic = ({ class: { statics } }: ClassEntity, name: string): boolean => statics.some((member) => member.name === name);

/** Of several objects one may be without a member that others have. */
function memberOfPart(part: Entity, name: string): Entity {
  const found = memberOf(part, name);
  return found.kind === 'unknown' && isKnownWhole(part) && (found === circle || !hasMember(part, name)) ? nothing : found;
}

/** Whether something that is known whole has a member of a name, whatever that is. */
function hasMember(part: Entity, name: string): boolean {
  if (part.kind === 'object') return part.object.value.members.some((member) => member.name === name);
  if (part.kind === 'module') return part.file?.model.exports.some((one) => one.name === name) === true;
  return part.kind === 'shape' && part.type.kind === 'object' && part.type.properties.some((property) => property.name === name);
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
    namesMember(value, name) ? [withoutCircle(file, value, name, () => memberOf(file.entityOf(value), name))] : [],
  );
  return found.length === 0 ? undefined : unionOf(found);
}

function namesMember(value: Value, name: string): boolean {
  if (value.kind === 'object') return value.members.some((member) => member.name === name);
  return value.kind === 'typed' && value.type.kind === 'object' && value.type.properties.some((property) => property.name === name);
}

/** A member as the object is written, with what is spread into it. */
export function objectMember({ file, value }: Located<ObjectValue>, name: string): Entity {
  const member =
    value.members.findLast((candidate) => candidate.name === name) ?? value.computed?.findLast(({ key }) => keyName(file, key) === name);
  const start = member?.value.span.start ?? 0;
  for (const spread of value.spreads.toReversed()) {
    if (member !== undefined && spread.span.start < start) break;
    const found = withoutCircle(file, spread, name, () => memberOf(file.entityOf(spread), name));
    if (found === nothing) continue;
    if (found.kind !== 'unknown') return found;
    // What is spread over a member may have another one of that name, unless its own members are all known.
    const over = entityOf(file, spread);
    if (found !== circle && (!isKnownWhole(over) || hasMember(over, name))) return unknown;
  }
  return member === undefined ? unknown : entityOf(file, member.value);
}

/** The name of a member as a key says it: a text or number, or the symbol that a constant holds. */
function keyName(file: LinkedFile, key: Value): string | undefined {
  const [name, ...others] = keyNames(file, key);
  return others.length > 0 ? undefined : name;
}

/** The names that a key may have; none where not all of them are known. */
export function keyNames(file: LinkedFile, key: Value): readonly string[] {
  const entity = file.entityOf(key);
  const parts = entity.kind === 'union' ? entity.of : [entity];
  const names = parts.map((part) => {
    if (part.kind === 'symbol') return part.name;
    const { value } = part.kind === 'literal' ? part : (file.literalOf(key)?.value ?? {});
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  });
  return names.every((name) => name !== undefined) ? names : [];
}

/** Whether all members of something are known. */
export function isKnownWhole(entity: Entity): boolean {
  if (entity.kind === 'union') return entity.of.every(isKnownWhole);
  if (entity.kind === 'module') return isWholeModule(entity);
  if (entity.kind === 'shape') return isWhole(entity.type) && entity.type.index === undefined && entity.added === undefined;
  return entity.kind === 'object' && !entity.object.value.open && entity.object.value.spreads.length === 0 && entity.added === undefined;
}

/** In JavaScript a module may be given more exports by computed names. */
const isWholeModule = ({ file }: Entity & { kind: 'module' }): boolean =>
  file?.model.language === 'typescript' && file.model.exports.every(({ name }) => name !== '*' && name !== '=');

type ClassEntity = Entity & { kind: 'class' };

/** A member of a class or of what it makes, also one that it inherits. */
export function classMember(entity: ClassEntity, name: string): Entity {
  const { file, class: model, instance, given } = entity;
  const own = (instance ? model.instance : model.statics).filter((member) =>
    member.key === undefined ? member.name === name : keyName(file, member.key) === name,
  );
  if (own.length > 0) {
    const find = (member: ClassMember): Entity =>
      given === undefined ? methodOf(entity, entityOf(file, member.value)) : memberWith(entity, given, member);
    return collected(declaredContainer(own, find) ?? own.map(find));
  }
  const inherited = inheritedMember(entity, name);
  return inherited.kind === 'unknown' && instance ? mergedMember(file, model.name, name) : inherited;
}

/** By the interface of the same name as a class. */
function mergedMember(file: LinkedFile, of: string | undefined, name: string): Entity {
  if (of === undefined || !Object.hasOwn(file.model.types, of)) return unknown;
  const merged = file.resolveType({ kind: 'reference', name: of, arguments: [] });
  return merged === undefined ? unknown : memberOf(typedEntity(merged.file, merged.type), name);
}

function inheritedMember(entity: ClassEntity, name: string): Entity {
  const { file, class: model, instance, given } = entity;
  const parent = model.extends;
  if (parent === undefined) return unknown;
  const derived = entity.derived ?? entity;
  const what = `${instance ? '' : 'static '}${name}${numberOf(given)} of ${derived.class.span.start}`;
  return withoutCircle(file, parent, what, () => {
    const base = file.entityOf(parent);
    const types = (model.extendsWith ?? []).map((type) => typeAt(file, given === undefined ? type : substitute(type, given)));
    if (base.kind === 'class') return classMember(instance ? { ...instanceWith(base, types), derived } : { ...base, instance }, name);
    return instance && (base.kind === 'list' || base.kind === 'map') ? memberOf(base, name) : unknown;
  });
}

/** A member of an instance of a generic class, by its type, with what the type parameters of the class stand for. */
function memberWith(self: ClassEntity, given: TypeArguments, member: ClassMember): Entity {
  const { file } = self;
  return withoutCircle(file, member, `with${numberOf(given)}`, () => {
    const plain = entityOf(file, member.value);
    if (plain.kind === 'function') return { ...plain, self };
    const getter = member.value.kind === 'result' ? entityOf(file, member.value.of) : unknown;
    const { generic, returns = [] } = getter.kind === 'function' ? getter.function : {};
    const type = member.type ?? generic?.returns;
    const typed = type === undefined ? unionOf(returns.map((value) => partOf(self, value))) : typedEntity(file, substitute(type, given));
    return typed.kind === 'unknown' ? plain : typed;
  });
}

/** A method that gives back the instance that it is called of knows that instance. */
const methodOf = (self: ClassEntity, member: Entity): Entity =>
  self.instance && member.kind === 'function' && isThis(member.function.returnType) ? { ...member, self } : member;

/** What a member gives back of the instance that it is of: `this`, or what that holds. */
export function partOf(self: ClassEntity, value: Value): Entity {
  if (value.kind === 'instance') return value.parent === true ? unknown : (self.derived ?? self);
  return value.kind === 'member' ? memberOf(partOf(self, value.object), value.name) : unknown;
}

/** Type arguments as part of a name: what is found with some is not what is found with others. */
function numberOf(given: TypeArguments | undefined): string {
  if (given === undefined) return '';
  const known = numbers.get(given) ?? (numbered += 1);
  numbers.set(given, known);
  return ` ${known}`;
}

const numbers = new WeakMap<TypeArguments, number>();
let numbered = 0;

/** A list or map whose type says what is put into it. */
function declaredContainer(own: readonly ClassMember[], find: (member: ClassMember) => Entity): readonly Entity[] | undefined {
  const typed = own.length < 2 ? undefined : own.find(({ value }) => value.kind === 'typed');
  const entity = typed === undefined ? unknown : find(typed);
  return isFilled(entity) ? [entity] : undefined;
}

/** A list or map of which it is known what is in it. */
const isFilled = (entity: Entity): boolean => (entity.kind === 'list' || entity.kind === 'map') && !isEmpty(entity);

/** The values of which something is being found, and what was found on the way, until the first of them is done. */
const underWay = new Set<object>();
const found = new Map<object, { readonly file: LinkedFile; readonly what: string; readonly entity: Entity }[]>();

/**
 * What a value leads to, or with `what` something of it; unknown where the way leads back to it, as in
 * `list = [...list, item]` or `state = { count: state.count }`. Of many such values each is made of all others, so that
 * there are more ways through them than anybody can go: what one has led to once, it leads to on every way.
 */
export function withoutCircle(file: LinkedFile, value: object, what: string, find: () => Entity): Entity {
  if (underWay.has(value)) return circle;
  const known = found.get(value)?.find((one) => one.file === file && one.what === what);
  if (known !== undefined) return known.entity;
  underWay.add(value);
  try {
    const entity = find();
    if (underWay.size > 1) found.set(value, [...(found.get(value) ?? []), { file, what, entity }]);
    return entity;
  } finally {
    underWay.delete(value);
    if (underWay.size === 0) found.clear();
  }
}

/** What a value of a file is. */
export const entityOf = (file: LinkedFile, value: Value): Entity => withoutCircle(file, value, '[itself]', () => file.entityOf(value));

/** What something is that was made in one place and given more in others. */
function collected(all: readonly Entity[]): Entity {
  const known = all.filter((entity) => entity !== circle);
  const filled = known.filter((entity) => !isEmpty(entity));
  return unionOf(filled.length === 0 ? known : filled);
}

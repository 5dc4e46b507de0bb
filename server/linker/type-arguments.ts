import type { Entity, LinkedFile, TypeArguments } from '../model/entities.ts';
import type { Call, GenericSignature, Parameter } from '../model/file.ts';
import { substitute } from '../model/substitute.ts';
import { at } from '../model/type-here.ts';
import type { TypeModel, Value } from '../model/value.ts';

type FunctionEntity = Entity & { kind: 'function' };
type ClassEntity = Entity & { kind: 'class' };

/** What a generic function says that it gives, in one call of it; undefined where it says nothing. */
export function returnedIn(file: LinkedFile, call: Call, { function: model, self }: FunctionEntity): TypeModel | undefined {
  const { generic, parameters } = model;
  return generic?.returns === undefined
    ? undefined
    : substitute(generic.returns, typeArguments(file, call, { generic, parameters, given: self?.given }));
}

/** The type of a parameter of a function, in one call of it. */
export function parameterIn(file: LinkedFile, call: Call, { function: model, self }: FunctionEntity, index: number): TypeModel | undefined {
  const { generic, parameters } = model;
  const type = generic?.parameters[index];
  return type === undefined
    ? parameters[index]?.type
    : substitute(type, typeArguments(file, call, { generic, parameters, given: self?.given }));
}

/** An instance that a call makes of a class, with what the type parameters of that stand for. */
export function madeIn(file: LinkedFile, call: Call, made: ClassEntity): ClassEntity {
  const { generic } = made.class;
  return { ...made, instance: true, ...(generic === undefined ? {} : { given: typeArguments(file, call, { generic, parameters: [] }) }) };
}

/** An instance of a class with what a type gives the type parameters of that. */
export function instanceWith(made: ClassEntity, types: readonly TypeModel[]): ClassEntity {
  const { generic } = made.class;
  if (generic === undefined || types.length === 0) return { ...made, instance: true };
  const given = generic.typeParameters.flatMap(({ name }, index) => (types[index] === undefined ? [] : [[name, types[index]] as const]));
  return { ...made, instance: true, given: new Map(given) };
}

/** A type whose names are looked up in a file, wherever it is used. */
export const typeAt = (file: LinkedFile, type: TypeModel): TypeModel =>
  at(file, { kind: 'typeof', value: { kind: 'typed', type, span: { start: 0, end: 0 } } });

/** What is called, as far as its types go. */
interface Signature {
  readonly generic: GenericSignature | undefined;
  readonly parameters: readonly Parameter[];
  /** What the type parameters of the class around it stand for. */
  readonly given?: TypeArguments | undefined;
}

/** What the type parameters of a function stand for in one call: what that says, else what it gives, else what they are by default. */
function typeArguments(file: LinkedFile, call: Call, { generic, parameters, given: around }: Signature): TypeArguments {
  const found = new Map<string, TypeModel>(around);
  if (generic === undefined) return found;
  for (const [index, { name }] of generic.typeParameters.entries()) {
    const type = call.typeArguments?.[index];
    if (type === undefined) found.delete(name);
    else found.set(name, typeAt(file, type));
  }
  const to: Inference = { file, names: new Set(generic.typeParameters.map(({ name }) => name)), found };
  const spread = call.arguments.findIndex(({ kind }) => kind === 'spread');
  const given = spread === -1 ? call.arguments : call.arguments.slice(0, spread);
  for (const [index, type] of generic.parameters.entries()) {
    const rest = parameters[index]?.rest === true;
    const value: Value | undefined = rest ? { kind: 'array', items: given.slice(index), span: call.span } : given[index];
    if (type !== undefined && value !== undefined) infer(to, type, value);
  }
  for (const { name, default: otherwise } of generic.typeParameters)
    if (otherwise !== undefined && !found.has(name)) found.set(name, otherwise);
  return found;
}

interface Inference {
  readonly file: LinkedFile;
  readonly names: ReadonlySet<string>;
  readonly found: Map<string, TypeModel>;
}

/** Notes what a value has where a type has one of the names. */
function infer(to: Inference, type: TypeModel, value: Value): void {
  const { span } = value;
  const item: Value = { kind: 'item', of: value, span };
  switch (type.kind) {
    case 'reference':
      if (!to.names.has(type.name)) inferArgument(to, type, value);
      else if (!to.found.has(type.name)) to.found.set(type.name, typeOfValue(to.file, value));
      return;
    case 'array':
      return infer(to, type.item, item);
    case 'tuple':
      for (const [index, part] of type.items.entries()) infer(to, part, { ...item, index });
      return;
    case 'union':
      return inferChoice(to, type.of, value);
    case 'function':
      if (type.returns !== undefined) infer(to, type.returns, { kind: 'result', of: value, span });
      return;
    case 'object':
      for (const { name, type: inner } of type.properties) infer(to, inner, { kind: 'member', object: value, name, nameSpan: span, span });
      break;
    default:
  }
}

/** What a value is as a type; of a text or number exactly that one, since it may be a key. */
function typeOfValue(file: LinkedFile, value: Value): TypeModel {
  const literal = file.literalOf(value)?.value.value;
  return literal === undefined ? at(file, { kind: 'typeof', value }) : { kind: 'literal', value: literal };
}

/** `T | T[]`: by what is given. */
function inferListOrItem(to: Inference, list: TypeModel, alone: TypeModel, value: Value): void {
  const { kind } = to.file.entityOf(value);
  if (kind === 'array' || kind === 'list' || kind === 'tuple') infer(to, list, value);
  else if (kind !== 'unknown' && kind !== 'union') infer(to, alone, value);
}

/** `T | undefined`, `T | T[]` and `T | Promise<T>`; of other choices nothing says which one a value is. */
function inferChoice(to: Inference, choices: readonly TypeModel[], value: Value): void {
  const [first, ...others] = choices.filter((type) => mentions(type, to.names));
  if (first === undefined) return;
  const list = others.length === 1 ? [first, ...others].find(({ kind }) => kind === 'array') : undefined;
  const alone = [first, ...others].find((type) => isOneOf(type, to.names));
  if (others.length === 0) infer(to, first, value);
  else if (list !== undefined && alone !== undefined) inferListOrItem(to, list, alone, value);
  else if (others.length === 1 && [first, ...others].some(isPromise) && [first, ...others].some((type) => isOneOf(type, to.names)))
    infer(to, isPromise(first) ? (others[0] ?? first) : first, { kind: 'awaited', value, span: value.span });
}

/** What is in a list, map or promise, or what only its type is changed of. */
function inferArgument(to: Inference, { name, arguments: given }: TypeModel & { kind: 'reference' }, value: Value): void {
  const { span } = value;
  const [first, second] = given;
  if (first === undefined) return;
  if (promises.has(name)) infer(to, first, { kind: 'awaited', value, span });
  else if (lists.has(name)) infer(to, first, { kind: 'item', of: value, span });
  else if (same.has(name)) infer(to, first, value);
  else if (maps.has(name) && second !== undefined) infer(to, second, { kind: 'item', of: value, handed: true, span });
  else if (given.some((type) => mentions(type, to.names))) inferOfClass(to, name, given, to.file.entityOf(value));
}

/** What an instance of a generic class was made with. */
function inferOfClass(to: Inference, name: string, given: readonly TypeModel[], entity: Entity): void {
  if (entity.kind !== 'class' || !entity.instance || entity.class.name !== name) return;
  for (const [index, parameter] of (entity.class.generic?.typeParameters ?? []).entries()) {
    const [type, known] = [given[index], entity.given?.get(parameter.name)];
    if (type?.kind === 'reference' && to.names.has(type.name) && known !== undefined && !to.found.has(type.name))
      to.found.set(type.name, known);
  }
}

const promises = new Set(['Promise', 'PromiseLike', 'Awaited']);
const lists = new Set(['Set', 'ReadonlySet', 'Iterable', 'AsyncIterable', 'IterableIterator', 'Generator', 'AsyncGenerator']);
const maps = new Set(['Map', 'ReadonlyMap', 'Record']);
const same = new Set(['Readonly', 'Partial', 'Required', 'NonNullable', 'NoInfer']);

const isPromise = (type: TypeModel): boolean => type.kind === 'reference' && (type.name === 'Promise' || type.name === 'PromiseLike');

const isOneOf = (type: TypeModel, names: ReadonlySet<string>): boolean => type.kind === 'reference' && names.has(type.name);

/** Whether one of the names stands where something can be inferred for it. */
function mentions(type: TypeModel, names: ReadonlySet<string>): boolean {
  switch (type.kind) {
    case 'reference':
      return names.has(type.name) || type.arguments.some((part) => mentions(part, names));
    case 'array':
      return mentions(type.item, names);
    case 'tuple':
      return type.items.some((part) => mentions(part, names));
    case 'function':
      return type.returns !== undefined && mentions(type.returns, names);
    case 'object':
      return type.properties.some((property) => mentions(property.type, names));
    default:
      return false;
  }
}

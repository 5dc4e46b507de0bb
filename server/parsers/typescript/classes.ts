import type { ts } from './compiler.cjs';
import type { ClassMember, GenericSignature } from '../../model/file.ts';
import { isEmptyLiteral } from '../../model/parts.ts';
import type { TypedValue, Value } from '../../model/value.ts';
import { documentedMember } from './documentation.ts';
import { expectType } from './contextual.ts';
import type { Extraction, OpenClass, ThisMeaning } from './extraction.ts';
import { use } from './extraction.ts';
import { genericOf, reserveFunction, sketchFunction } from './functions.ts';
import { typeNodeOf } from './jsdoc.ts';
import { farKey, keyOf } from './keys.ts';
import { isUnknown, typeOf, withConstraints, withNames } from './types.ts';
import {
  SyntaxKind,
  canHaveDecorators,
  canHaveModifiers,
  getDecorators,
  getModifiers,
  isClassStaticBlockDeclaration,
  isComputedPropertyName,
  isConstructorDeclaration,
  isGetAccessor,
  isIdentifier,
  isMethodDeclaration,
  isNewExpression,
  isPropertyDeclaration,
  isSetAccessor,
  isTypeReferenceNode,
} from './syntax.ts';

/** A class: its static members and what its instances have, methods included. */
export const walkClass = (x: Extraction, node: ts.ClassLikeDeclaration): Value =>
  classWith(x, node, (member) => {
    for (const decorator of decoratorsOf(member)) x.expression(decorator, use('other'));
    return memberOf(x, member, x.self);
  });

/** Reads the types of a class, and leaves the bodies of its methods and what its fields begin with alone. */
export const sketchClass = (x: Extraction, node: ts.ClassDeclaration): Value => classWith(x, node, (member) => sketchMember(x, member));

function classWith(x: Extraction, node: ts.ClassLikeDeclaration, read: (member: ts.ClassElement) => ClassMember | undefined): Value {
  const index = x.classes.length;
  const statics: ClassMember[] = [];
  const instance: ClassMember[] = [];
  const open: OpenClass = { span: x.span(node), statics, instance };
  if (node.name !== undefined) open.name = node.name.text;
  x.classes.push(open);
  heritage(x, node, open);
  const { self, typeParameters, ofClass } = x;
  x.ofClass = node.typeParameters;
  x.typeParameters = withConstraints(x, node.typeParameters ?? []);
  for (const decorator of decoratorsOf(node)) x.expression(decorator, use('other'));
  for (const member of node.members) {
    const isStatic =
      isClassStaticBlockDeclaration(member) ||
      (canHaveModifiers(member) && getModifiers(member)?.some(({ kind }) => kind === SyntaxKind.StaticKeyword) === true);
    x.self = { kind: isStatic ? 'class' : 'instance', class: index };
    const made = x.functions.length;
    const found = documentedMember(x, member, () => read(member));
    if (found !== undefined) (isStatic ? statics : instance).push(found);
    if (isConstructorDeclaration(member)) {
      const models = x.functions[made]?.parameters ?? [];
      instance.push(...member.parameters.flatMap((parameter, place) => parameterProperty(x, parameter, models[place]?.default) ?? []));
    }
  }
  x.self = self;
  x.typeParameters = typeParameters;
  x.ofClass = ofClass;
  return { kind: 'class', class: index, span: x.span(node) };
}

/** What a class extends, and what types it takes itself. */
function heritage(x: Extraction, { heritageClauses, typeParameters, members }: ts.ClassLikeDeclaration, open: OpenClass): void {
  const base = heritageClauses?.find(({ token }) => token === SyntaxKind.ExtendsKeyword)?.types[0];
  if (base !== undefined) {
    const written = x.expression(base.expression, use('other'));
    // Of what the language declares only the type says what is in it.
    open.extends = written.kind === 'global' && base.typeArguments !== undefined ? typed(x, base) : written;
    const given = base.typeArguments;
    if (given !== undefined) open.extendsWith = withNames(x, typeParameters ?? [], () => given.map((type) => typeOf(x, type)));
  }
  const maker = members.find((member) => isConstructorDeclaration(member));
  if (typeParameters !== undefined) open.generic = constructorOf(x, typeParameters, maker);
}

/** What a generic class is made with. */
const constructorOf = (
  x: Extraction,
  own: readonly ts.TypeParameterDeclaration[],
  made: ts.ConstructorDeclaration | undefined,
): GenericSignature =>
  made === undefined ? { typeParameters: own.map(({ name }) => ({ name: name.text })), parameters: [] } : genericOf(x, made, own);

const decoratorsOf = (node: ts.Node): ts.Expression[] =>
  canHaveDecorators(node) ? (getDecorators(node) ?? []).map(({ expression }) => expression) : [];

const typed = (x: Extraction, type: ts.TypeNode): TypedValue => ({ kind: 'typed', type: typeOf(x, type), span: x.span(type) });

/** `constructor(private readonly load: Flow)`, `constructor(private load = etl)`. */
function parameterProperty(
  x: Extraction,
  { name, type, modifiers }: ts.ParameterDeclaration,
  given: Value | undefined,
): ClassMember | undefined {
  const value = type === undefined ? given : typed(x, type);
  return modifiers === undefined || value === undefined || !isIdentifier(name)
    ? undefined
    : { name: name.text, nameSpan: x.span(name), value, ...asWritten(x, type) };
}

/** The type of a member of a generic class. */
const asWritten = (x: Extraction, type: ts.TypeNode | undefined): Pick<ClassMember, 'type'> =>
  type === undefined || x.ofClass === undefined ? {} : { type: withNames(x, x.ofClass, () => typeOf(x, type)) };

/** The name of a member, or what it is computed from; undefined where that is not known. */
function nameIn(x: Extraction, key: ts.PropertyName): Omit<ClassMember, 'value'> | undefined {
  if (!isComputedPropertyName(key)) return { name: key.text, nameSpan: x.span(key) };
  const name = keyOf(x, key.expression);
  const by = farKey(x, x.expression(key.expression, use('operand')));
  if (name !== undefined) return { name, nameSpan: x.span(key) };
  return by === undefined ? undefined : { name: '', key: by };
}

/** Whether what is written says less than a type: something that is not known, or a list, object or map with nothing in it yet. */
function saysNothing(x: Extraction, node: ts.Expression | undefined, type: ts.TypeNode | undefined, written: Value): boolean {
  if (written.kind === 'call') {
    if (node === undefined || !isNewExpression(node) || node.typeArguments !== undefined) return false;
    // What a generic class is made with may be less than what it is there for.
    return x.calls[written.call]?.callee.kind === 'global'
      ? (node.arguments ?? []).length === 0
      : type !== undefined && isTypeReferenceNode(type) && type.typeArguments !== undefined;
  }
  return (
    isEmptyLiteral(written) ||
    (written.kind === 'opaque' && written.type === undefined) ||
    (written.kind === 'literal' && (written.value === null || written.value === undefined))
  );
}

/** A field that may be anything is what it is given later, and nothing before that. */
const unset = (declared: TypedValue | undefined): Value | undefined =>
  declared !== undefined && isUnknown(declared.type) ? { kind: 'literal', span: declared.span } : declared;

/** What a field begins with. */
const initial = (x: Extraction, node: ts.Expression, self: ThisMeaning): Value =>
  x.at(self?.kind === 'instance' ? { inField: true } : {}, () => x.expression(node, use('property')));

/** A setter is given what the getter of its name gives, where no type says more. */
function setter(x: Extraction, node: ts.SetAccessorDeclaration, named: Omit<ClassMember, 'value'> | undefined, self: ThisMeaning): void {
  const span = x.span(node);
  if (named !== undefined && named.key === undefined && self !== undefined)
    x.callbacks.set(node, [{ kind: 'member', object: { ...self, span }, name: named.name, nameSpan: span, span }]);
  x.functionValue(node);
}

function sketchMember(x: Extraction, member: ts.ClassElement): ClassMember | undefined {
  const key = member.name;
  if (key === undefined || isComputedPropertyName(key)) return undefined;
  const name = { name: key.text, nameSpan: x.span(key) };
  if (isPropertyDeclaration(member)) {
    const type = typeNodeOf(member);
    return type === undefined ? undefined : { ...name, value: typed(x, type), ...asWritten(x, type) };
  }
  if (!isMethodDeclaration(member) && !isGetAccessor(member)) return undefined;
  const index = reserveFunction(x, member);
  sketchFunction(x, member, index);
  const value: Value = { kind: 'function', function: index, span: x.span(member) };
  return { ...name, value: isGetAccessor(member) ? { kind: 'result', of: value, span: value.span } : value };
}

function memberOf(x: Extraction, member: ts.ClassElement, self: ThisMeaning): ClassMember | undefined {
  const key = member.name;
  const name = key === undefined ? undefined : nameIn(x, key);
  if (isPropertyDeclaration(member)) {
    const type = typeNodeOf(member);
    const declared = type === undefined ? undefined : typed(x, type);
    if (member.initializer !== undefined) expectType(x, member.initializer, declared?.type);
    const written = member.initializer === undefined ? undefined : initial(x, member.initializer, self);
    const value =
      written === undefined ? unset(declared) : saysNothing(x, member.initializer, type, written) ? (declared ?? written) : written;
    return name === undefined || value === undefined ? undefined : { ...name, value, ...asWritten(x, type) };
  }
  if (isMethodDeclaration(member)) {
    const value = x.functionValue(member);
    return name === undefined ? undefined : { ...name, value };
  }
  if (isGetAccessor(member)) {
    const of = x.functionValue(member);
    return name === undefined ? undefined : { ...name, value: { kind: 'result', of, span: of.span } };
  }
  if (isSetAccessor(member)) setter(x, member, name, self);
  else if (isConstructorDeclaration(member)) x.functionValue(member);
  else if (isClassStaticBlockDeclaration(member) && self !== undefined) x.scoped(() => x.statements(member.body.statements));
  return undefined;
}

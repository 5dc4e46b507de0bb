import type { ts } from './compiler.cjs';
import { unknownType } from '../../model/type-here.ts';
import type { PrimitiveName, TypeModel, TypeProperty, Value } from '../../model/value.ts';
import { documentationOf } from './documentation.ts';
import type { Extraction } from './extraction.ts';
import { namesType } from './interest.ts';
import {
  SyntaxKind,
  forEachChild,
  isArrayTypeNode,
  isCallSignatureDeclaration,
  isComputedPropertyName,
  isConditionalTypeNode,
  isConstructorTypeNode,
  isExpressionWithTypeArguments,
  isFunctionTypeNode,
  isIdentifier,
  isImportTypeNode,
  isIndexSignatureDeclaration,
  isIndexedAccessTypeNode,
  isIntersectionTypeNode,
  isJSDocNonNullableType,
  isJSDocNullableType,
  isJSDocOptionalType,
  isJSDocSignature,
  isJSDocTemplateTag,
  isJSDocTypeLiteral,
  isLiteralTypeNode,
  isMappedTypeNode,
  isMethodSignature,
  isNamedTupleMember,
  isNumericLiteral,
  isOptionalTypeNode,
  isParenthesizedTypeNode,
  isPropertySignature,
  isRestTypeNode,
  isStringLiteral,
  isStringLiteralLike,
  isTemplateLiteralTypeNode,
  isThisTypeNode,
  isTupleTypeNode,
  isTypeLiteralNode,
  isTypeOperatorNode,
  isTypeQueryNode,
  isTypeReferenceNode,
  isUnionTypeNode,
} from './syntax.ts';

const primitives = new Map<ts.SyntaxKind, PrimitiveName>([
  [SyntaxKind.StringKeyword, 'string'],
  [SyntaxKind.NumberKeyword, 'number'],
  [SyntaxKind.BooleanKeyword, 'boolean'],
  [SyntaxKind.BigIntKeyword, 'bigint'],
  [SyntaxKind.SymbolKeyword, 'symbol'],
  [SyntaxKind.UndefinedKeyword, 'undefined'],
  [SyntaxKind.VoidKeyword, 'void'],
  [SyntaxKind.NeverKeyword, 'never'],
  [SyntaxKind.UnknownKeyword, 'unknown'],
  [SyntaxKind.AnyKeyword, 'unknown'],
  [SyntaxKind.ObjectKeyword, 'object'],
]);

/** `any` and `unknown`. */
export const isUnknown = (type: TypeModel): boolean => type.kind === 'primitive' && type.name === 'unknown';

/** The type parameters in sight, with those of a function or class; each may name those before it. */
export function withConstraints(x: Extraction, parameters: readonly ts.TypeParameterDeclaration[]): ReadonlyMap<string, TypeModel> {
  const before = x.typeParameters;
  for (const parameter of parameters) {
    const constraint = parameter.constraint ?? documentedConstraint(parameter);
    if (constraint !== undefined) x.typeParameters = new Map([...x.typeParameters, [parameter.name.text, typeOf(x, constraint)]]);
  }
  const found = x.typeParameters;
  x.typeParameters = before;
  return found;
}

/** `@template {T} Name`: only in JavaScript nodes know what they stand in. */
function documentedConstraint(parameter: ts.TypeParameterDeclaration): ts.TypeNode | undefined {
  const tag: ts.Node | undefined = parameter.parent;
  return tag !== undefined && isJSDocTemplateTag(tag) ? tag.constraint?.type : undefined;
}

/** Reads types in which the names of some type parameters stay. */
export function withNames<T>(x: Extraction, parameters: readonly ts.TypeParameterDeclaration[], read: () => T): T {
  const before = x.typeParameters;
  const names = new Set(parameters.map(({ name }) => name.text));
  x.typeParameters = new Map([...before].filter(([name]) => !names.has(name)));
  const found = read();
  x.typeParameters = before;
  return found;
}

/** A type as it is written; names are left for the linker. */
export function typeOf(x: Extraction, node: ts.TypeNode): TypeModel {
  const primitive = primitives.get(node.kind);
  if (primitive !== undefined) return { kind: 'primitive', name: primitive };
  if (isTypeReferenceNode(node)) return reference(x, node, node.typeName.getText(x.source));
  if (isLiteralTypeNode(node)) return literal(x, node);
  if (isArrayTypeNode(node)) return { kind: 'array', item: typeOf(x, node.elementType) };
  if (isUnionTypeNode(node)) return { kind: 'union', of: node.types.map((type) => typeOf(x, type)) };
  if (isIntersectionTypeNode(node)) return { kind: 'intersection', of: node.types.map((type) => typeOf(x, type)) };
  if (isTypeLiteralNode(node)) return objectOf(x, node.members);
  if (isParenthesizedTypeNode(node)) return typeOf(x, node.type);
  return rareTypeOf(x, node);
}

function rareTypeOf(x: Extraction, node: ts.TypeNode): TypeModel {
  if (isTupleTypeNode(node)) return tuple(x, node);
  if (isTypeOperatorNode(node)) {
    if (node.operator === SyntaxKind.ReadonlyKeyword) return typeOf(x, node.type);
    if (node.operator === SyntaxKind.KeyOfKeyword) return { kind: 'keyof', of: typeOf(x, node.type) };
  }
  if (isTypeQueryNode(node)) return { kind: 'typeof', value: entityName(x, node.exprName) };
  if (isImportTypeNode(node) && node.isTypeOf) return { kind: 'typeof', value: importedValue(x, node) };
  if (isIndexedAccessTypeNode(node)) return { kind: 'indexed', of: typeOf(x, node.objectType), key: typeOf(x, node.indexType) };
  if (isTemplateLiteralTypeNode(node)) return { kind: 'template', pattern: templatePattern(node) };
  if (isImportTypeNode(node)) return importedType(x, node);
  if (isJSDocNonNullableType(node)) return typeOf(x, node.type);
  if (isJSDocNullableType(node)) return { kind: 'union', of: [typeOf(x, node.type), { kind: 'primitive', name: 'null' }] };
  if (isJSDocOptionalType(node)) return { kind: 'union', of: [typeOf(x, node.type), { kind: 'primitive', name: 'undefined' }] };
  if (isJSDocTypeLiteral(node)) return documentedObject(x, node);
  if (isFunctionTypeNode(node)) return signature(x, node);
  if (isJSDocSignature(node)) return documentedFunction(x, node);
  if (isConstructorTypeNode(node)) return { kind: 'function' };
  if (isThisTypeNode(node)) return { kind: 'reference', name: 'this', arguments: [] };
  if (isConditionalTypeNode(node)) return conditional(x, node);
  if (isMappedTypeNode(node) && node.type !== undefined) return mapped(x, node, node.type);
  if (isExpressionWithTypeArguments(node) && isIdentifier(node.expression)) return reference(x, node, node.expression.text);
  return { kind: 'unsupported', text: node.getText(x.source).slice(0, 80) };
}

/** `{ [K in Keys]?: Value }`, where they can say the same as utility types: `Partial<Record<Keys, Value>>`, or `Partial<T>` for `T[K]`. */
function mapped(x: Extraction, { typeParameter, questionToken, nameType }: ts.MappedTypeNode, value: ts.TypeNode): TypeModel {
  const { name, constraint } = typeParameter;
  const all = constraint !== undefined && isTypeOperatorNode(constraint) ? constraint.type : undefined;
  const isSame =
    all !== undefined &&
    isIndexedAccessTypeNode(value) &&
    value.objectType.getText(x.source) === all.getText(x.source) &&
    isNamed(value.indexType, name);
  if (constraint === undefined) return { kind: 'object', properties: [], index: typeOf(x, value) };
  const isOptional = questionToken && questionToken.kind !== SyntaxKind.MinusToken;
  if (nameType !== undefined || (!isSame && mentions(value, name)))
    return {
      kind: 'mapped',
      name: name.text,
      keys: typeOf(x, constraint),
      value: typeOf(x, value),
      ...(nameType === undefined ? {} : { as: typeOf(x, nameType) }),
      ...(isOptional === undefined ? {} : { optional: isOptional }),
    };
  const whole: TypeModel = isSame
    ? typeOf(x, all)
    : { kind: 'reference', name: 'Record', arguments: [typeOf(x, constraint), typeOf(x, value)] };
  if (isOptional === undefined) return whole;
  return { kind: 'reference', name: isOptional ? 'Partial' : 'Required', arguments: [whole] };
}

function conditional(x: Extraction, { checkType, extendsType, trueType, falseType }: ts.ConditionalTypeNode): TypeModel {
  return {
    kind: 'conditional',
    check: typeOf(x, checkType),
    bound: typeOf(x, extendsType),
    whenTrue: typeOf(x, trueType),
    whenFalse: typeOf(x, falseType),
  };
}

const isNamed = (type: ts.Node, { text }: ts.Identifier): boolean =>
  isTypeReferenceNode(type) && isIdentifier(type.typeName) && type.typeName.text === text;

const mentions = (node: ts.Node, name: ts.Identifier): boolean =>
  isNamed(node, name) || forEachChild(node, (child) => mentions(child, name) || undefined) === true;

function reference(x: Extraction, { typeArguments }: ts.NodeWithTypeArguments, name: string): TypeModel {
  const parts = (typeArguments ?? []).map((type) => typeOf(x, type));
  const [first] = parts;
  if ((name === 'Array' || name === 'ReadonlyArray') && first !== undefined) return { kind: 'array', item: first };
  return x.typeParameters.get(name) ?? { kind: 'reference', name, arguments: parts };
}

function literal(x: Extraction, node: ts.LiteralTypeNode): TypeModel {
  const inner = node.literal;
  if (isStringLiteralLike(inner)) return { kind: 'literal', value: inner.text };
  if (isNumericLiteral(inner)) return { kind: 'literal', value: Number(inner.text) };
  if (inner.kind === SyntaxKind.TrueKeyword) return { kind: 'literal', value: true };
  if (inner.kind === SyntaxKind.FalseKeyword) return { kind: 'literal', value: false };
  if (inner.kind === SyntaxKind.NullKeyword) return { kind: 'primitive', name: 'null' };
  const text = inner.getText(x.source);
  return Number.isNaN(Number(text)) ? { kind: 'unsupported', text } : { kind: 'literal', value: Number(text) };
}

function tuple(x: Extraction, node: ts.TupleTypeNode): TypeModel {
  const items: TypeModel[] = [];
  let rest: TypeModel | undefined;
  let optional = 0;
  for (const element of node.elements) {
    const inner = isNamedTupleMember(element) ? element.type : element;
    if (isRest(element)) {
      const list = typeOf(x, isRestTypeNode(inner) ? inner.type : inner);
      rest = list.kind === 'array' ? list.item : unknownType;
    } else {
      items.push(typeOf(x, isOptionalTypeNode(inner) ? inner.type : inner));
      if (isOptionalTypeNode(inner) || (isNamedTupleMember(element) && element.questionToken !== undefined)) optional++;
    }
  }
  // Nobody knows where the items begin that follow any number of others.
  if (rest !== undefined && !isRest(node.elements.at(-1))) return { kind: 'array', item: { kind: 'union', of: [...items, rest] } };
  return { kind: 'tuple', items, ...(rest === undefined ? {} : { rest }), ...(optional === 0 ? {} : { optional }) };
}

const isRest = (element: ts.Node | undefined): boolean =>
  element !== undefined && (isRestTypeNode(element) || (isNamedTupleMember(element) && element.dotDotDotToken !== undefined));

/** The members of an interface or object type; one that can only be called is a function. */
export function objectOf(x: Extraction, members: ts.NodeArray<ts.TypeElement>): TypeModel {
  const [only] = members;
  if (only !== undefined && members.length === 1 && isCallSignatureDeclaration(only)) return signature(x, only);
  const properties: TypeProperty[] = [];
  let index: TypeModel | undefined;
  for (const member of members) {
    if (isIndexSignatureDeclaration(member)) index = indexOf(x, member);
    else if ((isPropertySignature(member) || isMethodSignature(member)) && !isComputedPropertyName(member.name)) {
      const type: TypeModel = isMethodSignature(member)
        ? signature(x, member)
        : member.type === undefined
          ? unknownType
          : typeOf(x, member.type);
      const { text, tags } = documentationOf(x, member);
      properties.push({
        name: member.name.text,
        optional: member.questionToken !== undefined,
        type,
        ...(text === undefined ? {} : { description: text }),
        ...(Object.keys(tags).length === 0 ? {} : { tags }),
      });
    }
  }
  return index === undefined ? { kind: 'object', properties } : { kind: 'object', properties, index };
}

/** `@param {object} p` with `@param {string} p.name`, `@typedef` with `@property`: an object, or a list of such. */
function documentedObject(x: Extraction, { jsDocPropertyTags = [], isArrayType }: ts.JSDocTypeLiteral): TypeModel {
  const properties = jsDocPropertyTags.map(({ name, typeExpression, isBracketed }): TypeProperty => ({
    name: isIdentifier(name) ? name.text : name.right.text,
    optional: isBracketed || (typeExpression !== undefined && isJSDocOptionalType(typeExpression.type)),
    type: typeExpression === undefined ? unknownType : typeOf(x, typeExpression.type),
  }));
  const object: TypeModel = { kind: 'object', properties };
  return isArrayType ? { kind: 'array', item: object } : object;
}

/** What a function is given and gives, where that may matter to anybody. */
function signature(
  x: Extraction,
  { parameters: all, type }: ts.FunctionTypeNode | ts.MethodSignature | ts.CallSignatureDeclaration,
): TypeModel {
  // Nobody gives a `this`.
  const parameters = all.filter(({ name }) => !(isIdentifier(name) && name.text === 'this'));
  const given = parameters.map((parameter): TypeModel => (parameter.type === undefined ? unknownType : typeOf(x, parameter.type)));
  const returns = type === undefined ? undefined : typeOf(x, type);
  return {
    kind: 'function',
    ...(given.some(namesType) ? { parameters: given } : {}),
    ...(parameters.at(-1)?.dotDotDotToken === undefined ? {} : { rest: true as const }),
    ...(returns !== undefined && namesType(returns) ? { returns } : {}),
  };
}

/** `@param {T} name` and `@returns {T}` below a `@callback`. */
function documentedFunction(x: Extraction, { parameters: given, type }: ts.JSDocSignature): TypeModel {
  const parameters = given.map(({ typeExpression }) => (typeExpression === undefined ? unknownType : typeOf(x, typeExpression.type)));
  const returns = type?.typeExpression;
  return { kind: 'function', parameters, ...(returns === undefined ? {} : { returns: typeOf(x, returns.type) }) };
}

/** `import('m').Name`. */
function importedType(x: Extraction, { argument, qualifier, typeArguments }: ts.ImportTypeNode): TypeModel {
  const from = isLiteralTypeNode(argument) && isStringLiteral(argument.literal) ? argument.literal.text : '';
  const name = qualifier === undefined ? '*' : qualifier.getText(x.source);
  return { kind: 'reference', name, arguments: [...(typeArguments ?? [])].map((type) => typeOf(x, type)), from };
}

/** What an index signature gives; half-typed ones have no type yet, whatever TypeScript's declarations say. */
function indexOf(x: Extraction, { type }: { readonly type?: ts.TypeNode }): TypeModel {
  return type === undefined ? unknownType : typeOf(x, type);
}

function templatePattern(node: ts.TemplateLiteralTypeNode): string {
  const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const pieces = node.templateSpans.map(({ type, literal: text }) => partPattern(type, escape) + escape(text.text));
  return `^${escape(node.head.text)}${pieces.join('')}$`;
}

/** What a type in a template may stand for; one that only another place knows for any text. */
function partPattern(type: ts.TypeNode, escape: (text: string) => string): string {
  if (type.kind === SyntaxKind.NumberKeyword) return String.raw`-?\d+(\.\d+)?`;
  if (isUnionTypeNode(type)) return `(${type.types.map((one) => partPattern(one, escape)).join('|')})`;
  if (isLiteralTypeNode(type) && (isStringLiteral(type.literal) || isNumericLiteral(type.literal))) return escape(type.literal.text);
  return '.*';
}

/** `typeof import('m').a`. */
function importedValue(x: Extraction, { argument, qualifier }: ts.ImportTypeNode): Value {
  const span = x.span(argument);
  const from = isLiteralTypeNode(argument) && isStringLiteral(argument.literal) ? argument.literal.text : '';
  const names = qualifier === undefined ? [] : qualifier.getText(x.source).split('.');
  return names.reduce((object: Value, name): Value => ({ kind: 'member', object, name, nameSpan: span, span }), {
    kind: 'import',
    from,
    name: '*',
    span,
  });
}

/** `a.b.c` in a type or in `import d = a.b.c`, as a value. */
export function entityName(x: Extraction, name: ts.EntityName): Value {
  if (isIdentifier(name)) {
    const binding = x.lookup(name.text);
    return binding === undefined
      ? { kind: 'global', name: name.text, span: x.span(name) }
      : { kind: 'reference', binding, span: x.span(name) };
  }
  return { kind: 'member', object: entityName(x, name.left), name: name.right.text, nameSpan: x.span(name.right), span: x.span(name) };
}

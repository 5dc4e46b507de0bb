import type { ts } from './compiler.cjs';
import type { Usage } from '../../model/file.ts';
import { isEmptyLiteral } from '../../model/parts.ts';
import { watchedMembers } from '../../model/sdk.ts';
import type { ComputedMember, ObjectMember, ReferenceValue, Value } from '../../model/value.ts';
import { assignment, update } from './assignments.ts';
import { call, newCall } from './calls.ts';
import { walkClass } from './classes.ts';
import { documentedMember } from './documentation.ts';
import { expectAttributes, expectType } from './contextual.ts';
import { folded } from './folding.ts';
import type { Extraction, OpenBinding, ThisMeaning } from './extraction.ts';
import { use } from './extraction.ts';
import { comesFromPackage, holdsCall, leads, namesType } from './interest.ts';
import { castOf } from './jsdoc.ts';
import { farKey, keyOf } from './keys.ts';
import { askFor, usePart } from './part-uses.ts';
import { typeOf } from './types.ts';
import {
  SyntaxKind as K,
  forEachChild,
  isArrayLiteralExpression,
  isArrowFunction,
  isAsExpression,
  isAwaitExpression,
  isBinaryExpression,
  isCallExpression,
  isClassExpression,
  isComputedPropertyName,
  isConditionalExpression,
  isConstTypeReference,
  isElementAccessExpression,
  isExpressionWithTypeArguments,
  isFunctionExpression,
  isGetAccessor,
  isIdentifier,
  isJsxElement,
  isJsxSelfClosingElement,
  isMethodDeclaration,
  isNewExpression,
  isNonNullExpression,
  isNumericLiteral,
  isObjectLiteralExpression,
  isParenthesizedExpression,
  isPostfixUnaryExpression,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isSatisfiesExpression,
  isSetAccessor,
  isShorthandPropertyAssignment,
  isSpreadAssignment,
  isSpreadElement,
  isStringLiteralLike,
  isTemplateExpression,
  isTypeAssertionExpression,
  isTypeOfExpression,
  isVoidExpression,
  isYieldExpression,
} from './syntax.ts';

type Handler<N extends ts.Node> = (x: Extraction, node: N, usage: Usage) => Value;

/**
 * What an expression is, and, on the way, every call, access and reference in it. Each expression of a file is walked
 * exactly once, with what becomes of its value.
 */
export function expression(x: Extraction, node: ts.Expression, usage: Usage): Value {
  const handler = handlers.get(node.kind);
  if (handler !== undefined) return handler(x, node, usage);
  forEachChild(node, (child) => x.visit(child));
  return x.opaque(node);
}

const handlers = new Map<ts.SyntaxKind, Handler<ts.Expression>>();

function on<N extends ts.Expression>(test: (node: ts.Node) => node is N, kinds: readonly ts.SyntaxKind[], handler: Handler<N>): void {
  for (const kind of kinds) handlers.set(kind, (x, node, usage) => (test(node) ? handler(x, node, usage) : x.opaque(node)));
}

on(isIdentifier, [K.Identifier], (x, node, usage) => {
  const span = x.span(node);
  if (node.text === 'undefined') return { kind: 'literal', span };
  const index = x.lookup(node.text);
  if (index === undefined) return { kind: 'global', name: node.text, span };
  const binding = x.binding(index);
  if (binding.used === false && x.logging === 0) binding.used = true;
  const used: ReferenceValue = { kind: 'reference', binding: index, span };
  if (isAhead(binding) || holdsCall(x, binding)) x.references.push({ ...x.place, used, usage });
  return used;
});

/** Whether a constant is declared further down than the function that uses it: what it holds is not known yet. */
const isAhead = ({ kind, values }: OpenBinding): boolean => kind === 'const' && values.length === 0;

on(isStringLiteralLike, [K.StringLiteral, K.NoSubstitutionTemplateLiteral], (x, node) => ({
  kind: 'literal',
  value: node.text,
  span: x.span(node),
}));
on(isNumericLiteral, [K.NumericLiteral], (x, node) => ({ kind: 'literal', value: Number(node.text), span: x.span(node) }));
handlers.set(K.TrueKeyword, (x, node) => ({ kind: 'literal', value: true, span: x.span(node) }));
handlers.set(K.FalseKeyword, (x, node) => ({ kind: 'literal', value: false, span: x.span(node) }));
handlers.set(K.NullKeyword, (x, node) => ({ kind: 'literal', value: null, span: x.span(node) }));
handlers.set(K.BigIntLiteral, (x, node) => x.opaque(node, 'bigint'));
handlers.set(K.RegularExpressionLiteral, (x, node) => x.opaque(node, 'regexp'));
handlers.set(K.ThisKeyword, (x, node) => (x.self === undefined ? x.opaque(node) : { ...x.self, span: x.span(node) }));
handlers.set(K.SuperKeyword, (x, node) => {
  const { self } = x;
  if (self === undefined || self.kind === 'reference') return x.opaque(node);
  if (self.kind === 'class') return x.classes[self.class]?.extends ?? x.opaque(node);
  return { kind: 'instance', class: self.class, parent: true, span: x.span(node) };
});
on(isYieldExpression, [K.YieldExpression], (x, node) => {
  if (node.expression === undefined) return x.opaque(node);
  const value = x.expression(node.expression, use('yielded'));
  const span = x.span(node);
  x.functions[x.place.function]?.yields?.push(node.asteriskToken === undefined ? value : { kind: 'spread', value, span });
  return x.opaque(node);
});

on(isPropertyAccessExpression, [K.PropertyAccessExpression], (x, node, usage) => {
  const object = x.expression(node.expression, ofMember(usage, node.name.text));
  return member(x, { node, object, nameNode: node.name, name: node.name.text }, usage);
});

on(isElementAccessExpression, [K.ElementAccessExpression], (x, node, usage) => {
  const key = node.argumentExpression;
  const name = keyOf(x, key);
  if (name !== undefined) {
    const object = x.expression(node.expression, ofMember(usage, name));
    return member(x, { node, object, nameNode: key, name }, usage);
  }
  const of = x.expression(node.expression, use(usage.as === 'assigned' ? 'other' : 'member'));
  const by = farKey(x, x.expression(key, use('operand')));
  const span = x.span(node);
  const place = isNumericLiteral(key) ? { index: Number(key.text) } : by === undefined ? {} : { key: by };
  const value: Value = { kind: 'item', of, ...place, span };
  usePart(x, value, usage);
  return value;
});

/** Writing a member is no use of what it belongs to. */
const ofMember = (usage: Usage, name: string): Usage =>
  usage.as === 'assigned' ? use('other') : { as: 'member', awaited: false, member: name };

interface MemberAccess {
  readonly node: ts.Expression;
  readonly object: Value;
  readonly nameNode: ts.Node;
  readonly name: string;
}

function member(x: Extraction, { node, object, nameNode, name }: MemberAccess, usage: Usage): Value {
  if (object.kind === 'global' && object.name === 'globalThis' && usage.as !== 'assigned')
    return { kind: 'global', name, span: x.span(node) };
  const value: Value = { kind: 'member', object, name, nameSpan: x.span(nameNode), span: x.span(node) };
  usePart(x, value, usage);
  if (usage.as !== 'callee' && watchedMembers.has(name)) {
    x.accesses.push({ ...x.place, object, name, nameSpan: value.nameSpan, span: value.span, usage });
  }
  return value;
}

on(isCallExpression, [K.CallExpression], call);
on(isNewExpression, [K.NewExpression], newCall);
on(isArrowFunction, [K.ArrowFunction], (x, node) => x.functionValue(node));
on(isFunctionExpression, [K.FunctionExpression], (x, node) => x.functionValue(node));
on(isClassExpression, [K.ClassExpression], (x, node) =>
  x.scoped(() => {
    const own = node.name === undefined ? undefined : x.declare(node.name, 'class');
    const value = walkClass(x, node);
    if (own !== undefined) x.give(own, value);
    return value;
  }),
);

on(isAwaitExpression, [K.AwaitExpression], (x, node, usage) => {
  const value = x.expression(node.expression, { ...usage, awaited: true, awaitSpan: x.span(node) });
  return { kind: 'awaited', value, span: x.span(node) };
});

on(isParenthesizedExpression, [K.ParenthesizedExpression], (x, node, usage) => castOf(x, node, x.expression(node.expression, usage)));
on(isExpressionWithTypeArguments, [K.ExpressionWithTypeArguments], (x, node, usage) => x.expression(node.expression, usage));
on(isNonNullExpression, [K.NonNullExpression], (x, node, usage) => x.expression(node.expression, usage));
on(isSatisfiesExpression, [K.SatisfiesExpression], (x, node, usage) => {
  expectType(x, node.expression, typeOf(x, node.type));
  return x.expression(node.expression, usage);
});
on(isAsExpression, [K.AsExpression], (x, node, usage) => cast(x, node, usage));
on(isTypeAssertionExpression, [K.TypeAssertionExpression], (x, node, usage) => cast(x, node, usage));

/** A cast is believed only where the value itself says nothing; `as const` says that the value is its type. */
function cast(x: Extraction, node: ts.AsExpression | ts.TypeAssertion, usage: Usage): Value {
  if (isParenthesizedExpression(node.expression) || isObjectLiteralExpression(node.expression))
    expectType(x, node.expression, typeOf(x, node.type));
  const value = x.expression(node.expression, usage);
  if ((value.kind === 'object' || value.kind === 'array') && isConstTypeReference(node.type)) return { ...value, constant: true };
  const isKnown = value.kind === 'opaque' ? value.type !== undefined : value.kind !== 'reference' || leads(x, value);
  const isForeign = comesFromPackage(x, value);
  if (isKnown && !isForeign && !isEmptyLiteral(value) && !isOnlyTyped(x, value)) return value;
  const type = typeOf(x, node.type);
  if (value.kind !== 'opaque' && !namesType(type)) return value;
  const typed: Value = { kind: 'typed', type, span: x.span(node) };
  return isForeign ? { kind: 'default', of: value, otherwise: typed, span: typed.span } : typed;
}

/** Whether a type is all that says what a value is: another one says it as well. */
const isOnlyTyped = (x: Extraction, value: Value): boolean =>
  value.kind === 'typed' || (value.kind === 'reference' && x.binding(value.binding).values.every(({ kind }) => kind === 'typed'));

on(isVoidExpression, [K.VoidExpression], (x, node) => {
  x.expression(node.expression, use('voided'));
  return { kind: 'literal', span: x.span(node) };
});

// What something is is asked, whatever the answer is compared with.
on(isTypeOfExpression, [K.TypeOfExpression], (x, node) => {
  x.expression(node.expression, use('compared'));
  return x.opaque(node, 'string');
});

on(isConditionalExpression, [K.ConditionalExpression], (x, node, usage) => {
  x.expression(node.condition, use('condition'));
  const of = x.at({ conditional: true }, () => [x.expression(node.whenTrue, usage), x.expression(node.whenFalse, usage)]);
  return { kind: 'union', of, span: x.span(node) };
});

on(isBinaryExpression, [K.BinaryExpression], (x, node, usage) => {
  const operator = node.operatorToken.kind;
  if (operator >= K.FirstAssignment && operator <= K.LastAssignment) return assignment(x, node, usage);
  if (operator === K.CommaToken) {
    x.expression(node.left, use('discarded'));
    return x.expression(node.right, usage);
  }
  if (operator === K.AmpersandAmpersandToken) {
    x.expression(node.left, use('condition'));
    return x.at({ conditional: true }, () => x.expression(node.right, usage));
  }
  if (operator === K.BarBarToken || operator === K.QuestionQuestionToken) {
    const of = [x.expression(node.left, usage), x.at({ conditional: true }, () => x.expression(node.right, usage))];
    return { kind: 'union', of, span: x.span(node) };
  }
  const left = x.expression(node.left, use(roleIn(operator, node.right)));
  const right = x.expression(node.right, use(roleIn(operator, node.left)));
  if (operator === K.InKeyword && left.kind === 'literal') askFor(x, node, right, String(left.value));
  return folded(operator, [left, right], x.span(node)) ?? x.opaque(node);
});

/** What an operator does with one side, by the other one. */
function roleIn(operator: ts.SyntaxKind, other: ts.Expression): Usage['as'] {
  if (operator === K.InstanceOfKeyword || operator === K.InKeyword) return 'other';
  return equalities.has(operator) && !isPlain(other) ? 'compared' : 'operand';
}

const equalities = new Set([K.EqualsEqualsToken, K.EqualsEqualsEqualsToken, K.ExclamationEqualsToken, K.ExclamationEqualsEqualsToken]);

/** A text, number or boolean as it is written. */
const isPlain = ({ kind }: ts.Expression): boolean =>
  kind === K.StringLiteral ||
  kind === K.NoSubstitutionTemplateLiteral ||
  kind === K.TemplateExpression ||
  kind === K.NumericLiteral ||
  kind === K.PrefixUnaryExpression ||
  kind === K.TrueKeyword ||
  kind === K.FalseKeyword;

on(isPrefixUnaryExpression, [K.PrefixUnaryExpression], (x, node) => {
  if (node.operator === K.PlusPlusToken || node.operator === K.MinusMinusToken) return update(x, node.operand, node);
  const isNot = node.operator === K.ExclamationToken;
  const value = x.expression(node.operand, isNot ? { as: 'condition', negated: true, awaited: false } : use('operand'));
  if (node.operator === K.MinusToken && value.kind === 'literal' && typeof value.value === 'number') {
    return { kind: 'literal', value: -value.value, span: x.span(node) };
  }
  return x.opaque(node);
});
on(isPostfixUnaryExpression, [K.PostfixUnaryExpression], (x, node) => update(x, node.operand, node));

on(isTemplateExpression, [K.TemplateExpression], (x, node) => ({
  kind: 'template',
  parts: [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)],
  values: node.templateSpans.map((span) => x.expression(span.expression, use('template'))),
  span: x.span(node),
}));

on(isJsxSelfClosingElement, [K.JsxSelfClosingElement], (x, node) => jsxElement(x, node, node));
on(isJsxElement, [K.JsxElement], (x, node) => jsxElement(x, node, node.openingElement));

function jsxElement(x: Extraction, node: ts.Expression, opening: ts.JsxOpeningLikeElement): Value {
  expectAttributes(x, opening);
  forEachChild(node, (child) => x.visit(child));
  return x.opaque(node);
}

on(isArrayLiteralExpression, [K.ArrayLiteralExpression], (x, node) => ({
  kind: 'array',
  items: node.elements.map((element) => x.expression(element, use('element'))),
  span: x.span(node),
}));

on(isSpreadElement, [K.SpreadElement], (x, node) => ({
  kind: 'spread',
  value: x.expression(node.expression, use('spread')),
  span: x.span(node),
}));

on(isObjectLiteralExpression, [K.ObjectLiteralExpression], (x, node, usage) => {
  const owner: ThisMeaning =
    usage.as === 'variable' && usage.binding !== undefined ? { kind: 'reference', binding: usage.binding } : undefined;
  const members: ObjectMember[] = [];
  const spreads: Value[] = [];
  const computed: ComputedMember[] = [];
  const others: ComputedMember[] = [];
  const end = statementIn(x, node);
  let open = end !== -1;
  for (const [index, property] of node.properties.entries()) {
    if (end !== -1 && index >= end) x.visit(property);
    else if (isSpreadAssignment(property)) spreads.push(x.expression(property.expression, use('spread')));
    else {
      const found = documentedMember(x, property, () => objectMember(x, property, owner));
      if ('key' in found) {
        open = true;
        (found.key.kind === 'opaque' ? others : computed).push(found);
      }
      // Reading asks the getter.
      else if (!(isSetAccessor(property) && members.some(({ name }) => name === found.name))) members.push(found);
    }
  }
  const span = x.span(node);
  return computed.length === 0
    ? { kind: 'object', members, spreads, open, span }
    : { kind: 'object', members, spreads, open, computed: [...computed, ...others], span };
});

/**
 * Where among the members of an object the statement stands that follows it while its brace is missing: it begins as a
 * keyword that no colon follows, or as another name, or a function, that no comma follows. -1 where there is none.
 */
function statementIn(x: Extraction, { properties, end }: ts.ObjectLiteralExpression): number {
  return properties.findIndex((property, index) => {
    if (isSpreadAssignment(property)) return false;
    if (isPropertyAssignment(property)) return property.initializer.pos === property.name.end;
    const next = properties[index + 1];
    if (next !== undefined) return next.pos === property.end;
    return !properties.hasTrailingComma && x.source.text[end - 1] !== '}';
  });
}

/** A named member, or one whose name other files say, if anybody. */
function objectMember(x: Extraction, property: NamedProperty, owner: ThisMeaning): ObjectMember | ComputedMember {
  const value = memberValue(x, property, owner);
  const { name } = property;
  const text = isComputedPropertyName(name) ? keyOf(x, name.expression) : name.text;
  const by =
    isComputedPropertyName(name) && !isStringLiteralLike(name.expression) ? x.expression(name.expression, use('operand')) : undefined;
  if (text !== undefined) return { name: text, nameSpan: x.span(name), value, span: x.span(property) };
  const key = by === undefined ? undefined : farKey(x, by);
  return { key: key ?? x.opaque(name), value };
}

type NamedProperty = Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>;

/** In methods `this` is the object, where a variable holds it. */
function memberValue(x: Extraction, property: NamedProperty, owner: ThisMeaning): Value {
  if (isPropertyAssignment(property)) return x.expression(property.initializer, use('property'));
  if (isShorthandPropertyAssignment(property)) return x.expression(property.name, use('property'));
  const { self } = x;
  x.self = owner;
  const value = x.functionValue(property);
  x.self = self;
  if (isMethodDeclaration(property)) return value;
  return isGetAccessor(property) ? { kind: 'result', of: value, span: value.span } : x.opaque(property);
}

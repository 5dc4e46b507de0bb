import type { ts } from './compiler.cjs';
import type { GenericSignature, Parameter, ParameterField } from '../../model/file.ts';
import type { TypeModel, Value } from '../../model/value.ts';
import { expectType } from './contextual.ts';
import { declareParameter, hoistVars } from './declarations.ts';
import { readComment } from './documentation.ts';
import type { Extraction, OpenFunction } from './extraction.ts';
import { use } from './extraction.ts';
import { returnTypeNodeOf, typeNodeOf, typeParametersOf } from './jsdoc.ts';
import { typeOf, withConstraints, withNames } from './types.ts';
import {
  SyntaxKind,
  canHaveModifiers,
  getModifiers,
  isArrayBindingPattern,
  isBlock,
  isFunctionDeclaration,
  isFunctionExpression,
  isIdentifier,
  isStringLiteral,
} from './syntax.ts';

/** Reserves the place of a function, so that what refers to it before it is walked can be written down. */
export function reserveFunction(x: Extraction, node: ts.SignatureDeclaration): number {
  const index = x.functions.length;
  const modifiers = canHaveModifiers(node) ? getModifiers(node) : undefined;
  const open: OpenFunction = {
    index,
    span: x.span(node),
    async: modifiers?.some(({ kind }) => kind === SyntaxKind.AsyncKeyword) ?? false,
    generator: 'asteriskToken' in node && node.asteriskToken !== undefined,
    expression: false,
    parent: x.place.function,
    parameters: [],
    returns: [],
  };
  if (open.generator) open.yields = [];
  if (node.name !== undefined && isIdentifier(node.name)) open.name = node.name.text;
  const own = typeParametersOf(node);
  if (own.length > 0 || x.ofClass !== undefined) open.generic = genericOf(x, node, own);
  x.functions.push(open);
  return index;
}

/** The types of a generic function, or of a member of a generic class, as they are written. */
export function genericOf(x: Extraction, node: ts.SignatureDeclaration, own: readonly ts.TypeParameterDeclaration[]): GenericSignature {
  return withNames(x, [...own, ...(x.ofClass ?? [])], () => {
    const returns = returnTypeNodeOf(node);
    return {
      typeParameters: own.map(({ name, default: otherwise }) =>
        otherwise === undefined ? { name: name.text } : { name: name.text, default: typeOf(x, otherwise) },
      ),
      parameters: node.parameters.map((parameter) => {
        const type = typeNodeOf(parameter);
        return type === undefined ? undefined : typeOf(x, type);
      }),
      ...(returns === undefined ? {} : { returns: typeOf(x, returns) }),
    };
  });
}

/** A function in an expression. */
export function functionValue(x: Extraction, node: ts.FunctionLikeDeclaration): Value {
  const index = reserveFunction(x, node);
  walkFunction(x, node, index);
  return { kind: 'function', function: index, span: x.span(node) };
}

/** Reads how a function is called, and leaves its body alone. */
export function sketchFunction(x: Extraction, node: ts.FunctionLikeDeclaration, index: number): void {
  const open = x.functions[index];
  if (open === undefined) return;
  document(x, open);
  open.parameters = node.parameters.map((parameter) => parameterOf(x, parameter));
  const returns = returnTypeNodeOf(node);
  if (returns !== undefined) open.returnType = typeOf(x, returns);
  leaveOut(x, node.body);
}

function leaveOut(x: Extraction, body: ts.Node | undefined): void {
  if (body !== undefined) x.unread.set(x.startOf(body), body.end);
}

/** Walks a function's parameters and body in a place and scope of their own. */
export function walkFunction(x: Extraction, node: ts.FunctionLikeDeclaration, index: number): void {
  const open = x.functions[index];
  if (open === undefined) return;
  document(x, open);
  const given = x.callbacks.get(node) ?? [];
  x.callbacks.delete(node);
  const { self, typeParameters, ofClass, lean, documentation } = x;
  x.ofClass = undefined;
  x.lean = false;
  x.documentation = undefined;
  x.typeParameters = withConstraints(x, typeParametersOf(node));
  if (isFunctionDeclaration(node) || isFunctionExpression(node)) x.self = undefined;
  const { mainOnly } = x.place;
  const before = x.place;
  x.place = mainOnly === undefined ? { function: index } : { function: index, mainOnly };
  x.scoped(() => {
    if (isFunctionExpression(node) && node.name !== undefined) {
      x.declare(node.name, 'function', { values: [{ kind: 'function', function: index, span: open.span }] });
    }
    open.parameters = [];
    for (const [place, parameter] of node.parameters.entries()) {
      // The default of a parameter may name those before it.
      const model = parameterOf(x, parameter);
      open.parameters = [...open.parameters, model];
      const own = declareParameter(x, parameter, model, { index: place, given: given[place] });
      if (own !== undefined) x.self = { kind: 'reference', binding: own };
    }
    const returns = returnTypeNodeOf(node);
    if (returns !== undefined) open.returnType = typeOf(x, returns);
    walkBody(x, node, open);
  });
  if (lean) {
    open.parameters = [];
    open.returns = [];
    if (open.generator) open.yields = [];
  }
  x.lean = lean;
  x.documentation = documentation;
  x.place = before;
  x.self = self;
  x.typeParameters = typeParameters;
  x.ofClass = ofClass;
}

function walkBody(x: Extraction, node: ts.FunctionLikeDeclaration, open: OpenFunction): void {
  const { body } = node;
  if (body === undefined) return;
  if (isSpared(x, node, body)) return leaveOut(x, body);
  open.body = x.span(body);
  if (isBlock(body)) {
    hoistVars(x, body.statements);
    x.statements(body.statements);
  } else {
    open.expression = true;
    expectType(x, body, open.returnType);
    open.returns.push(x.expression(body, use('returned')));
  }
}

/** For an outline: whether a body can be left out, as it makes nothing and what it gives is not followed. */
const isSpared = (x: Extraction, node: ts.FunctionLikeDeclaration, { pos, end }: ts.Node): boolean =>
  x.handed?.arguments?.some((argument) => argument === node) === true && x.makers?.test(x.source.text.slice(pos, end)) === false;

/** The documentation above the statement, or the member, belongs to all functions that stand directly in it. */
function document(x: Extraction, open: OpenFunction): void {
  if (x.documentation === undefined) return;
  const { text, parameters } = readComment(x.documentation);
  if (text !== undefined) open.documentation = text;
  open.parameterDocumentation = parameters;
}

function parameterOf(x: Extraction, node: ts.ParameterDeclaration): Parameter {
  const { name, initializer } = node;
  const written = typeNodeOf(node);
  const type: TypeModel | undefined = written === undefined ? undefined : typeOf(x, written);
  if (initializer !== undefined) expectType(x, initializer, type);
  const base = {
    optional: node.questionToken !== undefined || initializer !== undefined,
    rest: node.dotDotDotToken !== undefined,
    span: x.span(node),
    ...(type === undefined ? {} : { type }),
    ...(initializer === undefined ? {} : { default: x.expression(initializer, use('other')) }),
  };
  if (isIdentifier(name)) return { ...base, name: name.text };
  if (isArrayBindingPattern(name)) return base;
  const open = name.elements.some((element) => element.dotDotDotToken !== undefined);
  return { ...base, fields: name.elements.flatMap((element) => fieldOf(x, element) ?? []), open };
}

function fieldOf(x: Extraction, element: ts.BindingElement): ParameterField | undefined {
  const key = element.propertyName ?? element.name;
  if (element.dotDotDotToken !== undefined || !(isIdentifier(key) || isStringLiteral(key))) return undefined;
  const field = { name: key.text, span: x.span(key) };
  return element.initializer === undefined ? field : { ...field, default: x.expression(element.initializer, use('other')) };
}

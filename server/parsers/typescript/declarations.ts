import type { ts } from './compiler.cjs';
import type { Parameter, Usage } from '../../model/file.ts';
import type { TypedValue, TypeModel, Value } from '../../model/value.ts';
import { expectType } from './contextual.ts';
import { importStatement } from './exports.ts';
import type { Extraction } from './extraction.ts';
import { use } from './extraction.ts';
import { namesType } from './interest.ts';
import { satisfiedBy, typeNodeOf } from './jsdoc.ts';
import { farKey, keyOf } from './keys.ts';
import { isUnknown, typeOf } from './types.ts';
import {
  NodeFlags,
  forEachChild,
  isArrayBindingPattern,
  isBindingElement,
  isClassDeclaration,
  isClassLike,
  isComputedPropertyName,
  isEnumDeclaration,
  isFunctionDeclaration,
  isFunctionLike,
  isIdentifier,
  isImportDeclaration,
  isImportEqualsDeclaration,
  isModuleBlock,
  isModuleDeclaration,
  isNumericLiteral,
  isObjectBindingPattern,
  isStringLiteral,
  isVariableDeclarationList,
  isVariableStatement,
} from './syntax.ts';

/** Declares what a block declares, before any of it is walked: functions and classes are used above their place. */
export function hoist(x: Extraction, statements: readonly ts.Statement[]): void {
  for (const statement of statements) {
    if (isVariableStatement(statement)) hoistVariables(x, statement.declarationList);
    else if ((isFunctionDeclaration(statement) || isClassDeclaration(statement)) && statement.name !== undefined) {
      if (x.scopes.at(-1)?.has(statement.name.text) !== true) {
        x.declare(statement.name, isClassDeclaration(statement) ? 'class' : 'function');
      }
    } else if (isImportDeclaration(statement)) importStatement(x, statement);
    else if (isEnumDeclaration(statement)) x.declare(statement.name, 'const');
    else if (isModuleDeclaration(statement) && isIdentifier(statement.name) && x.scopes.at(-1)?.has(statement.name.text) !== true)
      x.declare(statement.name, 'const');
    else if (isImportEqualsDeclaration(statement)) x.declare(statement.name, 'import');
  }
}

/** Declares what `var` declares anywhere in a function, or at the top of a file: it belongs to all of it. */
export function hoistVars(x: Extraction, statements: readonly ts.Statement[]): void {
  if (!x.declaresVars) return;
  const [first, last] = [statements[0], statements.at(-1)];
  if (first === undefined || last === undefined || !/\bvar\s/.test(x.source.text.slice(first.pos, last.end))) return;
  for (const statement of statements) varsIn(x, statement);
}

function varsIn(x: Extraction, node: ts.Node): void {
  if (isFunctionLike(node) || isClassLike(node) || isModuleBlock(node)) return;
  if (isVariableDeclarationList(node) && isVar(node)) for (const { name } of node.declarations) hoistNames(x, name, 'variable');
  else forEachChild(node, (child) => varsIn(x, child));
}

const isVar = ({ flags }: ts.VariableDeclarationList): boolean => (flags & NodeFlags.BlockScoped) === 0;

/** Declares the names of `const a = …, { b } = …`; those of `var` are declared already. */
export function hoistVariables(x: Extraction, list: ts.VariableDeclarationList): void {
  if (isVar(list)) return;
  const kind = (list.flags & NodeFlags.Const) === 0 ? 'variable' : 'const';
  for (const declaration of list.declarations) hoistNames(x, declaration.name, kind);
}

/** Declares the names of a pattern. */
export function hoistNames(x: Extraction, name: ts.BindingName, kind: 'const' | 'variable' | 'parameter'): void {
  if (isIdentifier(name)) x.declare(name, kind);
  else {
    for (const element of name.elements) if (isBindingElement(element)) hoistNames(x, element.name, kind);
  }
}

/** Walks `const a = …`: the value goes to the name, or piece by piece to the names of a pattern. */
export function variables(x: Extraction, list: ts.VariableDeclarationList): void {
  for (const declaration of list.declarations) {
    const { name, initializer } = declaration;
    const type = typeNodeOf(declaration);
    const target = isIdentifier(name) ? x.lookup(name.text) : undefined;
    const declared: TypedValue | undefined = type === undefined ? undefined : { kind: 'typed', type: typeOf(x, type), span: x.span(type) };
    const usage = target === undefined ? takenApart(name) : { ...use('variable'), binding: target };
    const satisfied = declared === undefined ? satisfiedBy(declaration) : undefined;
    if (initializer !== undefined) expectType(x, initializer, satisfied === undefined ? declared?.type : typeOf(x, satisfied));
    const walked = initializer === undefined ? undefined : x.expression(initializer, usage);
    const value = walked === undefined || (walked.kind === 'opaque' && walked.type === undefined) ? (declared ?? walked) : walked;
    if (target !== undefined && declared !== undefined && namesType(declared.type)) x.giveType(target, declared.type);
    if (value !== undefined) give(x, name, value);
  }
}

/** What a pattern does with its value: it reads members of it, or goes through it. */
function takenApart(name: ts.BindingName): Usage {
  if (isArrayBindingPattern(name)) return use('iterated');
  const first = isObjectBindingPattern(name) ? name.elements[0] : undefined;
  const key = first?.propertyName ?? first?.name;
  return first?.dotDotDotToken === undefined && key !== undefined && isIdentifier(key)
    ? { as: 'member', awaited: false, member: key.text }
    : use('variable');
}

/** Gives a value to a name, or its parts to the names of a pattern. */
export function give(x: Extraction, name: ts.BindingName, value: Value): void {
  if (isIdentifier(name)) {
    const binding = x.lookup(name.text);
    if (binding !== undefined) x.give(binding, value);
  } else if (value.kind === 'opaque') {
    for (const element of name.elements) if (isBindingElement(element)) giveDefault(x, element, value);
  } else if (isObjectBindingPattern(name)) {
    for (const element of name.elements) giveElement(x, element, memberOf(x, element, value));
  } else {
    for (const [index, element] of name.elements.entries()) {
      if (!isBindingElement(element)) continue;
      const rest = element.dotDotDotToken !== undefined;
      giveElement(x, element, { kind: 'item', of: value, index, span: x.span(element), ...(rest ? { rest } : {}) });
    }
  }
}

/** The default in a pattern whose parts are not known. */
function giveDefault(x: Extraction, element: ts.BindingElement, value: Value): void {
  if (element.initializer !== undefined) giveElement(x, element, value);
  else if (!isIdentifier(element.name)) give(x, element.name, value);
}

function giveElement(x: Extraction, element: ts.BindingElement, of: Value): void {
  const { name, initializer } = element;
  if (initializer === undefined) give(x, name, of);
  else give(x, name, { kind: 'default', of, otherwise: x.expression(initializer, use('other')), span: x.span(element) });
}

function memberOf(x: Extraction, element: ts.BindingElement, object: Value): Value {
  const span = x.span(element);
  const key = element.propertyName ?? element.name;
  // The rest of an object has no more members than the object.
  if (element.dotDotDotToken !== undefined) return object;
  if (isNumericLiteral(key)) return { kind: 'item', of: object, index: Number(key.text), span };
  const name = isComputedPropertyName(key) ? keyOf(x, key.expression) : isIdentifier(key) || isStringLiteral(key) ? key.text : undefined;
  if (name === undefined) return computedMember(x, key, object);
  const member: Value = { kind: 'member', object, name, nameSpan: x.span(key), span };
  if (name === 'submit' || name === 'map') {
    x.accesses.push({ ...x.place, object, name, nameSpan: member.nameSpan, span, usage: use('variable') });
  }
  return member;
}

/** `{ [key]: name }`. */
function computedMember(x: Extraction, key: ts.Node, of: Value): Value {
  const by = isComputedPropertyName(key) ? farKey(x, x.expression(key.expression, use('operand'))) : undefined;
  const span = x.span(key);
  return by === undefined ? { kind: 'item', of, span } : { kind: 'item', of, key: by, span };
}

/**
 * Declares a parameter of a function; what is known of its value is its declared type, its default, and what it is
 * `given`. Gives the binding of a declared `this`.
 */
export function declareParameter(
  x: Extraction,
  { name }: ts.ParameterDeclaration,
  model: Parameter,
  { index, given }: { readonly index: number; readonly given: Value | undefined },
): number | undefined {
  const { type, span } = model;
  const typed: Value | undefined = type !== undefined && namesType(type) ? { kind: 'typed', type, span } : undefined;
  // What is declared to be anything may be something else than its default.
  const inferred = type === undefined ? model.default : undefined;
  if (isIdentifier(name)) {
    const values = [typed ?? (saysNothing(type) ? (inferred ?? given) : undefined)].filter((value) => value !== undefined);
    const binding = x.declare(name, 'parameter', type === undefined ? { values } : { values, type });
    return name.text === 'this' ? binding : undefined;
  }
  hoistNames(x, name, 'parameter');
  give(x, name, typed ?? inferred ?? given ?? { kind: 'argument', function: x.place.function, parameter: index, span });
  return undefined;
}

/** No type, `any` and `unknown` leave it to what is given. */
const saysNothing = (type: TypeModel | undefined): boolean => type === undefined || isUnknown(type);

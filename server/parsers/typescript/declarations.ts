import { ts } from './compiler.cjs';
import type { Parameter } from '../../model/file.ts';
import type { Value } from '../../model/value.ts';
import { importStatement } from './exports.ts';
import type { Extraction } from './extraction.ts';
import { use } from './extraction.ts';
import { namesType } from './interest.ts';
import { typeOf } from './types.ts';

/** Declares what a block declares, before any of it is walked: functions and classes are used above their place. */
export function hoist(x: Extraction, statements: readonly ts.Statement[]): void {
  for (const statement of statements) {
    if (ts.isVariableStatement(statement)) hoistVariables(x, statement.declarationList);
    else if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name !== undefined) {
      if (x.scopes.at(-1)?.has(statement.name.text) !== true) {
        x.declare(statement.name, ts.isClassDeclaration(statement) ? 'class' : 'function');
      }
    } else if (ts.isImportDeclaration(statement)) importStatement(x, statement);
    else if (ts.isEnumDeclaration(statement)) x.declare(statement.name, 'const');
    else if (ts.isImportEqualsDeclaration(statement)) x.declare(statement.name, 'import');
  }
}

/** Declares the names of `const a = …, { b } = …`. */
export function hoistVariables(x: Extraction, list: ts.VariableDeclarationList): void {
  const kind = (list.flags & ts.NodeFlags.Const) === 0 ? 'variable' : 'const';
  for (const declaration of list.declarations) hoistNames(x, declaration.name, kind);
}

function hoistNames(x: Extraction, name: ts.BindingName, kind: 'const' | 'variable' | 'parameter'): void {
  if (ts.isIdentifier(name)) x.declare(name, kind);
  else {
    for (const element of name.elements) if (ts.isBindingElement(element)) hoistNames(x, element.name, kind);
  }
}

/** Walks `const a = …`: the value goes to the name, or piece by piece to the names of a pattern. */
export function variables(x: Extraction, list: ts.VariableDeclarationList): void {
  for (const { name, type, initializer } of list.declarations) {
    const target = ts.isIdentifier(name) ? x.lookup(name.text) : undefined;
    const declared: Value | undefined = type === undefined ? undefined : { kind: 'typed', type: typeOf(x, type), span: x.span(type) };
    const usage = target === undefined ? use('variable') : { ...use('variable'), binding: target };
    const walked = initializer === undefined ? undefined : x.expression(initializer, usage);
    const value = walked === undefined || (walked.kind === 'opaque' && walked.type === undefined) ? (declared ?? walked) : walked;
    if (target !== undefined && declared?.kind === 'typed' && namesType(declared.type)) x.giveType(target, declared.type);
    if (value !== undefined) give(x, name, value);
  }
}

/** Gives a value to a name, or its parts to the names of a pattern. */
export function give(x: Extraction, name: ts.BindingName, value: Value): void {
  if (ts.isIdentifier(name)) {
    const binding = x.lookup(name.text);
    if (binding !== undefined) x.give(binding, value);
  } else if (value.kind === 'opaque') {
    walkDefaults(x, name);
  } else if (ts.isObjectBindingPattern(name)) {
    for (const element of name.elements) giveElement(x, element, memberOf(x, element, value));
  } else {
    for (const [index, element] of name.elements.entries()) {
      if (!ts.isBindingElement(element)) continue;
      const rest = element.dotDotDotToken !== undefined;
      giveElement(x, element, { kind: 'item', of: value, index, span: x.span(element), ...(rest ? { rest } : {}) });
    }
  }
}

/** The defaults in a pattern whose parts are not known. */
function walkDefaults(x: Extraction, name: ts.BindingPattern): void {
  for (const element of name.elements) {
    if (!ts.isBindingElement(element)) continue;
    if (element.initializer !== undefined) x.expression(element.initializer, use('other'));
    if (!ts.isIdentifier(element.name)) walkDefaults(x, element.name);
  }
}

function giveElement(x: Extraction, element: ts.BindingElement, value: Value): void {
  give(x, element.name, value);
  if (element.initializer !== undefined) give(x, element.name, x.expression(element.initializer, use('other')));
}

function memberOf(x: Extraction, element: ts.BindingElement, object: Value): Value {
  const span = x.span(element);
  const key = element.propertyName ?? element.name;
  if (element.dotDotDotToken !== undefined || !(ts.isIdentifier(key) || ts.isStringLiteral(key))) return { kind: 'opaque', span };
  const member: Value = { kind: 'member', object, name: key.text, nameSpan: x.span(key), span };
  if (key.text === 'submit' || key.text === 'map') {
    x.accesses.push({ ...x.place, object, name: key.text, nameSpan: member.nameSpan, span, usage: use('variable') });
  }
  return member;
}

/** Declares a function's parameters; what is known of their values is their declared type, their default, and what they are `given`. */
export function declareParameters(
  x: Extraction,
  nodes: readonly ts.ParameterDeclaration[],
  models: readonly Parameter[],
  given: readonly (Value | undefined)[],
): void {
  for (const [index, { name }] of nodes.entries()) {
    const model = models[index];
    if (model === undefined) continue;
    const typed: Value | undefined =
      model.type !== undefined && namesType(model.type) ? { kind: 'typed', type: model.type, span: model.span } : undefined;
    if (ts.isIdentifier(name)) {
      const values = [typed ?? (model.type === undefined ? (model.default ?? given[index]) : undefined)].filter(
        (value) => value !== undefined,
      );
      if (name.text !== 'this') x.declare(name, 'parameter', model.type === undefined ? { values } : { values, type: model.type });
    } else {
      hoistNames(x, name, 'parameter');
      give(x, name, typed ?? model.default ?? given[index] ?? { kind: 'opaque', span: model.span });
    }
  }
}

import type { ts } from './compiler.cjs';
import type { ObjectValue, Value } from '../../model/value.ts';
import type { Extraction } from './extraction.ts';
import { entityName } from './types.ts';
import {
  SyntaxKind,
  getModifiers,
  isBindingElement,
  isExternalModuleReference,
  isIdentifier,
  isNamespaceExport,
  isNamespaceImport,
  isStringLiteral,
  isVariableStatement,
} from './syntax.ts';

/** `import a, { b as c } from 'm'`, `import * as d from 'm'`. */
export function importStatement(x: Extraction, node: ts.ImportDeclaration | ts.JSDocImportTag): void {
  const { importClause: clause, moduleSpecifier } = node;
  if (clause === undefined || !isStringLiteral(moduleSpecifier)) return;
  const from = moduleSpecifier.text;
  const declare = (name: ts.Identifier, imported: string, typeOnly: boolean): void => {
    const value: Value = { kind: 'import', from, name: imported, span: x.span(name) };
    x.declare(name, 'import', { values: [value], ...(typeOnly ? { typeOnly } : {}) });
  };
  const types = clause.phaseModifier === SyntaxKind.TypeKeyword;
  if (clause.name !== undefined) declare(clause.name, 'default', types);
  const bindings = clause.namedBindings;
  if (bindings === undefined) return;
  if (isNamespaceImport(bindings)) declare(bindings.name, '*', types);
  else {
    for (const element of bindings.elements) {
      declare(element.name, (element.propertyName ?? element.name).text, types || element.isTypeOnly);
    }
  }
}

/** `import a = require('m')`, `import a = b.c`. */
export function importEquals(x: Extraction, node: ts.ImportEqualsDeclaration): void {
  const { moduleReference: reference } = node;
  const binding = x.lookup(node.name.text);
  if (binding === undefined) return;
  if (!isExternalModuleReference(reference)) x.give(binding, entityName(x, reference));
  else if (isStringLiteral(reference.expression))
    x.give(binding, { kind: 'import', from: reference.expression.text, name: '*', span: x.span(node.name) });
  if (getModifiers(node)?.some(({ kind }) => kind === SyntaxKind.ExportKeyword) === true) exportName(x, node.name);
}

/** `export { a as b }`, `export { a } from 'm'`, `export * from 'm'`, `export * as n from 'm'`. */
export function exportStatement(x: Extraction, node: ts.ExportDeclaration): void {
  const { exportClause: clause, moduleSpecifier } = node;
  const from = moduleSpecifier !== undefined && isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined;
  const types = node.isTypeOnly ? typeOnly : {};
  if (clause === undefined) {
    if (from !== undefined) x.exports.push({ name: '*', span: x.span(node), from, imported: '*', ...types });
  } else if (isNamespaceExport(clause)) {
    if (from !== undefined) x.exports.push({ name: clause.name.text, span: x.span(clause), from, imported: '*', ...types });
  } else {
    for (const element of clause.elements) {
      const local = (element.propertyName ?? element.name).text;
      const span = x.span(element);
      if (from === undefined) x.exports.push({ name: element.name.text, span, value: named(x, local, element) });
      else x.exports.push({ name: element.name.text, span, from, imported: local, ...(element.isTypeOnly ? typeOnly : types) });
    }
  }
}

const typeOnly = { typeOnly: true } as const;

function named(x: Extraction, name: string, node: ts.Node): Value {
  const binding = x.lookup(name);
  return binding === undefined ? { kind: 'global', name, span: x.span(node) } : { kind: 'reference', binding, span: x.span(node) };
}

/** Exports the names of a declaration that says `export`. */
export function exported(
  x: Extraction,
  node: ts.VariableStatement | ts.FunctionDeclaration | ts.ClassDeclaration | ts.ModuleDeclaration | ts.EnumDeclaration,
  value?: Value,
): void {
  const modifiers = getModifiers(node);
  if (modifiers?.some(({ kind }) => kind === SyntaxKind.ExportKeyword) !== true) return;
  if (modifiers.some(({ kind }) => kind === SyntaxKind.DefaultKeyword)) {
    if (value !== undefined) x.exports.push({ name: 'default', span: x.span(node), value });
  } else if (!isVariableStatement(node)) {
    if (node.name !== undefined && isIdentifier(node.name)) exportName(x, node.name);
  } else for (const declaration of node.declarationList.declarations) exportNames(x, declaration.name);
}

function exportNames(x: Extraction, name: ts.BindingName): void {
  if (isIdentifier(name)) exportName(x, name);
  else for (const element of name.elements) if (isBindingElement(element)) exportNames(x, element.name);
}

const exportName = (x: Extraction, name: ts.Identifier): void => {
  x.exports.push({ name: name.text, span: x.span(name), value: named(x, name.text, name) });
};

/** CommonJS: `module.exports = …`, `module.exports.a = …`, `exports.a = …`. */
export function exportAssigned(x: Extraction, place: Value, value: Value): void {
  if (place.kind !== 'member' || x.place.function !== -1) return;
  if (isModuleExports(place)) x.exports.push({ name: '=', span: place.span, value });
  else if (isExports(x, place.object)) x.exports.push({ name: place.name, span: place.span, value });
}

/**
 * CommonJS as compilers write it: `Object.defineProperty(exports, 'a', { get: () => a })`, `Object.assign(exports, all)`,
 * `__exportStar(require('m'), exports)`.
 */
export function exportDefined(x: Extraction, callee: Value, given: readonly Value[]): void {
  const name = callee.kind === 'member' ? callee.name : callee.kind === 'reference' ? x.binding(callee.binding).name : undefined;
  if (name === undefined || !definers.has(name) || x.place.function !== -1 || !given.some((value) => isExports(x, value))) return;
  const [first, second, third] = given;
  if (name === 'assign') for (const value of given.slice(1)) exportMembers(x, value);
  else if (name === '__exportStar' && first !== undefined) exportMembers(x, first);
  else if (second?.kind === 'literal' && third?.kind === 'object') {
    const value = third.members.find((one) => one.name === 'value')?.value ?? getterIn(third);
    if (value !== undefined) x.exports.push({ name: String(second.value), span: second.span, value });
  }
}

const definers = new Set(['assign', 'defineProperty', '__exportStar']);

function getterIn({ members }: ObjectValue): Value | undefined {
  const getter = members.find((one) => one.name === 'get')?.value;
  return getter === undefined || getter.kind === 'result' ? getter : { kind: 'result', of: getter, span: getter.span };
}

function exportMembers(x: Extraction, value: Value): void {
  if (value.kind === 'import' && value.name === '*') x.exports.push({ name: '*', span: value.span, from: value.from, imported: '*' });
  else if (value.kind === 'object') {
    for (const member of value.members) x.exports.push({ name: member.name, span: member.nameSpan, value: member.value });
    for (const spread of value.spreads) exportMembers(x, spread);
  }
}

/** `exports`, `module.exports`, or a constant that is one of them. */
function isExports(x: Extraction, value: Value): boolean {
  if (value.kind === 'global') return value.name === 'exports';
  if (value.kind !== 'reference') return isModuleExports(value);
  const [only, ...more] = x.binding(value.binding).values;
  return only !== undefined && more.length === 0 && (isModuleExports(only) || (only.kind === 'global' && only.name === 'exports'));
}

const isModuleExports = (value: Value): boolean =>
  value.kind === 'member' && value.name === 'exports' && value.object.kind === 'global' && value.object.name === 'module';

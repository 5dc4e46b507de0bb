import { ts } from './compiler.cjs';
import type { Value } from '../../model/value.ts';
import type { Extraction } from './extraction.ts';

/** `import a, { b as c } from 'm'`, `import * as d from 'm'`. */
export function importStatement(x: Extraction, node: ts.ImportDeclaration): void {
  const { importClause: clause, moduleSpecifier } = node;
  if (clause === undefined || !ts.isStringLiteral(moduleSpecifier)) return;
  const from = moduleSpecifier.text;
  const declare = (name: ts.Identifier, imported: string, typeOnly: boolean): void => {
    const value: Value = { kind: 'import', from, name: imported, span: x.span(name) };
    x.declare(name, 'import', { values: [value], ...(typeOnly ? { typeOnly } : {}) });
  };
  const types = clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
  if (clause.name !== undefined) declare(clause.name, 'default', types);
  const bindings = clause.namedBindings;
  if (bindings === undefined) return;
  if (ts.isNamespaceImport(bindings)) declare(bindings.name, '*', types);
  else {
    for (const element of bindings.elements) {
      declare(element.name, (element.propertyName ?? element.name).text, types || element.isTypeOnly);
    }
  }
}

/** `import a = require('m')`. */
export function importEquals(x: Extraction, node: ts.ImportEqualsDeclaration): void {
  const { moduleReference: reference } = node;
  const binding = x.lookup(node.name.text);
  if (binding === undefined || !ts.isExternalModuleReference(reference) || !ts.isStringLiteral(reference.expression)) return;
  x.give(binding, { kind: 'import', from: reference.expression.text, name: '*', span: x.span(node.name) });
}

/** `export { a as b }`, `export { a } from 'm'`, `export * from 'm'`, `export * as n from 'm'`. */
export function exportStatement(x: Extraction, node: ts.ExportDeclaration): void {
  const { exportClause: clause, moduleSpecifier } = node;
  const from = moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined;
  if (clause === undefined) {
    if (from !== undefined) x.exports.push({ name: '*', span: x.span(node), from, imported: '*' });
  } else if (ts.isNamespaceExport(clause)) {
    if (from !== undefined) x.exports.push({ name: clause.name.text, span: x.span(clause), from, imported: '*' });
  } else {
    for (const element of clause.elements) {
      const local = (element.propertyName ?? element.name).text;
      const span = x.span(element);
      if (from === undefined) x.exports.push({ name: element.name.text, span, value: named(x, local, element) });
      else x.exports.push({ name: element.name.text, span, from, imported: local });
    }
  }
}

function named(x: Extraction, name: string, node: ts.Node): Value {
  const binding = x.scopes[0]?.get(name);
  return binding === undefined ? { kind: 'global', name, span: x.span(node) } : { kind: 'reference', binding, span: x.span(node) };
}

/** Exports the names of a declaration that says `export`. */
export function exported(x: Extraction, node: ts.VariableStatement | ts.FunctionDeclaration | ts.ClassDeclaration, value?: Value): void {
  const modifiers = ts.getModifiers(node);
  if (modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) !== true) return;
  if (modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)) {
    if (value !== undefined) x.exports.push({ name: 'default', span: x.span(node), value });
  } else if (!ts.isVariableStatement(node)) {
    if (node.name !== undefined) exportName(x, node.name);
  } else for (const declaration of node.declarationList.declarations) exportNames(x, declaration.name);
}

function exportNames(x: Extraction, name: ts.BindingName): void {
  if (ts.isIdentifier(name)) exportName(x, name);
  else for (const element of name.elements) if (ts.isBindingElement(element)) exportNames(x, element.name);
}

const exportName = (x: Extraction, name: ts.Identifier): void => {
  x.exports.push({ name: name.text, span: x.span(name), value: named(x, name.text, name) });
};

/** CommonJS: `module.exports = …`, `module.exports.a = …`, `exports.a = …`. */
export function exportAssigned(x: Extraction, place: Value, value: Value): void {
  if (place.kind !== 'member' || x.place.function !== -1) return;
  if (isModuleExports(place)) x.exports.push({ name: '=', span: place.span, value });
  else if (isModuleExports(place.object) || (place.object.kind === 'global' && place.object.name === 'exports')) {
    x.exports.push({ name: place.name, span: place.span, value });
  }
}

const isModuleExports = (value: Value): boolean =>
  value.kind === 'member' && value.name === 'exports' && value.object.kind === 'global' && value.object.name === 'module';

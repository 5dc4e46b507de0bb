import type { ts } from './compiler.cjs';
import type { Value } from '../../model/value.ts';
import { importStatement } from './exports.ts';
import type { Extraction } from './extraction.ts';
import { addType } from './type-declarations.ts';
import { typeOf } from './types.ts';
import {
  getEffectiveTypeParameterDeclarations,
  getJSDocReturnType,
  getJSDocSatisfiesTag,
  getJSDocType,
  isJSDoc,
  isJSDocCallbackTag,
  isJSDocImportTag,
  isJSDocTypeExpression,
  isJSDocTypedefTag,
  isJavaScript,
} from './syntax.ts';

/** The type that a declaration has: written with it, or, in JavaScript, in the comment above it. */
export function typeNodeOf(node: ts.Node & { readonly type?: ts.TypeNode | undefined }): ts.TypeNode | undefined {
  return node.type ?? (isJavaScript(node) ? getJSDocType(node) : undefined);
}

/** The type that a function gives, written likewise. */
export function returnTypeNodeOf(node: ts.SignatureDeclaration): ts.TypeNode | undefined {
  return node.type ?? (isJavaScript(node) ? getJSDocReturnType(node) : undefined);
}

/** What a variable is said to satisfy: `@satisfies {T}`. */
export const satisfiedBy = (node: ts.VariableDeclaration): ts.TypeNode | undefined =>
  isJavaScript(node) ? getJSDocSatisfiesTag(node)?.typeExpression.type : undefined;

/** `/** @type {T} *\/ (value)`: a cast, in JavaScript. */
export function castOf(x: Extraction, node: ts.ParenthesizedExpression, value: Value): Value {
  if (!isJavaScript(node) || value.kind !== 'opaque' || value.type !== undefined) return value;
  const type = getJSDocType(node);
  return type === undefined ? value : { kind: 'typed', type: typeOf(x, type), span: x.span(node) };
}

/** The type parameters of a function or class, written likewise. */
export const typeParametersOf = (node: ts.SignatureDeclaration | ts.ClassLikeDeclaration): readonly ts.TypeParameterDeclaration[] =>
  node.typeParameters ?? (isJavaScript(node) ? getEffectiveTypeParameterDeclarations(node) : []);

/** `@typedef {T} Name` and `@callback Name` above a statement. */
export function declareTypedefs(x: Extraction, statement: ts.Statement): void {
  for (const tag of tagsAbove(x, statement, /@(?:typedef|callback)/)) {
    const { name, typeExpression: type } = isJSDocTypedefTag(tag) || isJSDocCallbackTag(tag) ? tag : {};
    if (name !== undefined && type !== undefined)
      addType(x.types, name.text, {
        type: typeOf(x, isJSDocTypeExpression(type) ? type.type : type),
        span: x.span(name),
        parameters: [],
        extends: [],
      });
  }
}

/** `@import { T } from 'm'` above a statement. */
export function declareImportedTypes(x: Extraction, statement: ts.Statement): void {
  for (const tag of tagsAbove(x, statement, /@import/)) if (isJSDocImportTag(tag)) importStatement(x, tag);
}

function tagsAbove(x: Extraction, statement: ts.Statement, names: RegExp): readonly ts.JSDocTag[] {
  if (!isJavaScript(statement) || !names.test(x.source.text.slice(statement.pos, statement.end))) return [];
  // TypeScript's own question for the comments of a node gives only the last one.
  const comments: unknown = Reflect.get(statement, 'jsDoc');
  return Array.isArray(comments) ? comments.filter((one: ts.Node) => isJSDoc(one)).flatMap(({ tags }) => tags ?? []) : [];
}

import { ts } from './compiler.cjs';
import type { Value } from '../../model/value.ts';
import { importStatement } from './exports.ts';
import type { Extraction } from './extraction.ts';
import { addType, typeOf } from './types.ts';

/** The type that a declaration has: written with it, or, in JavaScript, in the comment above it. */
export function typeNodeOf(node: ts.Node & { readonly type?: ts.TypeNode | undefined }): ts.TypeNode | undefined {
  return node.type ?? (isJavaScript(node) ? ts.getJSDocType(node) : undefined);
}

/** The type that a function gives, written likewise. */
export function returnTypeNodeOf(node: ts.SignatureDeclaration): ts.TypeNode | undefined {
  return node.type ?? (isJavaScript(node) ? ts.getJSDocReturnType(node) : undefined);
}

/** `/** @type {T} *\/ (value)`: a cast, in JavaScript. */
export function castOf(x: Extraction, node: ts.ParenthesizedExpression, value: Value): Value {
  if (!isJavaScript(node) || value.kind !== 'opaque' || value.type !== undefined) return value;
  const type = ts.getJSDocType(node);
  return type === undefined ? value : { kind: 'typed', type: typeOf(x, type), span: x.span(node) };
}

/** `@typedef {T} Name` above a statement, also with its members as `@property`. */
export function declareTypedefs(x: Extraction, statement: ts.Statement): void {
  for (const tag of tagsAbove(x, statement, '@typedef')) if (ts.isJSDocTypedefTag(tag)) declareTypedef(x, tag);
}

/** `@import { T } from 'm'` above a statement. */
export function declareImportedTypes(x: Extraction, statement: ts.Statement): void {
  for (const tag of tagsAbove(x, statement, '@import')) if (ts.isJSDocImportTag(tag)) importStatement(x, tag);
}

function tagsAbove(x: Extraction, statement: ts.Statement, name: string): readonly ts.JSDocTag[] {
  if (!isJavaScript(statement) || !x.source.text.slice(statement.pos, statement.end).includes(name)) return [];
  // TypeScript's own question for the comments of a node gives only the last one.
  const comments: unknown = Reflect.get(statement, 'jsDoc');
  return Array.isArray(comments) ? comments.filter((one: ts.Node) => ts.isJSDoc(one)).flatMap(({ tags }) => tags ?? []) : [];
}

function declareTypedef(x: Extraction, { name, typeExpression }: ts.JSDocTypedefTag): void {
  if (name === undefined || typeExpression === undefined) return;
  const type = typeOf(x, ts.isJSDocTypeExpression(typeExpression) ? typeExpression.type : typeExpression);
  addType(x.types, name.text, { type, span: x.span(name), parameters: [], extends: [] });
}

/** Only there are comments with types parsed. */
const isJavaScript = ({ flags }: ts.Node): boolean => (flags & ts.NodeFlags.JavaScriptFile) !== 0;

import type { ts } from './compiler.cjs';
import type { TypeDeclaration } from '../../model/file.ts';
import { unknownType } from '../../model/type-here.ts';
import type { TypeModel } from '../../model/value.ts';
import { documentationOf } from './documentation.ts';
import { enumOf } from './enums.ts';
import type { Extraction } from './extraction.ts';
import { namesType } from './interest.ts';
import { objectOf, typeOf } from './types.ts';
import { SyntaxKind, getModifiers, isEnumDeclaration, isInterfaceDeclaration } from './syntax.ts';

/** Records an interface, alias or enum under its name. */
export function declareType(x: Extraction, node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.EnumDeclaration): void {
  const { text } = documentationOf(x, node);
  const heritage = isInterfaceDeclaration(node) ? (node.heritageClauses ?? []) : [];
  const parameters = isEnumDeclaration(node) ? [] : [...(node.typeParameters ?? [])];
  const defaults = parameters.map(({ default: given, constraint }): TypeModel => {
    const said = given ?? constraint;
    return said === undefined ? unknownType : typeOf(x, said);
  });
  const declaration: TypeDeclaration = {
    type: isEnumDeclaration(node) ? enumOf(node) : isInterfaceDeclaration(node) ? objectOf(x, node.members) : typeOf(x, node.type),
    span: x.span(node.name),
    parameters: parameters.map((parameter) => parameter.name.text),
    ...(parameters.some(({ default: given }) => given !== undefined) || defaults.some(namesType) ? { defaults } : {}),
    extends: heritage.flatMap((clause) => clause.types.map((type) => typeOf(x, type))),
    ...(text === undefined ? {} : { description: text }),
  };
  addType(x.types, node.name.text, declaration);
  if (getModifiers(node)?.some(({ kind }) => kind === SyntaxKind.DefaultKeyword) === true) addType(x.types, 'default', declaration);
}

/** Adds a type to those of a file. */
export function addType(types: Extraction['types'], name: string, declaration: TypeDeclaration): void {
  const earlier = types[name];
  types[name] = earlier === undefined ? declaration : merged(earlier, declaration);
}

/** Two interfaces of one name are one. */
const merged = (first: TypeDeclaration, second: TypeDeclaration): TypeDeclaration =>
  first.type.kind === 'object' && second.type.kind === 'object'
    ? { ...first, type: { ...first.type, properties: [...first.type.properties, ...second.type.properties] } }
    : second;

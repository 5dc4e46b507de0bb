import { join } from 'node:path';
import type { Type } from 'ts-morph';
import { Project } from 'ts-morph';
import { opaqueKeys } from '../runtime/api/wire.ts';

type Json = Record<string, unknown>;

/** The schemas of answers: each operation's by its id, and those of named types, to which they refer. */
interface AnswerSchemas {
  operations: Json;
  types: Json;
}

/**
 * What operations answer, as JSON Schema made of the types that the contract gives them: the type by which clients are
 * compiled is the one that `/openapi.json` shows. Keys are those of the wire.
 */
export function answerSchemas(): string {
  const root = join(import.meta.dirname, '..');
  const project = new Project({ tsConfigFilePath: join(root, 'tsconfig.json'), skipAddingFilesFromTsConfig: true });
  const file = project.addSourceFileAtPath(join(root, 'runtime/api/index.ts'));
  const contract = file.getTypeAliasOrThrow('Contract').getType();
  const schemas: AnswerSchemas = { operations: {}, types: {} };
  for (const resource of contract.getProperties()) {
    for (const operation of resource.getTypeAtLocation(file).getProperties()) {
      const answer = operation.getTypeAtLocation(file).getPropertyOrThrow('response').getTypeAtLocation(file);
      schemas.operations[`${resource.getName()}.${operation.getName()}`] = schemaOf(answer, schemas, file, false);
    }
  }
  return `${JSON.stringify(schemas)}\n`;
}

type Place = Parameters<ReturnType<Type['getPropertyOrThrow']>['getTypeAtLocation']>[0];

/** The schema of a type; below a key whose keys are the user's, names stay as they are. */
function schemaOf(type: Type, schemas: AnswerSchemas, place: Place, opaque: boolean): Json {
  if (type.isUnion() && !type.isBoolean()) return unionOf(type, schemas, place, opaque);
  if (type.isNull()) return { type: 'null' };
  if (type.isLiteral() && !type.isBoolean()) return { const: type.getLiteralValue() ?? type.getText() === 'true' };
  for (const [is, name] of [
    [type.isString(), 'string'],
    [type.isNumber(), 'number'],
    [type.isBoolean(), 'boolean'],
  ] as const) {
    if (is) return { type: name };
  }
  if (type.isTuple()) return { type: 'array', prefixItems: type.getTupleElements().map((item) => schemaOf(item, schemas, place, opaque)) };
  const item = type.getArrayElementType();
  if (item !== undefined) return { type: 'array', items: schemaOf(item, schemas, place, opaque) };
  return type.isObject() || type.isIntersection() ? objectOf(type, schemas, place, opaque) : {};
}

function unionOf(type: Type, schemas: AnswerSchemas, place: Place, opaque: boolean): Json {
  const parts = type.getUnionTypes().filter((part) => !part.isUndefined());
  const literals = parts.filter((part) => part.isLiteral() && !part.isBooleanLiteral());
  const flags = parts.filter((part) => part.isBooleanLiteral());
  const rest = parts.filter((part) => !part.isLiteral());
  const any = [
    ...(literals.length > 0 ? [{ enum: literals.map((part) => part.getLiteralValue()) }] : []),
    ...(flags.length > 0 ? [{ type: 'boolean' }] : []),
    ...rest.map((part) => schemaOf(part, schemas, place, opaque)),
  ];
  return any.length === 1 ? (any[0] ?? {}) : { anyOf: any };
}

/** Named types are written once, so that they may hold themselves. */
function objectOf(type: Type, schemas: AnswerSchemas, place: Place, opaque: boolean): Json {
  const name = type.getTypeArguments().length > 0 || type.getAliasTypeArguments().length > 0 ? undefined : nameOf(type);
  if (name === undefined) return fieldsOf(type, schemas, place, opaque);
  if (schemas.types[name] === undefined) {
    schemas.types[name] = {};
    schemas.types[name] = fieldsOf(type, schemas, place, opaque);
  }
  return { $ref: `#/components/schemas/${name}` };
}

const nameOf = (type: Type): string | undefined => {
  const name = (type.getAliasSymbol() ?? type.getSymbol())?.getName();
  return name === undefined || name.startsWith('__') ? undefined : name;
};

function fieldsOf(type: Type, schemas: AnswerSchemas, place: Place, opaque: boolean): Json {
  const values = type.getStringIndexType();
  if (values !== undefined) return { type: 'object', additionalProperties: schemaOf(values, schemas, place, true) };
  const properties: Json = {};
  const required: string[] = [];
  for (const field of type.getProperties()) {
    const name = field.getName();
    // Names that are values, such as the types of states, are the same on the wire.
    const isValue = opaque || name === name.toUpperCase();
    const key = isValue ? name : name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    properties[key] = schemaOf(field.getTypeAtLocation(place), schemas, place, opaque || users.has(key));
    if (!field.isOptional()) required.push(key);
  }
  return { type: 'object', properties, required };
}

const users: ReadonlySet<string> = new Set(opaqueKeys);

import type { LinkedFile } from '../model/entities.ts';
import { freeName } from '../model/free-name.ts';
import type { TypeModel, TypeProperty } from '../model/value.ts';
import type { JsonSchema } from '../protocol.ts';
import { knownTypes } from './known-types.ts';
import { literals } from './literals.ts';
import type { TypeHere } from '../model/type-here.ts';
import { typeText } from '../model/type-text.ts';
import { allowsUndefined, homeOf, isWhole } from '../model/type-here.ts';
import { shapeOf } from '../model/type-shape.ts';
import { zodSchema } from './zod-schema.ts';

/** A form with more types than these is one that nobody fills in, or a type that leads to others of its own without end. */
const most = 60;

/** How many names of names are followed: half-typed ones may lead to themselves. */
const longestWay = 20;

/** Makes JSON Schema from types, and collects named object types as `definitions`, so that recursion ends. */
export class SchemaWalker {
  readonly definitions: Record<string, JsonSchema> = {};
  readonly #names = new Map<string, string>();
  /** Named types that are being walked and are no objects; those that are met again get a name. */
  readonly #underWay = new Map<string, { name?: string }>();
  #unsupported: string[] = [];

  /** The types met since the last call that JSON cannot carry. */
  takeUnsupported(): string[] {
    const taken = this.#unsupported;
    this.#unsupported = [];
    return taken;
  }

  schemaOf(file: LinkedFile, type: TypeModel): JsonSchema {
    switch (type.kind) {
      case 'primitive':
        return this.#primitive(type.name);

      case 'literal':
        return literals([type.value]);

      case 'enum':
        return literals(type.members.map(({ value }) => value));

      case 'array':
        return { type: 'array', items: this.schemaOf(file, type.item) };

      case 'tuple':
        return this.#tuple(file, type);

      case 'union':
        return this.#union(file, type.of);

      case 'intersection':
        return this.#intersection(file, type.of);

      case 'object':
        return this.#object(file, type.properties, type.index);

      case 'template':
        return { type: 'string', pattern: type.pattern };

      case 'reference':
        return this.#reference(file, type);

      case 'typeof':
      case 'keyof':
      case 'indexed':
      case 'mapped':
      case 'conditional': {
        const computed = shapeOf({ file, type });
        return computed === undefined || computed.type === type
          ? this.unsupported(type.kind === 'typeof' ? 'typeof …' : typeText(type))
          : this.schemaOf(computed.file, computed.type);
      }
      case 'function':
        return this.unsupported('a function');

      default:
        return this.unsupported(type.text);
    }
  }

  /** Notes a type that JSON cannot carry; its schema accepts anything. */
  unsupported(text: string): JsonSchema {
    this.#unsupported.push(text);
    return {};
  }

  #primitive(name: string): JsonSchema {
    if (name === 'string' || name === 'number' || name === 'boolean' || name === 'null' || name === 'object') return { type: name };
    if (name === 'bigint') return { type: 'integer' };
    if (name === 'never') return nothing;
    return name === 'symbol' ? this.unsupported(name) : {};
  }

  #tuple(file: LinkedFile, { items, rest, optional = 0 }: TypeModel & { kind: 'tuple' }): JsonSchema {
    const prefixItems = items.map((item) => this.schemaOf(file, item));
    const beyond = rest === undefined ? { maxItems: items.length } : { items: this.schemaOf(file, rest) };
    return { type: 'array', prefixItems, minItems: items.length - optional, ...beyond };
  }

  #union(file: LinkedFile, members: readonly TypeModel[]): JsonSchema {
    const given = flat(members).filter((type) => !(type.kind === 'primitive' && (type.name === 'undefined' || type.name === 'void')));
    const values = given.flatMap((type) => (type.kind === 'literal' ? [type.value] : []));
    const others = given.filter((type) => type.kind !== 'literal').map((type) => this.schemaOf(file, type));
    const isBoolean = values.includes(true) && values.includes(false);
    const rest = isBoolean ? values.filter((value) => typeof value !== 'boolean') : values;
    const all = [...(rest.length === 0 ? [] : [literals(rest)]), ...(isBoolean ? [{ type: 'boolean' }] : []), ...others];
    const [only] = all;
    if (only === undefined) return nothing;
    return all.length === 1 ? only : { anyOf: all };
  }

  #intersection(file: LinkedFile, parts: readonly TypeModel[]): JsonSchema {
    // What is added to a string or number is there for the compiler only: a brand.
    const plain = parts.filter((type) => isPlain({ file, type }));
    const [only] = plain;
    if (only !== undefined)
      return plain.length === 1 ? this.schemaOf(file, only) : { allOf: plain.map((part) => this.schemaOf(file, part)) };
    const shape = shapeOf({ file, type: { kind: 'intersection', of: parts } });
    if (shape !== undefined && isWhole(shape.type)) return this.schemaOf(shape.file, shape.type);
    return { allOf: parts.map((part) => this.schemaOf(file, part)) };
  }

  #object(file: LinkedFile, properties: readonly TypeProperty[], index: TypeModel | undefined): JsonSchema {
    const required = properties.filter(({ optional, type }) => !optional && !allowsUndefined({ file, type })).map(({ name }) => name);
    return {
      type: 'object',
      ...(properties.length === 0
        ? {}
        : { properties: Object.fromEntries(properties.map((property) => [property.name, this.#property(file, property)])) }),
      ...(required.length === 0 ? {} : { required }),
      ...(index === undefined ? {} : { additionalProperties: this.schemaOf(file, index) }),
    };
  }

  #property(file: LinkedFile, { name, type, description, tags }: TypeProperty): JsonSchema {
    const schema = this.schemaOf(homeOf(type) ?? file, type);
    const typed: JsonSchema = '$ref' in schema ? { allOf: [schema] } : schema;
    return { ...typed, title: titleOf(name), ...(description === undefined ? {} : { description }), ...constraints(tags) };
  }

  #reference(file: LinkedFile, type: TypeModel & { kind: 'reference' }, steps = 0): JsonSchema {
    const resolved = file.resolveType(type);
    if (resolved === undefined) return this.#known(file, type);
    if (this.#names.size + this.#underWay.size > most || steps > longestWay) return this.unsupported(typeText(type));
    const shape = shapeOf(resolved);
    if (shape !== undefined && isWhole(shape.type)) return { $ref: `#/definitions/${this.#define(type, shape)}` };
    const { file: home, type: named } = resolved;
    return named.kind === 'reference' ? this.#reference(home, named, steps + 1) : this.#alias(type, resolved);
  }

  /** A named type that is no object stands where it is used, unless it leads back to itself, as `type Json = string | Json[]` does. */
  #alias(type: TypeModel & { kind: 'reference' }, { file, type: named }: TypeHere): JsonSchema {
    const identity = identityOf(type, { file, type: named });
    const known = this.#names.get(identity);
    if (known !== undefined) return { $ref: `#/definitions/${known}` };
    const around = this.#underWay.get(identity);
    if (around !== undefined) {
      around.name ??= this.#freeName(type);
      return { $ref: `#/definitions/${around.name}` };
    }
    const own: { name?: string } = {};
    this.#underWay.set(identity, own);
    const schema = this.schemaOf(file, named);
    this.#underWay.delete(identity);
    if (own.name === undefined) return schema;
    this.#names.set(identity, own.name);
    this.definitions[own.name] = { title: type.name, ...schema };
    return { $ref: `#/definitions/${own.name}` };
  }

  #known(file: LinkedFile, type: TypeModel & { kind: 'reference' }): JsonSchema {
    const shape = shapeOf({ file, type });
    if (shape !== undefined && shape.type !== type) return this.schemaOf(shape.file, shape.type);
    const [of] = type.arguments;
    if (of?.kind === 'typeof' && /\.(?:infer|input|TypeOf)$/.test(type.name))
      return zodSchema(file, of.value)?.schema ?? this.unsupported(type.name);
    const known = knownTypes[type.name];
    if (known === undefined) return this.unsupported(type.name);
    return known(type.arguments, { schemaOf: (argument) => this.schemaOf(file, argument), unsupported: () => this.unsupported(type.name) });
  }

  /** Puts a named object type among the definitions, once; its name there. Each use of `Tree<T[]>` inside of `Tree<T>` would be another one. */
  #define(type: TypeModel & { kind: 'reference' }, shape: TypeHere): string {
    const identity = identityOf(type, shape);
    const known = this.#names.get(identity);
    if (known !== undefined) return known;
    const name = this.#freeName(type);
    this.#names.set(identity, name);
    this.definitions[name] = { title: type.name, ...this.schemaOf(shape.file, shape.type) };
    return name;
  }

  /** A name that no definition has, and whose place is taken: the parts of a type may lead back to it. */
  #freeName(type: TypeModel & { kind: 'reference' }): string {
    const name = freeName(type.name.replaceAll(/\W/g, '_'), { has: (taken) => taken in this.definitions }, '_');
    this.definitions[name] = {};
    return name;
  }
}

/** What tells a named type from others: where it is declared, and what it is with what its parameters are given. */
const identityOf = ({ name }: TypeModel & { kind: 'reference' }, { file, type }: TypeHere): string =>
  JSON.stringify([file.path, name, type], (_, part: TypeModel) => {
    const home = homeOf(part);
    return home === undefined || home === file ? part : { ...part, home: home.path };
  });

/** The schema of `never`. */
const nothing: JsonSchema = { not: {} };

/** Whether a type has no members of its own: a string, a number, a choice of them. */
function isPlain({ file, type }: TypeHere, depth = 0): boolean {
  if (type.kind === 'literal' || type.kind === 'template' || type.kind === 'enum') return true;
  if (type.kind === 'primitive')
    return type.name === 'string' || type.name === 'number' || type.name === 'boolean' || type.name === 'bigint';
  if (type.kind === 'union') return type.of.every((one) => isPlain({ file, type: one }, depth + 1));
  const resolved = type.kind === 'reference' && depth < 8 ? file.resolveType(type) : undefined;
  return resolved !== undefined && isPlain(resolved, depth + 1);
}

const flat = (types: readonly TypeModel[]): TypeModel[] => types.flatMap((type) => (type.kind === 'union' ? flat(type.of) : [type]));

const numeric = new Set([
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
]);

/** What tags of the documentation add: `@minimum 1`, `@format email`, `@integer`. */
export function constraints(tags: Readonly<Record<string, string>> | undefined): JsonSchema {
  const found: Record<string, unknown> = {};
  for (const [tag, text] of Object.entries(tags ?? {})) {
    if (numeric.has(tag) && text.trim() !== '' && Number.isFinite(Number(text))) found[tag] = Number(text);
    else if (tag === 'pattern' || tag === 'format') found[tag] = text;
    else if (tag === 'integer' || (tag === 'asType' && text === 'integer')) found['type'] = 'integer';
    else if (tag === 'deprecated') found['deprecated'] = true;
  }
  return found;
}

/** `maxRows` as `Max Rows`, the way pydantic titles members. */
const titleOf = (name: string): string =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());

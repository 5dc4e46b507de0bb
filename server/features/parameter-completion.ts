import type { CompletionItem } from 'vscode-languageserver-types';
import type { FlowModel } from '../model/entities.ts';
import type { LiteralValue, ObjectValue, Value } from '../model/value.ts';
import type { TypeHere } from '../model/type-here.ts';
import { homeOf } from '../model/type-here.ts';
import { shapeOf } from '../model/type-shape.ts';
import type { Choice } from './choices.ts';
import { betweenQuotes, kinds, toItems, wordAt } from './choices.ts';
import { isAmong, memberAt } from './contexts.ts';
import { isNamePlace, isValuePlace } from './cursor-place.ts';
import { touches } from './locations.ts';
import { memberItems } from './member-completion.ts';
import { textPlaceAt } from './names.ts';
import { typeText } from '../model/type-text.ts';
import type { View } from './view.ts';
import { inQuotes, isQuoted, memberName } from './written-text.ts';

/** A member that an object may have: a parameter of a flow, or a part of one. */
interface Field {
  readonly name: string;
  readonly required: boolean;
  readonly description?: string | undefined;
  readonly type: TypeHere | undefined;
}

/** What fits at an offset in an object of a flow's parameters: their names, and at any depth what their types say. */
export function parameterItems(view: View, flows: readonly FlowModel[], given: Value, offset: number): CompletionItem[] {
  const fields = flows.flatMap(({ parameters }) =>
    parameters.fields.map(({ name, required, description, type, typeFile }): Field => ({
      name,
      required,
      description,
      type: type && { type, file: typeFile },
    })),
  );
  if (given.kind === 'object') return inObject(view, fields, given, offset);
  const place = textPlaceAt(view, given, offset);
  // In YAML an object has no braces: what is written first looks like a text.
  return isYaml(view) && place !== undefined && view.text.slice(0, place.start).trimEnd().endsWith(':')
    ? toItems(
        view,
        fields.map((field) => fieldChoice(view, field)),
        place,
      )
    : [];
}

function inObject(view: View, fields: readonly Field[], object: ObjectValue, offset: number): CompletionItem[] {
  if (!isAmong(view, object.span, offset)) return [];
  const at = memberAt(object, view, offset);
  if (at?.inValue === true) {
    const types = fields.flatMap(({ name, type }) => (name === at.member.name && type !== undefined ? [type] : []));
    return inValue(view, types, at.member.value, offset);
  }
  const word = at?.member.nameSpan ?? wordAt(view.text, offset);
  if (at === undefined && (isYaml(view) || !isNamePlace(view, object, word.start))) return [];
  const present = new Set(object.members.filter(({ nameSpan }) => nameSpan.start !== word.start).map(({ name }) => name));
  const missing = fields.filter(({ name }) => !present.has(name)).toSorted((a, b) => Number(b.required) - Number(a.required));
  const choices = missing.map((field) => fieldChoice(view, field));
  return memberItems(view, object, choices, word);
}

function inValue(view: View, types: readonly TypeHere[], value: Value, offset: number): CompletionItem[] {
  if (value.kind === 'object') return inObject(view, types.flatMap(fieldsOf), value, offset);
  if (value.kind === 'array') {
    const item = value.items.find(({ span }) => touches(span, offset));
    return inValue(view, types.flatMap(itemsOf), item ?? { kind: 'opaque', span: { start: offset, end: offset } }, offset);
  }
  const values = [...new Set(types.flatMap((type) => valuesOf(type)))];
  const place = textPlaceAt(view, value, offset);
  if (place !== undefined) {
    const fitting = values.filter((one) => typeof one === 'string' || !isQuoted(view, place.start));
    const choices = fitting.map((one): Choice => ({
      label: String(one),
      kind: kinds.value,
      ...(typeof one === 'string' ? {} : { insert: String(one) }),
    }));
    return betweenQuotes(view, choices, place);
  }
  if (!isValuePlace(view.text, offset)) return [];
  return toItems(
    view,
    values.map((one) => ({ label: written(one), kind: kinds.value })),
    wordAt(view.text, offset),
  );
}

function fieldChoice(view: View, { name, required, description, type }: Field): Choice {
  return {
    label: name,
    kind: kinds.field,
    detail: `${typeText(type?.type)}${required ? ' (required)' : ''}`,
    ...(description === undefined ? {} : { documentation: description }),
    ...(isYaml(view)
      ? { insert: `${name}: ` }
      : { snippet: true, insert: `${memberName(name).replaceAll('$', String.raw`\$`)}: ${placeholder(type)}` }),
  };
}

function placeholder(here: TypeHere | undefined): string {
  if (here === undefined) return '$1';
  const choices = valuesOf(here).map(written);
  if (choices.length > 0) return `\${1|${choices.map((choice) => choice.replaceAll(/[,|}\\$]/g, String.raw`\$&`)).join(',')}|}`;
  if (here.type.kind === 'primitive' && here.type.name === 'string') return "'$1'";
  if (itemsOf(here).length > 0) return '[$1]';
  return fieldsOf(here).length > 0 ? '{ $1 }' : '$1';
}

/** The members of a type that is an object, or has one among its choices. */
function fieldsOf(here: TypeHere): Field[] {
  return partsOf(here).flatMap(({ type, file }) =>
    type.kind !== 'object'
      ? []
      : type.properties.map(({ name, optional, description, type: inner }): Field => ({
          name,
          required: !optional,
          description,
          type: { type: inner, file: homeOf(inner) ?? file },
        })),
  );
}

const itemsOf = (here: TypeHere): TypeHere[] =>
  partsOf(here).flatMap(({ type, file }) => {
    if (type.kind === 'array') return [{ type: type.item, file }];
    return type.kind === 'tuple' ? type.items.map((item) => ({ type: item, file })) : [];
  });

/** The values of a type that has few of them. */
const valuesOf = (here: TypeHere): LiteralOf[] =>
  partsOf(here).flatMap(({ type }): LiteralOf[] => {
    if (type.kind === 'literal') return [type.value];
    if (type.kind === 'enum') return type.members.map(({ value }) => value);
    return type.kind === 'primitive' && type.name === 'boolean' ? [true, false] : [];
  });

type LiteralOf = NonNullable<LiteralValue['value']> | null;

/** A type with its names followed, as the choices that it has. */
function partsOf({ type, file }: TypeHere, depth = 0): TypeHere[] {
  if (depth > 8) return [];
  if (type.kind === 'union') return type.of.flatMap((one) => partsOf({ type: one, file: homeOf(one) ?? file }, depth + 1));
  const shape = shapeOf({ type, file }) ?? (type.kind === 'reference' ? file.resolveType(type) : undefined);
  return shape === undefined || shape.type === type ? [{ type, file }] : partsOf(shape, depth + 1);
}

const isYaml = ({ file }: View): boolean => file.model.language === 'yaml';

const written = (value: LiteralOf): string => (typeof value === 'string' ? inQuotes(value) : String(value));

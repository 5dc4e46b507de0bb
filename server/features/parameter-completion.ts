import type { FlowModel, LinkedFile, ParameterModel } from '../model/entities.ts';
import type { TypeModel } from '../model/value.ts';
import type { Choice } from './choices.ts';
import { typeText } from './type-text.ts';

/** The names of a flow's parameters, those that must be given first. */
export function parameterItems(flows: readonly FlowModel[]): Choice[] {
  const fields = flows.flatMap((flow) => flow.parameters.fields.map((field) => ({ field, choices: valuesOf(flow, field) })));
  return fields
    .toSorted((a, b) => Number(b.field.required) - Number(a.field.required))
    .map(({ field, choices }) => ({
      label: field.name,
      kind: 5,
      detail: `${typeText(field.type)}${field.required ? ' (required)' : ''}`,
      ...(field.description === undefined ? {} : { documentation: field.description }),
      insert: `${field.name}: ${placeholder(field, choices)}`,
      snippet: true,
    }));
}

/** The values that a parameter of this name may have, where its type lists them. */
export function parameterChoices(flows: readonly FlowModel[], name: string): Choice[] {
  const values = flows.flatMap((flow) =>
    flow.parameters.fields.filter((field) => field.name === name).flatMap((field) => valuesOf(flow, field)),
  );
  return [...new Set(values)].map((value) => ({ label: value, insert: value, kind: 12 }));
}

function placeholder({ type }: ParameterModel, choices: readonly string[]): string {
  if (choices.length > 0) return `\${1|${choices.map((choice) => choice.replaceAll(/[,|}\\$]/g, String.raw`\$&`)).join(',')}|}`;
  if (type?.kind === 'primitive' && type.name === 'string') return "'$1'";
  return type?.kind === 'array' || type?.kind === 'tuple' ? '[$1]' : type?.kind === 'object' ? '{ $1 }' : '$1';
}

const valuesOf = (flow: FlowModel, { type, typeFile }: ParameterModel): string[] =>
  type === undefined ? [] : literalsOf(typeFile ?? flow.functionFile, type, 0);

/** The values of a type that has few of them, as they are written in code. */
function literalsOf(file: LinkedFile, type: TypeModel, depth: number): string[] {
  if (type.kind === 'literal') return [written(type.value)];
  if (type.kind === 'primitive' && type.name === 'boolean') return ['true', 'false'];
  if (type.kind === 'enum') return type.members.map(({ value }) => written(value));
  if (type.kind === 'union') return type.of.flatMap((one) => literalsOf(file, one, depth));
  const resolved = type.kind === 'reference' && depth < 8 ? file.resolveType(type) : undefined;
  return resolved === undefined ? [] : literalsOf(resolved.file, resolved.type, depth + 1);
}

const written = (value: string | number | boolean | null): string => (typeof value === 'string' ? `'${value}'` : String(value));

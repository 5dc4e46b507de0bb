import type { LinkedFile, ParameterModel, ParametersModel } from '../model/entities.ts';
import type { FunctionModel, Parameter } from '../model/file.ts';
import type { TypeModel, TypeProperty } from '../model/value.ts';

/** The named parameters of a function: the members of its one object, by its pattern and its type. */
export function parametersOf(file: LinkedFile, implementation: FunctionModel | undefined): ParametersModel {
  if (implementation === undefined) return { fields: [], open: true };
  if (file.model.language === 'python') return keywordParameters(file, implementation);
  const [first] = implementation.parameters;
  if (first === undefined) return { fields: [], open: false };
  const typed = first.type === undefined ? undefined : propertiesOf(file, first.type);
  const fields = merge(file, first, typed?.properties ?? [], implementation);
  const known = first.type === undefined ? first.fields !== undefined && first.open !== true : typed !== undefined && !typed.open;
  return { fields, open: !known };
}

function merge(file: LinkedFile, parameter: Parameter, properties: readonly Property[], implementation: FunctionModel): ParameterModel[] {
  const patterns = parameter.fields ?? [];
  const documented = implementation.parameterDocumentation ?? {};
  const fromType = properties.map((property): ParameterModel => {
    const pattern = patterns.find(({ name }) => name === property.name);
    return {
      name: property.name,
      required: !property.optional && pattern?.default === undefined && !parameter.optional && !allowsUndefined(property.type),
      type: property.type,
      typeFile: property.file,
      ...(property.tags === undefined ? {} : { tags: property.tags }),
      default: pattern?.default,
      description: documented[property.name] ?? property.description,
      span: pattern?.span,
    };
  });
  const untyped = patterns
    .filter(({ name }) => !properties.some((property) => property.name === name))
    .map((pattern): ParameterModel => ({
      name: pattern.name,
      // Without a type, or with one that cannot be read (`z.infer<…>`), nothing says that it must be given.
      required: false,
      type: undefined,
      typeFile: file,
      default: pattern.default,
      description: documented[pattern.name],
      span: pattern.span,
    }));
  return [...fromType, ...untyped];
}

/** JSON has no such value: a parameter that may be undefined is one that is left out. */
const allowsUndefined = (type: TypeModel): boolean =>
  type.kind === 'union' ? type.of.some(allowsUndefined) : type.kind === 'primitive' && type.name === 'undefined';

function keywordParameters(file: LinkedFile, implementation: FunctionModel): ParametersModel {
  const named = implementation.parameters.filter(({ rest }) => !rest);
  return {
    fields: named.map((parameter) => ({
      name: parameter.name ?? '',
      required: !parameter.optional,
      type: parameter.type,
      typeFile: file,
      default: parameter.default,
      description: implementation.parameterDocumentation?.[parameter.name ?? ''],
      span: parameter.span,
    })),
    open: implementation.parameters.some(({ rest }) => rest),
  };
}

/** A member of an object type, with the file that its type belongs to. */
type Property = TypeProperty & { readonly file: LinkedFile };

interface Properties {
  readonly properties: readonly Property[];
  readonly open: boolean;
}

/** The members of a type that is, in the end, an object; undefined when that is not known. */
function propertiesOf(file: LinkedFile, type: TypeModel, depth = 0): Properties | undefined {
  if (depth > 8) return undefined;
  if (type.kind === 'object')
    return { properties: type.properties.map((property) => ({ ...property, file })), open: type.index !== undefined };
  if (type.kind === 'intersection') return joined(type.of.map((part) => propertiesOf(file, part, depth + 1)));
  if (type.kind !== 'reference') return undefined;
  const [first, second] = type.arguments;
  const inner = first === undefined ? undefined : () => propertiesOf(file, first, depth + 1);
  if (inner !== undefined) {
    const utility = utilities[type.name];
    if (utility !== undefined) return map(inner(), utility(second));
  }
  const resolved = file.resolveType(type);
  return resolved === undefined ? undefined : propertiesOf(resolved.file, resolved.type, depth + 1);
}

type Change = (properties: readonly Property[]) => readonly Property[];

const utilities: Readonly<Record<string, (keys: TypeModel | undefined) => Change>> = {
  Partial: () => (properties) => properties.map((property) => ({ ...property, optional: true })),
  Required: () => (properties) => properties.map((property) => ({ ...property, optional: false })),
  Readonly: () => (properties) => properties,
  Pick: (keys) => (properties) => properties.filter(({ name }) => namesIn(keys).includes(name)),
  Omit: (keys) => (properties) => properties.filter(({ name }) => !namesIn(keys).includes(name)),
};

function namesIn(keys: TypeModel | undefined): unknown[] {
  if (keys?.kind === 'literal') return [keys.value];
  return keys?.kind === 'union' ? keys.of.flatMap((part) => namesIn(part)) : [];
}

const map = (found: Properties | undefined, change: Change): Properties | undefined =>
  found === undefined ? undefined : { ...found, properties: change(found.properties) };

function joined(parts: readonly (Properties | undefined)[]): Properties | undefined {
  const known = parts.filter((part) => part !== undefined);
  if (known.length === 0) return undefined;
  const byName = new Map(known.flatMap(({ properties }) => properties).map((property) => [property.name, property]));
  return { properties: [...byName.values()], open: known.length < parts.length || known.some(({ open }) => open) };
}

import type { LinkedFile, ParameterModel, ParametersModel } from '../model/entities.ts';
import type { FunctionModel, Parameter } from '../model/file.ts';
import type { TypeHere } from '../model/type-here.ts';
import { allowsUndefined, homeOf, isWhole } from '../model/type-here.ts';
import { shapeOf } from '../model/type-shape.ts';
import type { TypeModel } from '../model/value.ts';

/** The named parameters of a function: the members of its one object, by its pattern and its type. */
export function parametersOf(file: LinkedFile, implementation: FunctionModel | undefined): ParametersModel {
  if (implementation === undefined) return { fields: [], open: true };
  if (file.model.language === 'python') return keywordParameters(file, implementation);
  const [first] = implementation.parameters;
  if (first === undefined) return { fields: [], open: false };
  const shape = first.type === undefined ? undefined : shapeOf({ file, type: first.type });
  const fields = merge(file, first, shape, implementation);
  const known = first.type === undefined ? first.fields !== undefined && first.open !== true : shape !== undefined && isClosed(shape.type);
  return { fields, open: !known };
}

function merge(file: LinkedFile, parameter: Parameter, shape: TypeHere | undefined, implementation: FunctionModel): ParameterModel[] {
  const properties = shape?.type.kind === 'object' ? shape.type.properties : [];
  const patterns = parameter.fields ?? [];
  const documented = implementation.parameterDocumentation ?? {};
  const fromType = properties.map((property): ParameterModel => {
    const pattern = patterns.find(({ name }) => name === property.name);
    const typeFile = shape?.file ?? file;
    const mayBeLeftOut = property.optional || pattern?.default !== undefined || parameter.optional;
    return {
      name: property.name,
      required: !mayBeLeftOut && !allowsUndefined({ file: typeFile, type: property.type }),
      type: property.type,
      typeFile: homeOf(property.type) ?? typeFile,
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

/** Whether an object type has no members but those that it names. */
const isClosed = (type: TypeModel): boolean => isWhole(type) && type.index === undefined;

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

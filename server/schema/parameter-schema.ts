import type { FlowModel, LinkedFile, ParameterModel, TaskModel } from '../model/entities.ts';
import type { JsonSchema, ParameterSchema, PropertySchema } from '../protocol.ts';
import { jsonOf } from '../model/json-value.ts';
import { constraints, SchemaWalker } from './type-schema.ts';
import { zodSchema } from './zod-schema.ts';

/** A schema, and the parameters whose types JSON cannot carry: those accept anything. */
export interface ParameterSchemaResult {
  readonly schema: ParameterSchema;
  readonly unsupported: readonly { readonly parameter: string; readonly type: string }[];
}

/**
 * The parameters of a flow as JSON Schema in Prefect's dialect (`parameter_openapi_schema`): `position` orders the
 * form, `title` is the name, named types stand in `definitions`.
 */
export function parameterSchema(flow: FlowModel | TaskModel): ParameterSchemaResult {
  const validated = validatorOf(flow);
  if (validated !== undefined) return { schema: { title: 'Parameters', ...validated }, unsupported: [] };
  const walker = new SchemaWalker();
  const unsupported: { parameter: string; type: string }[] = [];
  const properties: Record<string, PropertySchema> = {};
  const { fields, open } = flow.parameters;
  for (const [position, field] of fields.entries()) {
    properties[field.name] = propertyOf(walker, flow.functionFile, field, position);
    for (const type of walker.takeUnsupported()) unsupported.push({ parameter: field.name, type });
  }
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  const schema: ParameterSchema = {
    title: 'Parameters',
    type: 'object',
    properties,
    ...(required.length === 0 ? {} : { required }),
    ...(Object.keys(walker.definitions).length === 0 ? {} : { definitions: walker.definitions }),
    ...(open ? { additionalProperties: true } : {}),
  };
  return { schema, unsupported };
}

/** What the validator of its option `parameters` takes, which is checked before each run; undefined without one that can be read. */
function validatorOf({ options }: FlowModel | TaskModel): Omit<ParameterSchema, 'title'> | undefined {
  const given = options?.value.members.find(({ name }) => name === 'parameters')?.value;
  const read = given === undefined || options === undefined ? undefined : zodSchema(options.file, given)?.schema;
  if (read === undefined || !isObjectSchema(read)) return undefined;
  const properties = Object.entries(read.properties).map(
    ([name, schema], position) => [name, { ...schema, title: name, position }] as const,
  );
  return { ...read, properties: Object.fromEntries(properties) };
}

const isObjectSchema = (
  schema: JsonSchema,
): schema is {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
} => schema['type'] === 'object' && schema['properties'] !== undefined;

function propertyOf(walker: SchemaWalker, functionFile: LinkedFile, field: ParameterModel, position: number): PropertySchema {
  const { name, type, description } = field;
  const standard = field.default === undefined ? undefined : jsonOf(functionFile, field.default);
  const schema = type === undefined ? inferred(standard) : walker.schemaOf(field.typeFile, type);
  // Beside a reference other keywords count for nothing in older drafts; Prefect, too, wraps it.
  const typed: JsonSchema = '$ref' in schema ? { allOf: [schema] } : schema;
  return {
    ...typed,
    ...constraints(field.tags),
    title: name,
    position,
    ...(description === undefined ? {} : { description }),
    ...(standard === undefined ? {} : { default: standard }),
  };
}

/** The type of a parameter that has none but a default value. */
function inferred(standard: unknown): JsonSchema {
  if (Array.isArray(standard)) return { type: 'array', items: {} };
  const type = typeof standard;
  return type === 'string' || type === 'number' || type === 'boolean' ? { type } : standard !== null && type === 'object' ? { type } : {};
}

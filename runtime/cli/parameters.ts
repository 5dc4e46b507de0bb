import { MillraceError } from '../core/errors.ts';

/**
 * `name=value` pairs over a JSON object. Values are JSON where they can be read as that, else texts; what the schema says is
 * a text is one, so that `day=7` is the text that was typed.
 */
export function parseParameters(pairs: readonly string[], json: string | undefined, schema?: Schema | null): Record<string, unknown> {
  const parameters: Record<string, unknown> = json === undefined ? {} : parseObject(json);
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at <= 0) throw new MillraceError('invalid', `"${pair}" is not a parameter: give name=value.`);
    const [name, text] = [pair.slice(0, at), pair.slice(at + 1)];
    const value = parseValue(text);
    parameters[name] = isText(schema, name) && typeof value !== 'string' ? text : value;
  }
  return parameters;
}

/**
 * Throws `invalid` for parameters that a deployment does not have, as Prefect's command line does: its server lets them
 * pass. A schema that names no parameter, or says that there may be others, tells nothing.
 */
export function checkKnown(parameters: Readonly<Record<string, unknown>>, schema: Schema | null | undefined): void {
  const known = Object.keys(propertiesOf(schema));
  const unknown = Object.keys(parameters).filter((name) => !known.includes(name));
  if (unknown.length === 0 || known.length === 0 || schema?.['additionalProperties'] === true) return;
  const names = unknown.map((name) => `"${name}"`).join(', ');
  throw new MillraceError('invalid', `The deployment has no parameter ${names}: it takes ${known.join(', ')}.`);
}

/** The part of a deployment's `parameter_openapi_schema` that is looked at. */
type Schema = Readonly<Record<string, unknown>>;

function isText(schema: Schema | null | undefined, name: string): boolean {
  const property = propertiesOf(schema)[name];
  return typeof property === 'object' && property !== null && Reflect.get(property, 'type') === 'string';
}

const propertiesOf = (schema: Schema | null | undefined): Record<string, unknown> => {
  const properties: unknown = schema?.['properties'];
  return typeof properties === 'object' ? { ...properties } : {};
};

function parseObject(json: string): Record<string, unknown> {
  const value = parseValue(json);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new MillraceError('invalid', `The parameters are not a JSON object: ${json}`);
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

import { MillraceError } from '../core/errors.ts';
import { didYouMean } from '../core/nearest.ts';

/**
 * `name=value` pairs over a JSON object. Values are JSON where they can be read as that, else texts; what the schema says is
 * a text is one, so that `day=7` is the text that was typed.
 */
export function parseParameters(pairs: readonly string[], json: string | undefined, schema?: Schema | null): Record<string, unknown> {
  const parameters: Record<string, unknown> = json === undefined ? {} : parseObject(json);
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at <= 0) throw new MillraceError('invalid', `"${pair}" is no name with a value: give name=value.`);
    const [name, text] = [pair.slice(0, at), pair.slice(at + 1)];
    const value = parseValue(text);
    parameters[name] = isText(schema, name) && typeof value !== 'string' ? text : value;
  }
  return parameters;
}

/** Whether a schema may say something else of values that were typed: one of them can be read as JSON that is no text. */
export const dependOnSchema = (pairs: readonly string[]): boolean =>
  pairs.some((pair) => typeof parseValue(pair.slice(pair.indexOf('=') + 1)) !== 'string');

/** The names that a schema of parameters knows; undefined for one that names none, or says that there may be others. */
export function namesOf(schema: Schema | null | undefined): readonly string[] | undefined {
  const names = Object.keys(propertiesOf(schema));
  return names.length === 0 || (schema?.['additionalProperties'] ?? false) !== false ? undefined : names;
}

/**
 * Throws `invalid` for parameters that a flow or deployment does not take, as Prefect's command line does: its server lets
 * them pass, and the run goes on without them. Nothing is wrong where the names are not known.
 */
export function checkKnown(of: string, parameters: Readonly<Record<string, unknown>>, known: readonly string[] | undefined): void {
  const unknown = Object.keys(parameters).filter((name) => known?.includes(name) === false);
  const [first] = unknown;
  if (first === undefined || known === undefined) return;
  const names = unknown.map((name) => `"${name}"`).join(', ');
  const takes = known.length === 0 ? 'It takes none.' : `It takes ${known.join(', ')}.`;
  throw new MillraceError('invalid', `${of} has no parameter ${names}.${didYouMean(first, known)} ${takes}`);
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

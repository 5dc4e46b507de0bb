import { MillraceError } from '../core/errors.ts';

/** `name=value` pairs over a JSON object; values are JSON where they can be read as that, else texts. */
export function parseParameters(pairs: readonly string[], json: string | undefined): Record<string, unknown> {
  const parameters: Record<string, unknown> = json === undefined ? {} : parseObject(json);
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at <= 0) throw new MillraceError('invalid', `"${pair}" is not a parameter: give name=value.`);
    parameters[pair.slice(0, at)] = parseValue(pair.slice(at + 1));
  }
  return parameters;
}

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

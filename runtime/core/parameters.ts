import { MillraceError } from './errors.ts';

/** Bytes that a run's parameters may take as JSON: Prefect's `max_parameter_size`. */
export const maxParameterBytes = 524_288;

/** Parameters as JSON can carry them: what cannot be sent is described, so that the record shows what was there. */
export function toJsonParameters(parameters: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(parameters, describer()));
}

function describer(): (this: unknown, key: string, value: unknown) => unknown {
  const above: unknown[] = [];
  return function describe(_key, value) {
    if (typeof value === 'bigint') return value.toString();
    if (typeof value === 'function') return `[function ${value.name || 'anonymous'}]`;
    if (typeof value === 'symbol') return value.toString();
    if (typeof value !== 'object' || value === null) return value;
    while (above.length > 0 && above.at(-1) !== this) above.pop();
    if (above.includes(value)) return '[circular]';
    above.push(value);
    return value;
  };
}

/** Throws `invalid` when the parameters are larger than a server accepts, with the way out. */
export function checkParameterSize(parameters: Readonly<Record<string, unknown>>, of: string): void {
  const size = new TextEncoder().encode(JSON.stringify(parameters)).length;
  if (size <= maxParameterBytes) return;
  throw new MillraceError(
    'invalid',
    `The parameters of ${of} have ${size} bytes as JSON, and at most ${maxParameterBytes} are allowed: pass a reference, such as a path or a key, instead of the data.`,
  );
}

/** The one object of named parameters that a call gave. Throws `invalid` for anything else. */
export function namedParameters(args: readonly unknown[], of: string): Record<string, unknown> {
  const [first] = args;
  if (args.length === 0 || first === undefined) return {};
  const isPlain = typeof first === 'object' && first !== null && !Array.isArray(first);
  if (args.length === 1 && isPlain) return { ...first };
  throw new MillraceError(
    'invalid',
    `${of} takes one object of named parameters, as ({ name: value }), and was called with ${args.length === 1 ? kindOf(first) : `${args.length} arguments`}.`,
  );
}

const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`);

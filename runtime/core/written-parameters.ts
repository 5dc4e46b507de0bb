/** Strings, comments, the signs that make up a pattern, and words and numbers. */
const token = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[()[\]{},:=]|[^\s()[\]{},:='"`]+/g;

/**
 * The defaults that a function's source gives to its named parameters, as `{ day: 'monday' }` for
 * `async ({ day = 'monday', node }) => …`. Only literals: what has to be computed is known when the function runs.
 */
export function literalDefaults(source: string): Record<string, unknown> {
  const defaults: Record<string, unknown> = {};
  for (const [name = '', ...rest] of patternOf(source) ?? []) {
    const [sign, text = '', ...more] = rest[0] === ':' ? rest.slice(2) : rest;
    const value = sign === '=' && more.length === 0 ? literal(text) : undefined;
    if (value !== undefined) defaults[unquoted(name) ?? name] = value;
  }
  return defaults;
}

/**
 * The names of the parameters that a function's source takes, none for an arrow function without any. Undefined where the
 * source does not tell: it takes them as a whole, or all others (`...rest`), or hands on what it is given.
 */
export function parameterNames(source: string): readonly string[] | undefined {
  if (/^(?:async\s*)?\(\s*\)\s*=>/.test(source)) return [];
  const names = patternOf(source)?.map(([name = '']) => unquoted(name) ?? name);
  return names?.every((name) => /^[^.[]/.test(name)) === true ? names : undefined;
}

/** The parts of the object pattern that a function takes first; undefined when it takes something else. */
function patternOf(source: string): string[][] | undefined {
  const tokens = (source.match(token) ?? []).filter((text) => !text.startsWith('//') && !text.startsWith('/*'));
  const open = tokens.indexOf('(');
  if (tokens[open + 1] !== '{' || tokens.slice(0, open).includes('=')) return undefined;
  return partsOf(tokens.slice(open + 2)).filter((part) => part.length > 0);
}

/** The tokens between the commas of a pattern, up to its end. */
function partsOf(tokens: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const text of tokens) {
    if ('([{'.includes(text)) depth += 1;
    else if (')]}'.includes(text)) depth -= 1;
    if (depth < 0) break;
    if (text === ',' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(text);
  }
  return parts;
}

const words: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };

/** The value of a literal; undefined for everything else. */
function literal(text: string): unknown {
  if (Object.hasOwn(words, text)) return words[text];
  return /^-?[\d_]*\.?\d+(?:e[+-]?\d+)?$/i.test(text) ? Number(text.replaceAll('_', '')) : unquoted(text);
}

/** A text without its quotes; undefined when it has none, or needs more than that. */
const unquoted = (text: string): string | undefined => (/^(['"`])(?!.*(?:\\|\$\{)).*\1$/s.test(text) ? text.slice(1, -1) : undefined);

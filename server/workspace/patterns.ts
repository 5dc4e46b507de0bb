/** A pattern for paths with forward slashes: `*` within a name, `**` for any number of folders, `?`, and `{one,other}`. */
export const expressionOf = (pattern: string): RegExp => new RegExp(`^${sourceOf(pattern.replace(/^\.?\//, '').replace(/\/$/, ''))}$`);

const sourceOf = (pattern: string): string =>
  pattern.replaceAll(/\*\*\/|\/\*\*$|\*+|\?|\{[^{}]*\}|[.+^$()|[\]\\{}]/g, (part) => meanings[part] ?? alternativesOf(part));

const meanings: Readonly<Record<string, string>> = { '**/': '(?:.+/)?', '/**': '(?:/.+)?', '**': '.*', '*': '[^/]+', '?': '[^/]' };

const alternativesOf = (part: string): string =>
  part.length > 1 ? `(?:${part.slice(1, -1).split(',').map(sourceOf).join('|')})` : `\\${part}`;

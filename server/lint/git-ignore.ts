import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { readIfFile } from '../workspace/text-files.ts';

/** A line of a `.gitignore`. */
interface Line {
  readonly pattern: RegExp;
  readonly foldersOnly: boolean;
  /** Whether it takes back what lines before it leave out. */
  readonly negated: boolean;
}

/** The lines of a `.gitignore`, the one with the last word first; they tell paths from its folder. */
interface IgnoreFile {
  readonly folder: string;
  readonly lines: readonly Line[];
}

/** What the `.gitignore` files of a repository leave out; nothing where there is no repository. */
export class GitIgnore {
  readonly #files = new Map<string, readonly IgnoreFile[] | undefined>();
  readonly #left = new Map<string, boolean>();

  /** Whether a file is left out, by itself or with a folder around it, as far as that is below another folder. */
  ignores(file: string, below: string): boolean {
    if (file.length <= below.length) return false;
    let isOut = this.#leavesOut(file, false);
    for (let folder = dirname(file); !isOut && folder.length > below.length; folder = dirname(folder))
      isOut = this.#leavesOut(folder, true);
    return isOut;
  }

  #leavesOut(path: string, isFolder: boolean): boolean {
    const known = this.#left.get(path);
    if (known !== undefined) return known;
    const isOut = this.#lastWord(path, isFolder);
    this.#left.set(path, isOut);
    return isOut;
  }

  #lastWord(path: string, isFolder: boolean): boolean {
    for (const { folder, lines } of this.#filesFor(dirname(path)) ?? []) {
      const place = relative(folder, path).replaceAll(sep, '/');
      const line = lines.find(({ pattern, foldersOnly }) => (isFolder || !foldersOnly) && pattern.test(place));
      if (line !== undefined) return !line.negated;
    }
    return false;
  }

  /** The files that count for what is in a folder, the nearest first; undefined outside of repositories. */
  #filesFor(folder: string): readonly IgnoreFile[] | undefined {
    if (this.#files.has(folder)) return this.#files.get(folder);
    const isTop = existsSync(join(folder, '.git'));
    const above = isTop ? [] : dirname(folder) === folder ? undefined : this.#filesFor(dirname(folder));
    const lines = above && linesOf(folder);
    const files = lines === undefined || lines.length === 0 ? above : [{ folder, lines }, ...(above ?? [])];
    this.#files.set(folder, files);
    return files;
  }
}

function linesOf(folder: string): Line[] {
  const text = readIfFile(join(folder, '.gitignore')) ?? '';
  const lines = text.split(/\r?\n/).map((line) => line.replace(/(?<!\\)\s+$/, ''));
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(lineOf)
    .toReversed();
}

function lineOf(line: string): Line {
  const negated = line.startsWith('!');
  const [, path = '', slash] = /^(.*?)(\/?)$/s.exec(negated ? line.slice(1) : line) ?? [];
  // A pattern with a folder in it is told from the folder of the file, any other holds at every depth.
  const source = path.includes('/') ? sourceOf(path.replace(/^\//, '')) : `(?:.*/)?${sourceOf(path)}`;
  return { pattern: expression(source), foldersOnly: slash === '/', negated };
}

/** What cannot be read as a pattern matches nothing, as with Git. */
function expression(source: string): RegExp {
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return /(?!)/;
  }
}

const sourceOf = (pattern: string): string =>
  pattern.replaceAll(
    /^\*\*\/|\/\*\*\/|\/\*\*$|\*{1,2}|\?|\\.|\[[!^]?\]?[^\]]*\]|[.+^$()|[\]{}\\]/g,
    (part) => meanings[part] ?? literal(part),
  );

const meanings: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '/**/': '/(?:.*/)?',
  '/**': '/.+',
  '*': '[^/]*',
  '**': '[^/]*',
  '?': '[^/]',
};

/** A set of characters, or a character that is meant as it is. */
function literal(part: string): string {
  const [, negated, characters] = /^\[([!^]?)(.+)\]$/s.exec(part) ?? [];
  if (characters !== undefined) return `[${negated === '' ? '' : '^/'}${characters.replaceAll(/[[\]]/g, String.raw`\$&`)}]`;
  const character = part.at(-1) ?? '';
  return /\w/.test(character) ? character : `\\${character}`;
}

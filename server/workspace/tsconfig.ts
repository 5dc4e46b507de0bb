import { dirname, join } from 'node:path';
import { parse } from 'jsonc-parser';

/** A row of `compilerOptions.paths`: specifiers that begin and end like this are files there. */
export interface PathMapping {
  readonly prefix: string;
  readonly suffix: string;
  readonly exact: boolean;
  /** Absolute, with `*` where the matched part goes. */
  readonly targets: readonly string[];
}

/** What a `tsconfig.json` says about where modules are. */
export interface Mappings {
  /** The row that fits best comes first. */
  readonly paths: readonly PathMapping[];
  /** The folders of `rootDirs`, which are one. */
  readonly roots: readonly string[];
}

interface Config {
  readonly extends: readonly string[];
  readonly references: readonly string[];
  readonly baseUrl?: string;
  readonly paths?: Readonly<Record<string, readonly string[]>>;
  readonly rootDirs?: readonly string[];
}

/** What a configuration says, or those that it extends; undefined where none of them does. */
interface Settled {
  readonly paths?: readonly PathMapping[];
  readonly base?: PathMapping;
  readonly roots?: readonly string[];
}

const none: Mappings = { paths: [], roots: [] };

/** The path mappings that hold for the files below each folder with a `tsconfig.json`. A broken one maps nothing. */
export class PathMappings {
  readonly #configs: ReadonlyMap<string, string>;
  readonly #read: (path: string) => string | undefined;
  readonly #known = new Map<string, Mappings>();

  constructor(configs: readonly string[], read: (path: string) => string | undefined) {
    const named = configs.filter((path) => /(?:^|[\\/])[jt]sconfig\.json$/.test(path));
    this.#configs = new Map(named.map((path) => [dirname(path), path]));
    this.#read = read;
  }

  of(folder: string): Mappings {
    const known = this.#known.get(folder);
    if (known !== undefined) return known;
    const config = this.#configs.get(folder);
    const parent = dirname(folder);
    const found = config !== undefined ? mappingsOf(this.#settled(config, 0)) : parent === folder ? none : this.of(parent);
    this.#known.set(folder, found);
    return found;
  }

  /** Each setting is that of the configuration itself, else of the last one that it extends; one that only names others has theirs. */
  #settled(path: string, depth: number): Settled {
    const text = depth > 8 ? undefined : this.#read(path);
    if (text === undefined) return {};
    const config = configOf(text);
    const folder = dirname(path);
    const further = (other: string): Settled => this.#settled(withEnding(join(folder, other)), depth + 1);
    const parents = config.extends.filter((parent) => parent.startsWith('.')).map((parent) => further(parent));
    const all = [...parents, ownOf(config, folder)].reduce((before, next) => ({ ...before, ...next }), {});
    return Object.keys(all).length > 0
      ? all
      : config.references
          .filter((one) => one.endsWith('.json'))
          .map(further)
          .reduce((before, next) => ({ ...next, ...before }), {});
  }
}

const mappingsOf = ({ paths = [], base, roots = [] }: Settled): Mappings => ({
  paths: base === undefined ? paths : [...paths, base],
  roots,
});

function ownOf({ baseUrl, paths, rootDirs }: Config, folder: string): Settled {
  const base = join(folder, baseUrl ?? '.');
  const rows = Object.entries(paths ?? {}).map(([pattern, targets]) => mapping(pattern, targets, base));
  return {
    ...(paths === undefined ? {} : { paths: rows.toSorted((a, b) => rankOf(b) - rankOf(a)) }),
    ...(baseUrl === undefined ? {} : { base: { prefix: '', suffix: '', exact: false, targets: [join(base, '*')] } }),
    ...(rootDirs === undefined ? {} : { roots: rootDirs.map((root) => join(folder, root)) }),
  };
}

/** What is written out comes before patterns, and of these the longest. */
const rankOf = ({ exact, prefix }: PathMapping): number => (exact ? Number.POSITIVE_INFINITY : prefix.length);

const withEnding = (path: string): string => (path.endsWith('.json') ? path : `${path}.json`);

function mapping(pattern: string, targets: readonly string[], base: string): PathMapping {
  const [prefix = '', suffix] = pattern.split('*');
  return { prefix, suffix: suffix ?? '', exact: suffix === undefined, targets: targets.map((target) => join(base, target)) };
}

/** Only what has the expected shape is taken. */
function configOf(text: string): Config {
  const value: unknown = parse(text, [], { allowTrailingComma: true });
  const parent = fieldOf(value, 'extends');
  const options = fieldOf(value, 'compilerOptions');
  const [baseUrl, paths, rootDirs] = [fieldOf(options, 'baseUrl'), fieldOf(options, 'paths'), fieldOf(options, 'rootDirs')];
  const references = fieldOf(value, 'references');
  const named = Array.isArray(references) ? references.map((one: unknown) => fieldOf(one, 'path')) : [];
  return {
    extends: typeof parent === 'string' ? [parent] : isStrings(parent) ? parent : [],
    references: isStrings(named) ? named : [],
    ...(typeof baseUrl === 'string' ? { baseUrl } : {}),
    ...(isObject(paths)
      ? { paths: Object.fromEntries(Object.entries(paths).filter((entry): entry is [string, string[]] => isStrings(entry[1]))) }
      : {}),
    ...(isStrings(rootDirs) ? { rootDirs } : {}),
  };
}

const fieldOf = (value: unknown, name: string): unknown => (isObject(value) ? Reflect.get(value, name) : undefined);
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isStrings = (value: unknown): value is string[] => Array.isArray(value) && value.every((item) => typeof item === 'string');

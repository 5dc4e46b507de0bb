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

interface Config {
  readonly extends?: string | readonly string[];
  readonly compilerOptions?: { readonly baseUrl?: string; readonly paths?: Readonly<Record<string, readonly string[]>> };
}

/** The path mappings that hold for the files below each folder with a `tsconfig.json`. A broken one maps nothing. */
export class PathMappings {
  readonly #configs: ReadonlyMap<string, string>;
  readonly #read: (path: string) => string | undefined;
  readonly #known = new Map<string, readonly PathMapping[]>();

  constructor(configs: readonly string[], read: (path: string) => string | undefined) {
    const named = configs.filter((path) => /(?:^|[\\/])[jt]sconfig\.json$/.test(path));
    this.#configs = new Map(named.map((path) => [dirname(path), path]));
    this.#read = read;
  }

  of(folder: string): readonly PathMapping[] {
    const known = this.#known.get(folder);
    if (known !== undefined) return known;
    const config = this.#configs.get(folder);
    const parent = dirname(folder);
    const found = config !== undefined ? this.#mappingsIn(config, 0) : parent === folder ? [] : this.of(parent);
    this.#known.set(folder, found);
    return found;
  }

  #mappingsIn(path: string, depth: number): readonly PathMapping[] {
    const text = depth > 8 ? undefined : this.#read(path);
    if (text === undefined) return [];
    const config = configOf(text);
    const folder = dirname(path);
    const { baseUrl, paths } = config.compilerOptions ?? {};
    const base = baseUrl === undefined ? folder : join(folder, baseUrl);
    const own = Object.entries(paths ?? {}).map(([pattern, targets]) => mapping(pattern, targets, base));
    const all: PathMapping[] = baseUrl === undefined ? own : [...own, { prefix: '', suffix: '', exact: false, targets: [join(base, '*')] }];
    if (all.length > 0) return all;
    const parents = typeof config.extends === 'string' ? [config.extends] : (config.extends ?? []);
    return parents
      .filter((parent) => parent.startsWith('.'))
      .flatMap((parent) => this.#mappingsIn(withEnding(join(folder, parent)), depth + 1));
  }
}

const withEnding = (path: string): string => (path.endsWith('.json') ? path : `${path}.json`);

function mapping(pattern: string, targets: readonly string[], base: string): PathMapping {
  const [prefix = '', suffix] = pattern.split('*');
  return { prefix, suffix: suffix ?? '', exact: suffix === undefined, targets: targets.map((target) => join(base, target)) };
}

/** Only what has the expected shape is taken. */
function configOf(text: string): Config {
  const value: unknown = parse(text, [], { allowTrailingComma: true });
  if (typeof value !== 'object' || value === null) return {};
  const options = Reflect.get(value, 'compilerOptions');
  const paths: unknown = isObject(options) ? Reflect.get(options, 'paths') : undefined;
  const baseUrl: unknown = isObject(options) ? Reflect.get(options, 'baseUrl') : undefined;
  const parent: unknown = Reflect.get(value, 'extends');
  return {
    ...(typeof parent === 'string' ? { extends: parent } : isStrings(parent) ? { extends: parent } : {}),
    compilerOptions: {
      ...(typeof baseUrl === 'string' ? { baseUrl } : {}),
      ...(isObject(paths)
        ? { paths: Object.fromEntries(Object.entries(paths).filter((entry): entry is [string, string[]] => isStrings(entry[1]))) }
        : {}),
    },
  };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isStrings = (value: unknown): value is string[] => Array.isArray(value) && value.every((item) => typeof item === 'string');

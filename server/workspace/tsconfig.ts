import { dirname, isAbsolute, join } from 'node:path';
import { isBelow } from './discover.ts';
import { parse } from 'jsonc-parser';
import { isRecord, isStrings } from '../model/records.ts';
import type { PackageFacts } from './packages.ts';

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
  /** The folders that are built into, and those in which the sources of each may begin. */
  readonly outputs: readonly Output[];
}

interface Output {
  readonly folder: string;
  readonly roots: readonly string[];
}

interface Config {
  readonly extends: readonly string[];
  readonly references: readonly string[];
  readonly baseUrl?: string;
  readonly paths?: Readonly<Record<string, readonly string[]>>;
  readonly rootDirs?: readonly string[];
  readonly rootDir?: string;
  readonly outDir?: string;
  readonly include?: readonly string[];
}

/** What a configuration says, or those that it extends; undefined where none of them does. */
interface Settled {
  readonly paths?: readonly PathMapping[];
  readonly base?: PathMapping;
  readonly roots?: readonly string[];
  /** Where sources may begin: there, or in the folders that are included. */
  readonly source?: string;
  readonly included?: readonly string[];
  readonly output?: string;
}

const none: Mappings = { paths: [], roots: [], outputs: [] };

/** The path mappings that hold for the files below each folder with a `tsconfig.json`, else a `jsconfig.json`. A broken one maps nothing. */
export class PathMappings {
  readonly #all: readonly string[];
  readonly #byFolder: ReadonlyMap<string, readonly string[]>;
  readonly #configs: ReadonlyMap<string, string>;
  readonly #read: (path: string) => string | undefined;
  readonly #packages: readonly Pick<PackageFacts, 'name' | 'folder'>[];
  readonly #known = new Map<string, Mappings>();

  constructor(
    configs: readonly string[],
    read: (path: string) => string | undefined,
    packages: readonly Pick<PackageFacts, 'name' | 'folder'>[],
  ) {
    const named = configs.filter((path) => /(?:^|[\\/])[jt]sconfig\.json$/.test(path));
    this.#all = configs;
    this.#byFolder = Map.groupBy(configs.toSorted(), (path) => dirname(path));
    this.#configs = new Map(named.toSorted().map((path) => [dirname(path), path]));
    this.#read = read;
    this.#packages = packages;
  }

  of(folder: string): Mappings {
    const known = this.#known.get(folder);
    if (known !== undefined) return known;
    const config = this.#configs.get(folder);
    const parent = dirname(folder);
    const found = config !== undefined ? this.#mappingsAt(config, folder) : parent === folder ? none : this.of(parent);
    this.#known.set(folder, found);
    return found;
  }

  /** Also a configuration that is only for building (`tsconfig.build.json`) says what is built of what. */
  #mappingsAt(config: string, folder: string): Mappings {
    const { paths = [], base, roots = [] } = this.#settled(config, folder, 0);
    const beside = this.#byFolder.get(folder) ?? [];
    const outputs = [...new Set([config, ...beside])].flatMap((path) => outputOf(this.#settled(path, folder, 0), folder) ?? []);
    return { paths: base === undefined ? paths : [...paths, base], roots, outputs };
  }

  /** The folders into which configurations of any name build. */
  outputs(): readonly string[] {
    const found = this.#all.flatMap((path) => this.#settled(path, dirname(path), 0).output ?? []);
    return [...new Set(found)].filter((folder) => !this.#all.some((path) => isBelow(folder, path)));
  }

  /**
   * Each setting is that of the configuration itself, else of the last one that it extends; one that only names others has
   * theirs. `top`: the folder of the configuration that is asked for, which those that it extends call `${configDir}`.
   */
  #settled(path: string, top: string, depth: number): Settled {
    const text = depth > 8 ? undefined : this.#read(path);
    if (text === undefined) return {};
    const config = configOf(text.replaceAll(`\${configDir}`, () => JSON.stringify(top).slice(1, -1)));
    const folder = dirname(path);
    const parents = config.extends.map((parent) => {
      const found = parent.startsWith('.') ? withEnding(join(folder, parent)) : this.#installed(folder, parent);
      return found === undefined ? {} : this.#settled(found, top, depth + 1);
    });
    const all = [...parents, ownOf(config, folder)].reduce((before, next) => ({ ...before, ...next }), {});
    return Object.keys(all).length > 0
      ? all
      : config.references
          .filter((one) => one.endsWith('.json'))
          .map((one) => this.#settled(join(folder, one), top, depth + 1))
          .reduce((before, next) => ({ ...next, ...before }), {});
  }

  /** A configuration in a package of the project, or in an installed one. */
  #installed(folder: string, parent: string): string | undefined {
    const own = this.#packages.find(({ name }) => name !== '' && (parent === name || parent.startsWith(`${name}/`)));
    const places = own === undefined ? installedPlaces(folder, parent) : [join(own.folder, parent.slice(own.name.length))];
    const candidates = places.flatMap((place) => (place.endsWith('.json') ? [place] : [`${place}.json`, join(place, 'tsconfig.json')]));
    return candidates.find((candidate) => this.#read(candidate) !== undefined);
  }
}

function installedPlaces(folder: string, parent: string): string[] {
  const above = dirname(folder);
  return [join(folder, 'node_modules', parent), ...(above === folder ? [] : installedPlaces(above, parent))];
}

function outputOf({ output, source, included = [] }: Settled, folder: string): Output | undefined {
  if (output === undefined) return undefined;
  return { folder: output, roots: source === undefined ? [...included, join(folder, 'src'), folder] : [source] };
}

function ownOf({ baseUrl, paths, rootDirs, rootDir, outDir, include }: Config, folder: string): Settled {
  const base = at(folder, baseUrl ?? '.');
  const rows = Object.entries(paths ?? {}).map(([pattern, targets]) => mapping(pattern, targets, base));
  return {
    ...(paths === undefined ? {} : { paths: rows.toSorted((a, b) => rankOf(b) - rankOf(a)) }),
    ...(baseUrl === undefined ? {} : { base: { prefix: '', suffix: '', exact: false, targets: [join(base, '*')] } }),
    ...(rootDirs === undefined ? {} : { roots: rootDirs.map((root) => at(folder, root)) }),
    ...(rootDir === undefined ? {} : { source: at(folder, rootDir) }),
    ...(outDir === undefined ? {} : { output: at(folder, outDir) }),
    ...(include === undefined || include.length === 0
      ? {}
      : { included: include.flatMap((pattern) => at(folder, /^[^*?]*(?=\/|$)/.exec(pattern)?.[0] ?? '')) }),
  };
}

/** A path of a configuration, without a slash at its end. */
const at = (folder: string, path: string): string => (isAbsolute(path) ? join(path) : join(folder, path)).replace(/(?<=.)[\\/]$/, '');

/** What is written out comes before patterns, and of these the longest. */
const rankOf = ({ exact, prefix }: PathMapping): number => (exact ? Number.POSITIVE_INFINITY : prefix.length);

const withEnding = (path: string): string => (path.endsWith('.json') ? path : `${path}.json`);

function mapping(pattern: string, targets: readonly string[], base: string): PathMapping {
  const [prefix = '', suffix] = pattern.split('*');
  return { prefix, suffix: suffix ?? '', exact: suffix === undefined, targets: targets.map((target) => at(base, target)) };
}

/** Only what has the expected shape is taken. */
function configOf(text: string): Config {
  const value: unknown = parse(text, [], { allowTrailingComma: true });
  const parent = fieldOf(value, 'extends');
  const options = fieldOf(value, 'compilerOptions');
  const [baseUrl, paths, rootDirs] = [fieldOf(options, 'baseUrl'), fieldOf(options, 'paths'), fieldOf(options, 'rootDirs')];
  const [rootDir, outDir] = [fieldOf(options, 'rootDir'), fieldOf(options, 'outDir')];
  const [references, include] = [fieldOf(value, 'references'), fieldOf(value, 'include')];
  const named = Array.isArray(references) ? references.map((one: unknown) => fieldOf(one, 'path')) : [];
  return {
    extends: typeof parent === 'string' ? [parent] : isStrings(parent) ? parent : [],
    references: isStrings(named) ? named : [],
    ...(typeof baseUrl === 'string' ? { baseUrl } : {}),
    ...(isRecord(paths)
      ? { paths: Object.fromEntries(Object.entries(paths).filter((entry): entry is [string, readonly string[]] => isStrings(entry[1]))) }
      : {}),
    ...(isStrings(rootDirs) ? { rootDirs } : {}),
    ...(typeof rootDir === 'string' ? { rootDir } : {}),
    ...(typeof outDir === 'string' ? { outDir } : {}),
    ...(isStrings(include) ? { include } : {}),
  };
}

const fieldOf = (value: unknown, name: string): unknown => (isRecord(value) ? value[name] : undefined);

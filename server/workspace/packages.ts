import { dirname } from 'node:path';
import { isRecord } from '../model/records.ts';

/** A package of the project. */
export interface PackageFacts {
  readonly name: string;
  readonly path: string;
  readonly folder: string;
  /** Where its sources may begin, the likeliest first. */
  readonly entries: readonly string[];
  /** What specifiers with `#` in front mean in its files, and what can be imported of it; the row that fits best first. */
  readonly imports: readonly TargetRow[];
  readonly exports: readonly TargetRow[];
  /** The packages that it has under other names (`"flows": "npm:millrace@1"`), or from a folder (`"flows": "file:../flows"`). */
  readonly aliases: ReadonlyMap<string, string>;
  /** Patterns for the packages that belong to this one; undefined where it does not list any. */
  readonly workspaces: readonly string[] | undefined;
  /** The version of the SDK that it asks for. */
  readonly sdkVersion: string | undefined;
}

/** A row of `imports` or `exports`: files or packages, under any condition; `*` stands for what is there in the specifier. */
export interface TargetRow {
  readonly pattern: string;
  readonly targets: readonly string[];
}

/** Reads a `package.json`; undefined when it is broken. */
export function packageAt(path: string, text: string): PackageFacts | undefined {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(manifest)) return undefined;
  const { name, exports, dependencies, devDependencies } = manifest;
  const listed = [manifest['source'], manifest['module'], manifest['types'], manifest['main']];
  const files = listed.filter((entry) => typeof entry === 'string');
  return {
    name: typeof name === 'string' ? name : '',
    path,
    folder: dirname(path),
    entries: [...files.flatMap(withSources), 'index', 'src/index', 'src'],
    imports: rowsIn(manifest['imports']),
    exports: exports === undefined ? [] : rowsIn(withRoot(exports)),
    aliases: new Map([...aliasesIn(devDependencies), ...aliasesIn(dependencies)]),
    workspaces: patternsIn(manifest['workspaces']),
    sdkVersion: versionIn(dependencies) ?? versionIn(devDependencies),
  };
}

function versionIn(dependencies: unknown): string | undefined {
  const version = isRecord(dependencies) ? dependencies['millrace'] : undefined;
  return typeof version === 'string' ? version : undefined;
}

const aliasesIn = (dependencies: unknown): [string, string][] =>
  isRecord(dependencies)
    ? Object.entries(dependencies).flatMap(([name, version]): [string, string][] => {
        const target = aliased
          .exec(String(version))
          ?.slice(1)
          .find((part) => part !== undefined);
        return target === undefined ? [] : [[name, target]];
      })
    : [];

/** `workspaces`, or what `pnpm-workspace.yaml` holds: a list, or an object with one as `packages`; undefined where nothing is listed. */
export function patternsIn(workspaces: unknown): readonly string[] | undefined {
  const list = isRecord(workspaces) ? workspaces['packages'] : workspaces;
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : undefined;
}

const aliased = /^(?:npm|workspace):(@?[a-z][^@]*)|^(?:file|link|portal|workspace):(\.{0,2}\/.*?|\.\.?)\/?$/i;

/** A file, and where its source may be if it is compiled, perhaps one of several times (`dist/esm/etl.js`). */
const withSources = (path: string): string[] => {
  const file = path.replace(declaration, '.$1js');
  return [file, file.replace(outputs, './src/'), file.replace(outputs, './'), file.replace(variants, './src/')];
};

/** What is only declared is made of a source, too: `dist/index.d.ts`. */
const declaration = /\.d\.([cm]?)ts$/;

const outputs = /^(\.\/)?(dist|build|lib|out)\//;
const variants = /^(\.\/)?(dist|build|lib|out)\/[^/]+\//;

/** `exports` that are only about the package itself, as the row that this is. */
const withRoot = (exports: unknown): unknown =>
  isRecord(exports) && Object.keys(exports).some((key) => key.startsWith('.')) ? exports : { '.': exports };

/** As Node chooses: what is written out before patterns, and of these the longest. */
function rowsIn(rows: unknown): TargetRow[] {
  if (!isRecord(rows)) return [];
  const found = Object.entries(rows).filter(([pattern]) => pattern.startsWith('.') || pattern.startsWith('#'));
  return found
    .map(([pattern, target]) => ({
      pattern,
      targets: [...targetsIn(target, true), ...targetsIn(target, false)].flatMap(withSources),
    }))
    .toSorted((a, b) => beforeStar(b.pattern) - beforeStar(a.pattern));
}

const beforeStar = (pattern: string): number => (pattern.includes('*') ? pattern.indexOf('*') : Number.POSITIVE_INFINITY);

/** The files or packages that a row names for a specifier; undefined when it is about others. */
export function targetsFor({ pattern, targets }: TargetRow, specifier: string): readonly string[] | undefined {
  const [prefix = '', suffix] = pattern.split('*');
  if (suffix === undefined) return specifier === pattern ? targets : undefined;
  if (!specifier.startsWith(prefix) || !specifier.endsWith(suffix) || specifier.length < pattern.length) return undefined;
  const star = specifier.slice(prefix.length, specifier.length - suffix.length);
  return targets.map((target) => target.replaceAll('*', () => star));
}

/** The targets under conditions that hold in Node, or under the others: some lead to sources of what is only built later. */
function targetsIn(target: unknown, hold: boolean): string[] {
  if (typeof target === 'string') return hold ? [target] : [];
  if (Array.isArray(target)) return target.flatMap((one) => targetsIn(one, hold));
  if (!isRecord(target)) return [];
  return Object.entries(target).flatMap(([condition, one]) => {
    if (holding.has(condition)) return targetsIn(one, hold);
    return hold ? [] : [...targetsIn(one, true), ...targetsIn(one, false)];
  });
}

const holding = new Set(['types', 'node', 'import', 'require', 'module-sync', 'default']);

import { dirname } from 'node:path';

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
  if (typeof manifest !== 'object' || manifest === null) return undefined;
  const field = (name: string): unknown => Reflect.get(manifest, name);
  const name = field('name');
  const listed = [...targetsOf(field('exports')), field('source'), field('module'), field('types'), field('main')];
  const files = listed.filter((entry) => typeof entry === 'string');
  return {
    name: typeof name === 'string' ? name : '',
    path,
    folder: dirname(path),
    entries: [...files.flatMap(withSources), 'index', 'src/index', 'src'],
    imports: rowsIn(field('imports')),
    exports: rowsIn(field('exports')),
    sdkVersion: versionIn(field('dependencies')) ?? versionIn(field('devDependencies')),
  };
}

function versionIn(dependencies: unknown): string | undefined {
  const version: unknown = typeof dependencies === 'object' && dependencies !== null ? Reflect.get(dependencies, 'millrace') : undefined;
  return typeof version === 'string' ? version : undefined;
}

/** A file, and where its source may be if it is compiled. */
const withSources = (file: string): string[] => [file, file.replace(outputs, './src/'), file.replace(outputs, './')];

const outputs = /^(\.\/)?(dist|build|lib|out)\//;

/** As Node chooses: what is written out before patterns, and of these the longest. */
function rowsIn(rows: unknown): TargetRow[] {
  if (typeof rows !== 'object' || rows === null) return [];
  const found = Object.entries(rows).filter(([pattern]) => pattern.startsWith('.') || pattern.startsWith('#'));
  return found
    .map(([pattern, target]: [string, unknown]) => ({
      pattern,
      targets: allIn(target).flatMap((one) => (typeof one === 'string' ? withSources(one) : [])),
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

/** A target under any condition. */
const allIn = (target: unknown): unknown[] =>
  typeof target === 'object' && target !== null ? Object.values(target).flatMap((one) => allIn(one)) : [target];

/** The files that the `.` of `exports` names under any condition. */
function targetsOf(exports: unknown): unknown[] {
  if (typeof exports === 'string') return [exports];
  if (typeof exports !== 'object' || exports === null) return [];
  const root: unknown = Reflect.get(exports, '.') ?? (Object.keys(exports).some((key) => key.startsWith('.')) ? undefined : exports);
  if (typeof root !== 'object' || root === null) return [root];
  return Object.values(root).flatMap((target) => targetsOf(target));
}

import { dirname } from 'node:path';

/** A package of the project. */
export interface PackageFacts {
  readonly name: string;
  readonly path: string;
  readonly folder: string;
  /** Where its sources may begin, the likeliest first. */
  readonly entries: readonly string[];
  /** What specifiers with `#` in front mean in its files, as patterns with `*`. */
  readonly imports: readonly { readonly pattern: string; readonly targets: readonly string[] }[];
  /** The version of the SDK that it asks for. */
  readonly sdkVersion: string | undefined;
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
  const sources = files.flatMap((file) => [
    file,
    file.replace(/^(\.\/)?(dist|build|lib|out)\//, 'src/'),
    file.replace(/^(\.\/)?(dist|build|lib|out)\//, ''),
  ]);
  return {
    name: typeof name === 'string' ? name : '',
    path,
    folder: dirname(path),
    entries: [...sources, 'index', 'src/index', 'src'],
    imports: importsIn(field('imports')),
    sdkVersion: versionIn(field('dependencies')) ?? versionIn(field('devDependencies')),
  };
}

function versionIn(dependencies: unknown): string | undefined {
  const version: unknown = typeof dependencies === 'object' && dependencies !== null ? Reflect.get(dependencies, 'millrace') : undefined;
  return typeof version === 'string' ? version : undefined;
}

function importsIn(imports: unknown): PackageFacts['imports'] {
  if (typeof imports !== 'object' || imports === null) return [];
  return Object.entries(imports).map(([pattern, target]: [string, unknown]) => ({
    pattern,
    targets: allIn(target).filter((one) => typeof one === 'string'),
  }));
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

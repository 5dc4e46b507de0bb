import type { LinkedFile } from '../model/entities.ts';
import type { Effect } from '../model/sdk.ts';
import { isSdkModule } from '../model/sdk.ts';

/** What the linker asks about the files around one. */
export interface Modules {
  /** The file that a specifier names, or the module of an SDK for which it stands; undefined for packages outside the project and for what is not there. */
  resolve(from: string, specifier: string): string | undefined;
  file(path: string): LinkedFile | undefined;
  /** Whether a file can have to do with an SDK: it imports one, or a file that does. */
  reachesSdk(path: string): boolean;
  /** The effects that the functions of a file may have. */
  effectsOf(path: string): readonly Effect[];
}

/** A module as an import finds it: of an SDK, by the specifier that says so, or a file of the project; else outside of it, or not there. */
export type ImportedModule =
  | { readonly kind: 'sdk'; readonly specifier: string }
  | { readonly kind: 'file'; readonly file: LinkedFile }
  | { readonly kind: 'outside' };

/** What a specifier names in a file. */
export function importedModule(file: LinkedFile, modules: Modules, specifier: string): ImportedModule {
  if (isSdkModule(specifier)) return { kind: 'sdk', specifier };
  const path = modules.resolve(file.path, specifier);
  const found = path === undefined ? undefined : modules.file(path);
  if (found !== undefined) return { kind: 'file', file: found };
  return path !== undefined && isSdkModule(path) ? { kind: 'sdk', specifier: path } : { kind: 'outside' };
}

/** The modules all of whose exports a file hands on. */
export const starsOf = ({ model }: LinkedFile): readonly string[] =>
  model.exports.flatMap((one) => (one.name === '*' && 'from' in one ? one.from : []));

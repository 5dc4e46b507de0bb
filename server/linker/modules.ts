import type { LinkedFile } from '../model/entities.ts';

/** What the linker asks about the files around one. */
export interface Modules {
  /** The file that a specifier names, or the module of an SDK for which it stands; undefined for packages outside the project and for what is not there. */
  resolve(from: string, specifier: string): string | undefined;
  file(path: string): LinkedFile | undefined;
  /** Whether a file can have to do with an SDK: it imports one, or a file that does. */
  reachesSdk(path: string): boolean;
}

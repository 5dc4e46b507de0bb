import { dirname, join } from 'node:path';
import { firstOf } from '../model/lists.ts';
import type { PackageFacts } from './packages.ts';
import type { WorkspaceList } from './workspace-lists.ts';
import { packagesIn } from './workspace-lists.ts';

/** The packages of a project: which of them a name means depends on who asks. */
export class KnownPackages {
  readonly #byFolder: ReadonlyMap<string, PackageFacts>;
  readonly #byName: ReadonlyMap<string, PackageFacts>;
  readonly #members: ReadonlyMap<string, ReadonlyMap<string, PackageFacts>>;

  constructor(packages: readonly PackageFacts[], lists: readonly WorkspaceList[]) {
    this.#byFolder = new Map(packages.map((facts) => [facts.folder, facts]));
    // Of several with one name that which stands least deep: copies and fixtures stand deeper.
    const deepestFirst = packages.toSorted((a, b) => depthOf(b) - depthOf(a) || (a.folder < b.folder ? 1 : -1));
    this.#byName = new Map(deepestFirst.map((facts) => [facts.name, facts]));
    const own = deepestFirst.flatMap(({ folder, workspaces }) => (workspaces === undefined ? [] : [{ folder, patterns: workspaces }]));
    this.#members = packagesIn([...own, ...lists], deepestFirst);
  }

  /** The package of a folder itself. */
  at(folder: string): PackageFacts | undefined {
    return this.#byFolder.get(folder);
  }

  /** The package that a folder is in. */
  around(folder: string): PackageFacts | undefined {
    return firstOf(foldersAbove(folder), (one) => this.#byFolder.get(one));
  }

  /** What a package is really called that goes by another name in a folder. */
  aliasOf(folder: string, name: string): string | undefined {
    const alias = firstOf(foldersAbove(folder), (one) => this.#byFolder.get(one)?.aliases.get(name));
    return alias === name || alias?.match(/^[./]/) ? undefined : alias;
  }

  /**
   * The package that a name means in a folder: one around it, the folder that a dependency names, one that a list of
   * workspaces around it holds. Without such a list it may be any.
   */
  named(folder: string, name: string): PackageFacts | undefined {
    const above = foldersAbove(folder);
    const own = above.find((one) => this.#byFolder.get(one)?.name === name);
    if (own !== undefined) return this.#byFolder.get(own);
    const linked = firstOf(above, (one) => {
      const place = this.#byFolder.get(one)?.aliases.get(name);
      return place?.match(/^[./]/) ? this.#byFolder.get(join(place.startsWith('/') ? '' : one, place)) : undefined;
    });
    if (linked !== undefined) return linked;
    const lists = above.flatMap((one) => this.#members.get(one) ?? []);
    return lists.length === 0 ? this.#byName.get(name) : firstOf(lists, (members) => members.get(name));
  }
}

/** A folder and those around it, the nearest first. */
function foldersAbove(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersAbove(above)];
}

const depthOf = ({ folder }: PackageFacts): number => foldersAbove(folder).length;

import { isSameList } from '../model/lists.ts';

/** What the project says of a file without reading it again. */
export interface FileNames {
  readonly flows: readonly string[];
  /** As `flow/deployment`. */
  readonly deployments: readonly string[];
  /** All else that other files can see of its flows and deployments without importing it. */
  readonly shape: string;
  /** Whether other files say some of it, so that they may change it. */
  readonly elsewhere: boolean;
}

/** Whether two files, or one at two times, have the same names. */
export const areSame = (names: FileNames | undefined, others: FileNames | undefined): boolean =>
  names === undefined || others === undefined
    ? names === others
    : names.shape === others.shape &&
      names.elsewhere === others.elsewhere &&
      isSameList(names.flows, others.flows) &&
      isSameList(names.deployments, others.deployments);

/** Which files have a flow or deployment of some name. */
export class NameIndex {
  readonly #files = new Map<string, FileNames>();
  readonly #flows = new Map<string, Set<string>>();
  readonly #deployments = new Map<string, Set<string>>();

  of(path: string): FileNames | undefined {
    return this.#files.get(path);
  }

  paths(): string[] {
    return [...this.#files.keys()];
  }

  withFlow(name: string): string[] {
    return [...(this.#flows.get(name) ?? [])];
  }

  withDeployment(fullName: string): string[] {
    return [...(this.#deployments.get(fullName) ?? [])];
  }

  deployments(): string[] {
    return [...this.#deployments.keys()];
  }

  set(path: string, names: FileNames): void {
    this.remove(path);
    this.#files.set(path, names);
    for (const name of names.flows) add(this.#flows, name, path);
    for (const name of names.deployments) add(this.#deployments, name, path);
  }

  remove(path: string): void {
    const names = this.#files.get(path);
    if (names === undefined) return;
    this.#files.delete(path);
    for (const name of names.flows) drop(this.#flows, name, path);
    for (const name of names.deployments) drop(this.#deployments, name, path);
  }

  clear(): void {
    this.#files.clear();
    this.#flows.clear();
    this.#deployments.clear();
  }
}

function add(index: Map<string, Set<string>>, name: string, path: string): void {
  const paths = index.get(name);
  if (paths === undefined) index.set(name, new Set([path]));
  else paths.add(path);
}

function drop(index: Map<string, Set<string>>, name: string, path: string): void {
  const paths = index.get(name);
  paths?.delete(path);
  if (paths?.size === 0) index.delete(name);
}

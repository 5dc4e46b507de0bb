import { linkFile } from '../linker/linked-file.ts';
import type { DeploymentModel, FlowModel, LinkedFile, ProjectModel, ServerFacts } from '../model/entities.ts';
import type { FileModel } from '../model/file.ts';

/** Where a project's models and specifiers come from. */
export interface ProjectSource {
  /** The files that can have to do with flows. */
  paths(): Iterable<string>;
  /** The model of any file of the project, read when it is asked for. */
  model(path: string): FileModel | undefined;
  resolve(from: string, specifier: string): string | undefined;
  /** The files that import a file. */
  importersOf(path: string): Iterable<string>;
  sdkVersions(): readonly { readonly path: string; readonly version: string }[];
}

/** The linked files of a project. A change drops what has followed the file that changed; all else stays. */
export class Project implements ProjectModel {
  readonly #source: ProjectSource;
  readonly #linked = new Map<string, LinkedFile | undefined>();
  readonly #named = new Map<string, Named>();
  #unnamed: Set<string> | undefined;
  server: ServerFacts | undefined;

  constructor(source: ProjectSource) {
    this.#source = source;
  }

  file(path: string): LinkedFile | undefined {
    if (this.#linked.has(path)) return this.#linked.get(path);
    const model = this.#source.model(path);
    const linked =
      model === undefined
        ? undefined
        : linkFile(path, model, {
            resolve: (from, specifier) => this.#source.resolve(from, specifier),
            file: (other) => this.file(other),
          });
    this.#linked.set(path, linked);
    return linked;
  }

  *files(): Iterable<LinkedFile> {
    for (const path of this.#source.paths()) {
      const file = this.file(path);
      if (file?.usesSdk === true) yield file;
    }
  }

  flowsNamed(name: string): readonly FlowModel[] {
    return this.#names().flatMap(({ flows }) => flows.filter((flow) => flow.name === name));
  }

  deploymentsNamed(fullName: string): readonly DeploymentModel[] {
    return this.#names().flatMap(({ deployments }) => deployments.filter(({ flowName, name }) => `${flowName}/${name}` === fullName));
  }

  *flows(): Iterable<FlowModel> {
    for (const { flows } of this.#names()) yield* flows;
  }

  *deployments(): Iterable<DeploymentModel> {
    for (const { deployments } of this.#names()) yield* deployments;
  }

  resolvePath(from: string, path: string): string | undefined {
    return this.#source.resolve(from, path.startsWith('.') || path.startsWith('/') ? path : `./${path}`);
  }

  sdkVersions(): readonly { readonly path: string; readonly version: string }[] {
    return this.#source.sdkVersions();
  }

  /** Forgets what was linked of a file and of all that import it, also through others. */
  changed(path: string): void {
    const waiting = [path];
    const seen = new Set(waiting);
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      this.#linked.delete(next);
      this.#named.delete(next);
      this.#unnamed?.add(next);
      for (const importer of this.#source.importersOf(next)) {
        if (seen.has(importer)) continue;
        seen.add(importer);
        waiting.push(importer);
      }
    }
  }

  /** Forgets everything: files have come or gone. */
  reset(): void {
    this.#linked.clear();
    this.#named.clear();
    this.#unnamed = undefined;
  }

  /** The flows and deployments of every file; only files that changed are looked at again. */
  #names(): Named[] {
    this.#unnamed ??= new Set(this.#source.paths());
    for (const path of this.#unnamed) {
      const file = this.file(path);
      if (file === undefined) continue;
      const named = { flows: file.flows, deployments: file.deployments };
      if (named.flows.length > 0 || named.deployments.length > 0) this.#named.set(path, named);
    }
    this.#unnamed.clear();
    return [...this.#named.values()];
  }
}

interface Named {
  readonly flows: readonly FlowModel[];
  readonly deployments: readonly DeploymentModel[];
}

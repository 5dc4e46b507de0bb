import type { DeploymentModel, FlowModel, LinkedFile, ProjectModel, ServerFacts } from '../model/entities.ts';
import { isSameList } from '../model/lists.ts';
import type { Project } from './project.ts';

/** What one of the questions about the whole project was, so that it can be asked again. */
type Asked = { readonly kind: 'flow' | 'deployment'; readonly name: string; readonly paths: readonly string[] };

/**
 * A project whose names are still being found, for rules that look at one file of it: notes which of them they ask for.
 * When all are found it can tell whether what they were answered is what they would be answered now.
 */
export class NotedProject implements ProjectModel {
  readonly #project: Project;
  readonly #asked: Asked[] = [];
  #askedForAll = false;

  constructor(project: Project) {
    this.#project = project;
  }

  /** Whether every answer so far would be the same once more. */
  get holds(): boolean {
    return !this.#askedForAll && this.#asked.every(({ kind, name, paths }) => isSameList(this.#project.pathsWith(kind, name), paths));
  }

  get server(): ServerFacts | undefined {
    return this.#project.server;
  }

  file(path: string): LinkedFile | undefined {
    return this.#project.file(path);
  }

  files(): Iterable<LinkedFile> {
    return this.#all().files();
  }

  flows(): Iterable<FlowModel> {
    return this.#all().flows();
  }

  deployments(): Iterable<DeploymentModel> {
    return this.#all().deployments();
  }

  deploymentNames(): readonly string[] {
    return this.#all().deploymentNames();
  }

  flowsNamed(name: string): readonly FlowModel[] {
    this.#note('flow', name);
    return this.#project.flowsNamed(name);
  }

  deploymentsNamed(fullName: string): readonly DeploymentModel[] {
    this.#note('deployment', fullName);
    return this.#project.deploymentsNamed(fullName);
  }

  resolvePath(from: string, path: string): string | undefined {
    return this.#project.resolvePath(from, path);
  }

  sdkVersions(): readonly { readonly path: string; readonly version: string }[] {
    return this.#project.sdkVersions();
  }

  #note(kind: Asked['kind'], name: string): void {
    this.#asked.push({ kind, name, paths: this.#project.pathsWith(kind, name) });
  }

  #all(): Project {
    this.#askedForAll = true;
    return this.#project;
  }
}

import { kept } from './models.ts';
import type { Models } from './models.ts';
import type { Project } from './project.ts';

/** Looks at files as they are read, while all that is known of them is in memory; names of others may not be known yet. */
export interface Visitor {
  /** Told before the first one: these will be read. */
  begin(paths: readonly string[]): Promise<void>;
  /** Whether it looks at a file; the bodies of others are not read. */
  wants(path: string): boolean;
  look(path: string): void;
}

/** How many files are read before a visitor looks at them: one thing done many times over is faster than two in turns. */
const batchSize = 150;

/** Finds the names in files that are new or have changed, and shows them to a visitor; what is no longer needed is let go on the way. */
export class Naming {
  readonly #project: Project;
  readonly #models: Models;
  readonly #visitor: Visitor | undefined;
  /** Files that have been named and wait to be looked at. */
  readonly #batch: string[] = [];

  constructor(project: Project, models: Models, visitor: Visitor | undefined) {
    this.#project = project;
    this.#models = models;
    this.#visitor = visitor;
  }

  name(path: string): void {
    const wanted = this.#visitor?.wants(path) === true;
    if (this.#models.outlines) this.#dropOutlines(wanted);
    else if (!wanted) this.#show();
    this.#models.outlines = !wanted;
    this.#project.name(path);
    if (wanted && this.#batch.push(path) === batchSize) this.#show();
  }

  /** Shows those that still wait; from now on whole models are read. */
  end(): void {
    this.#show();
    if (this.#models.outlines) this.#dropOutlines(true);
  }

  /** Lets go of outlines: all, as they are of no use to who wants to know more, or those that hardly anybody asks for. */
  #dropOutlines(all: boolean): void {
    if (all) this.#models.endOutlines();
    else this.#models.trimOutlines();
    this.#project.forget();
  }

  #show(): void {
    for (const path of this.#batch.splice(0)) if (this.#project.namesOf(path) !== undefined) this.#visitor?.look(path);
    trim(this.#project, this.#models);
  }
}

/** Lets go of what is known of files when it is of more than so many, and says whether it did. */
export function trim(project: Project, models: Models, limit = kept): boolean {
  if (project.size <= limit) return false;
  models.clear();
  project.forget();
  return true;
}

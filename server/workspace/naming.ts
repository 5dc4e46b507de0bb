import { dirname } from 'node:path';
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

/**
 * How many files are read before a visitor looks at them: one thing done many times over is faster than two in turns, and
 * all that is known of so few can be let go of before it leaves V8's young generation. Files of one folder mostly import
 * each other, and would be read again in the next batch: they stay together, unless they are too many.
 */
const [batchSize, largestBatch] = [10, 40];

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
    if (this.#models.outlines === wanted) this.#goOn(!wanted);
    else if (!wanted || this.#isFull(path)) this.#letGo();
    this.#project.name(path);
    if (wanted) this.#batch.push(path);
  }

  /** Shows those that still wait; from now on whole models are read. */
  end(): void {
    this.#show();
    if (this.#models.outlines) this.#goOn(false);
  }

  /** Goes on with outlines or with whole models, without any of the other. */
  #goOn(outlines: boolean): void {
    this.#show();
    this.#models.clear();
    this.#project.forget();
    this.#models.outlines = outlines;
  }

  #show(): void {
    for (const path of this.#batch.splice(0)) if (this.#project.namesOf(path) !== undefined) this.#visitor?.look(path);
  }

  /** Whether a file is better looked at with others than with those that wait. */
  #isFull(next: string): boolean {
    const { length } = this.#batch;
    return length >= largestBatch || (length >= batchSize && dirname(next) !== dirname(this.#batch[length - 1] ?? next));
  }

  /** What was known of the files before the next one, or the next batch, is of no use any more. */
  #letGo(): void {
    this.#show();
    this.#models.trim();
    this.#project.forget((path) => this.#models.has(path));
  }
}

/** Lets go of what is known of files when it is of more than so many, and says whether it did. */
export function trim(project: Project, models: Models, limit = kept): boolean {
  if (project.size <= limit) return false;
  models.clear();
  project.forget();
  return true;
}

import type { LinkedFile, ProjectModel } from '../model/entities.ts';
import type { Session } from '../session.ts';
import { prepareConfigFilesFor } from '../workspace/config.ts';
import type { Problem } from '../workspace/lint-file.ts';
import { NotedProject } from '../workspace/noted-project.ts';
import type { Visitor } from '../workspace/naming.ts';
import type { ReportedProblem } from './report.ts';

/** What is needed to report the problems of a file. */
export type Report = (project: ProjectModel, file: LinkedFile, problems: readonly Problem[]) => readonly ReportedProblem[];

/**
 * The problems of files as they are read: what is known of a file can be let go at once then, instead of being kept, or
 * read a second time, until all files have been named. The few files for which names of others made a difference are left.
 */
export class FirstLook implements Visitor {
  /** Milliseconds that it took. */
  milliseconds = 0;
  readonly #session: Session;
  readonly #includes: (path: string) => boolean;
  readonly #report: Report;
  readonly #found = new Map<string, { readonly project: NotedProject; readonly problems: readonly ReportedProblem[] }>();

  constructor(session: Session, includes: (path: string) => boolean, report: Report) {
    this.#session = session;
    this.#includes = includes;
    this.#report = report;
  }

  async begin(paths: readonly string[]): Promise<void> {
    await prepareConfigFilesFor(paths.filter((path) => this.#includes(path)));
  }

  wants(path: string): boolean {
    return this.#includes(path);
  }

  look(path: string): void {
    const started = performance.now();
    const { linter, workspace } = this.#session;
    const file = workspace.project.file(path);
    if (file !== undefined) {
      const project = new NotedProject(workspace.project);
      const problems = linter.problems(project, path, this.#session.settingsOf(path));
      this.#found.set(path, { project, problems: this.#report(workspace.project, file, problems) });
    }
    this.milliseconds += performance.now() - started;
  }

  /** What was found in a file, if it would be found now; to be asked when all files have been named. */
  of(path: string): readonly ReportedProblem[] | undefined {
    const found = this.#found.get(path);
    return found?.project.holds === true ? found.problems : undefined;
  }
}

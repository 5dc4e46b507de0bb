import type { Entity, FlowModel, LinkedFile, ProjectModel, TaskModel } from '../model/entities.ts';

/** What a feature looks at: one file after linking, its text, and the project around it. */
export interface View {
  readonly project: ProjectModel;
  readonly file: LinkedFile;
  readonly text: string;
}

/** Whether two models stand for the same definition: linking makes new objects after each change. */
export const isSame = (a: FlowModel | TaskModel, b: FlowModel | TaskModel): boolean =>
  a.file.path === b.file.path && a.call.span.start === b.call.span.start;

/** The flow or task that an entity is, or whose member it is (`etl`, `load.submit`). */
export function runnableOf(entity: Entity | undefined): FlowModel | TaskModel | undefined {
  if (entity?.kind === 'flow') return entity.flow;
  if (entity?.kind === 'task') return entity.task;
  return entity?.kind === 'method' ? runnableOf(entity.of) : undefined;
}

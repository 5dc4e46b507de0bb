import type { FlowModel, TaskModel } from '../../model/entities.ts';

/** A flow or task as messages call it. */
export const nameOf = ({ name, binding, kind }: FlowModel | TaskModel): string => name ?? binding ?? kind;

/** A flow or task with its kind: `flow 'etl'`. */
export const titleOf = (runnable: FlowModel | TaskModel): string => `${runnable.kind} '${nameOf(runnable)}'`;

/** The beginning of a sentence. */
export const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

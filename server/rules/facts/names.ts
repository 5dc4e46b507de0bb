import type { FlowModel, TaskModel } from '../../model/entities.ts';

/** A flow or task as messages call it. */
export const nameOf = ({ name, binding, kind }: FlowModel | TaskModel): string => name ?? binding ?? kind;

/** A flow or task with its kind: `flow 'etl'`; `this flow` where its name is not known. */
export const titleOf = ({ name, binding = name, kind }: FlowModel | TaskModel): string =>
  binding === undefined ? `this ${kind}` : `${kind} '${name ?? binding}'`;

/** Whether a worker that imports the flow's file finds it, under its variable's name or another one. */
export function isExported({ exportedAs, file, binding, call }: FlowModel): boolean {
  if (exportedAs.length > 0) return true;
  const names = [...(binding === undefined ? [] : [binding]), ...file.model.exports.flatMap((one) => ('name' in one ? one.name : []))];
  return names.some((name) => {
    const found = file.exported(name);
    return found.kind === 'flow' && found.flow?.call === call;
  });
}

/** The beginning of a sentence. */
export const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

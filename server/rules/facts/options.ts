import type { FlowModel, TaskModel } from '../../model/entities.ts';
import type { MemberAt } from '../../model/object-members.ts';
import { memberOf } from '../../model/object-members.ts';

/** An option of a flow or task, also one that it has from the flow or task it was made of. */
export function optionOf(runnable: FlowModel | TaskModel, name: string): MemberAt | 'absent' | 'unknown' {
  const { options, base } = runnable;
  const own = options === undefined ? withoutOptions(runnable) : memberOf(options, name);
  if (own !== 'absent' || base === undefined) return own;
  const original = base.kind === 'flow' ? base.flow : base.kind === 'task' ? base.task : undefined;
  return original === undefined ? 'unknown' : optionOf(original, name);
}

/** An option that a flow or task is given itself, rather than by what it was made of. */
export function ownOption({ options }: FlowModel | TaskModel, name: string): MemberAt | undefined {
  const found = options === undefined ? 'unknown' : memberOf(options, name);
  return typeof found === 'string' ? undefined : found;
}

/** The option where it is written; undefined when it is absent or not known. */
export function givenOption(runnable: FlowModel | TaskModel, name: string): MemberAt | undefined {
  const found = optionOf(runnable, name);
  return typeof found === 'string' ? undefined : found;
}

/** The number, string or boolean that an option is set to. */
export function literalOption(runnable: FlowModel | TaskModel, name: string): string | number | boolean | null | undefined {
  const found = givenOption(runnable, name);
  return found?.file.literalOf(found.member.value)?.value.value;
}

/** Options that are no object literal in sight may hold anything. */
const withoutOptions = ({ call, file }: FlowModel | TaskModel): 'absent' | 'unknown' =>
  call.arguments.every((argument) => argument.kind === 'function' || file.entityOf(argument).kind === 'function') ? 'absent' : 'unknown';

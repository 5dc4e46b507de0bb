import type { FlowModel, LinkedFile, Located, TaskModel } from '../../model/entities.ts';
import type { ObjectMember, ObjectValue } from '../../model/value.ts';

/** An option with the file in which it is written. */
export interface OptionAt {
  readonly file: LinkedFile;
  readonly member: ObjectMember;
}

/** An option of an object; `absent` only when it surely is not there, `unknown` when that cannot be said. */
export function memberOf(object: Located<ObjectValue>, name: string): OptionAt | 'absent' | 'unknown' {
  const { members, spreads } = object.value;
  for (let at = members.length - 1; at >= 0; at--) {
    const member = members[at];
    if (member?.name === name) return { file: object.file, member };
  }
  for (const spread of spreads.toReversed()) {
    const inner = object.file.objectOf(spread);
    const found = inner === undefined ? 'unknown' : memberOf(inner, name);
    if (found !== 'absent') return found;
  }
  return object.value.open && spreads.length === 0 ? 'unknown' : 'absent';
}

/** An option of a flow or task, also one that it has from the flow or task it was made of. */
export function optionOf(runnable: FlowModel | TaskModel, name: string): OptionAt | 'absent' | 'unknown' {
  const { options, base } = runnable;
  const own = options === undefined ? withoutOptions(runnable) : memberOf(options, name);
  if (own !== 'absent' || base === undefined) return own;
  const original = base.kind === 'flow' ? base.flow : base.kind === 'task' ? base.task : undefined;
  return original === undefined ? 'unknown' : optionOf(original, name);
}

/** An option that a flow or task is given itself, rather than by what it was made of. */
export function ownOption({ options }: FlowModel | TaskModel, name: string): OptionAt | undefined {
  const found = options === undefined ? 'unknown' : memberOf(options, name);
  return typeof found === 'string' ? undefined : found;
}

/** The option where it is written; undefined when it is absent or not known. */
export function givenOption(runnable: FlowModel | TaskModel, name: string): OptionAt | undefined {
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

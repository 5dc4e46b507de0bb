import type { Located } from './entities.ts';
import type { ObjectMember, ObjectValue } from './value.ts';

/** A member of an object with the file in which it is written. */
export interface MemberAt {
  readonly file: Located['file'];
  readonly member: ObjectMember;
}

/**
 * A member of an object, also of what is spread into it: the last one of its name counts. `absent` only when it surely is
 * not there, `unknown` when that cannot be said.
 */
export function memberOf(object: Located<ObjectValue>, name: string): MemberAt | 'absent' | 'unknown' {
  const { members, spreads, open } = object.value;
  const member = members.findLast((candidate) => candidate.name === name);
  for (const spread of spreads.toReversed()) {
    if (member !== undefined && spread.span.start < member.span.start) break;
    const inner = object.file.objectOf(spread);
    const found = inner === undefined ? 'unknown' : memberOf(inner, name);
    if (found !== 'absent') return found;
  }
  if (member !== undefined) return { file: object.file, member };
  return open ? 'unknown' : 'absent';
}

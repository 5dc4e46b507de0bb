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
  const member = lastNamed(members, name);
  for (let at = spreads.length - 1; at >= 0; at -= 1) {
    const spread = spreads[at];
    if (spread === undefined) break;
    if (member !== undefined && spread.span.start < member.span.start) break;
    const inner = object.file.objectOf(spread);
    const found = inner === undefined ? 'unknown' : memberOf(inner, name);
    if (found !== 'absent') return found;
  }
  if (member !== undefined) return { file: object.file, member };
  return open ? 'unknown' : 'absent';
}

/** All members that count of an object, also of what is spread into it: the last one of a name. */
export function membersOf(object: Located<ObjectValue>): readonly MemberAt[] {
  const { file, value } = object;
  const own = value.members.map((member) => ({ at: member.span.start, found: [{ file, member }] }));
  if (value.spreads.length === 0) return own.flatMap(({ found }) => found);
  const spread = value.spreads.map((part) => {
    const inner = file.objectOf(part);
    return { at: part.span.start, found: inner === undefined ? [] : membersOf(inner) };
  });
  const all = [...own, ...spread].toSorted((a, b) => a.at - b.at).flatMap(({ found }) => found);
  return [...new Map(all.map((found) => [found.member.name, found])).values()];
}

/** Rules ask for dozens of options of each flow and task at every keystroke. */
function lastNamed(members: readonly ObjectMember[], name: string): ObjectMember | undefined {
  for (let at = members.length - 1; at >= 0; at -= 1) if (members[at]?.name === name) return members[at];
  return undefined;
}

import type { Usage } from '../../model/file.ts';
import { rootOf } from '../../model/parts.ts';
import { futureMembers } from '../../model/sdk.ts';
import type { ItemValue, MemberValue } from '../../model/value.ts';
import type { Extraction } from './extraction.ts';
import { holdsCall } from './interest.ts';

/** Records what is done with something that a list, map or object holds, where a future there would be wrong. */
export function usePart(x: Extraction, part: MemberValue | ItemValue, usage: Usage): void {
  if (usage.awaited || !(usage.as === 'member' ? usage.member !== undefined && !ofFutures.has(usage.member) : forValues.has(usage.as)))
    return;
  const root = rootOf(part);
  if (root.kind !== 'reference' || !holdsCall(x, x.binding(root.binding))) return;
  x.references.push({ ...x.place, binding: root.binding, span: part.span, usage, part });
}

const ofFutures: ReadonlySet<string> = new Set(futureMembers);

const forValues: ReadonlySet<Usage['as']> = new Set(['template', 'operand', 'iterated', 'spread']);

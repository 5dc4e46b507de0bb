import type { ts } from './compiler.cjs';
import type { Usage } from '../../model/file.ts';
import { rootOf } from '../../model/parts.ts';
import { futureMembers, watchedMembers } from '../../model/sdk.ts';
import type { ItemValue, MemberValue, Value } from '../../model/value.ts';
import type { Extraction } from './extraction.ts';
import { use } from './extraction.ts';
import { holdsCall, isFieldOfFutures } from './interest.ts';

/** Records what is done with something that a list, map, object or field holds, where a future there would be wrong. */
export function usePart(x: Extraction, part: MemberValue | ItemValue, usage: Usage): void {
  const isWrong = usage.as === 'member' ? usage.member !== undefined && !ofFutures.has(usage.member) : forValues.has(usage.as);
  if (!isWrong && !usage.awaited) return;
  const root = rootOf(part);
  const mayHold = root.kind === 'reference' ? isWrong && !usage.awaited && holdsCall(x, x.binding(root.binding)) : isOfField(x, part);
  if (mayHold) x.references.push({ ...x.place, used: part, usage });
}

/** `this.rows`, `this.rows[0]`. */
function isOfField(x: Extraction, value: Value): boolean {
  if (value.kind === 'item') return isOfField(x, value.of);
  if (value.kind !== 'member') return false;
  return value.object.kind === 'instance' ? isFieldOfFutures(x, value.object.class, value.name) : isOfField(x, value.object);
}

const ofFutures: ReadonlySet<string> = new Set(futureMembers);

const forValues: ReadonlySet<Usage['as']> = new Set(['template', 'operand', 'iterated', 'spread']);

/** Notes that something is asked whether it has a member: `'submit' in job`, `job.submit?.()`. */
export function askFor(x: Extraction, node: ts.Node, object: Value, name: string): void {
  if (!watchedMembers.has(name)) return;
  const span = x.span(node);
  x.accesses.push({ ...x.place, object, name, nameSpan: span, span, usage: use('compared') });
}

import type { LinkedFile, Located } from '../model/entities.ts';
import type { LiteralValue, MemberValue, TemplateValue, Value } from '../model/value.ts';

/** The text or number that a value surely is, with the place in the same file where it is written. */
export function literalIn(file: LinkedFile, value: Value): Located<LiteralValue> | undefined {
  if (value.kind === 'template') return filledIn(file, value);
  const target =
    value.kind === 'reference' ? file.model.bindings[value.binding]?.value : value.kind === 'member' ? memberIn(file, value) : value;
  return target?.kind === 'literal' ? { file, value: target } : undefined;
}

/** `${folder}/nightly`, where all that is put in is known. */
function filledIn(file: LinkedFile, { parts, values, span }: TemplateValue): Located<LiteralValue> | undefined {
  const written = values.map((value) => file.literalOf(value)?.value.value);
  if (written.includes(undefined)) return undefined;
  return {
    file,
    value: { kind: 'literal', value: parts.map((part, at) => part + (at < written.length ? String(written[at]) : '')).join(''), span },
  };
}

/** `crons.nightly`, of an object that is written whole in this file and not changed later. */
function memberIn(file: LinkedFile, { object, name }: MemberValue): Value | undefined {
  const entity = file.entityOf(object);
  if (entity.kind !== 'object' || entity.object.file !== file || entity.added !== undefined) return undefined;
  const { members, spreads, open } = entity.object.value;
  return open || spreads.length > 0 ? undefined : members.findLast((member) => member.name === name)?.value;
}

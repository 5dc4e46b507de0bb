import type { LinkedFile } from '../../model/entities.ts';
import type { Call, Usage } from '../../model/file.ts';

/** Whether nothing ever reads the value of a call: it stands alone, or in a variable without readers. */
export function isDropped(file: LinkedFile, { usage }: Call): boolean {
  if (usage.as === 'discarded') return true;
  return usage.as === 'variable' && usage.binding !== undefined && isUnread(file, usage.binding);
}

/** Whether a variable is neither read here nor exported. Names with an underscore in front say that this is meant. */
function isUnread({ model }: LinkedFile, binding: number): boolean {
  const declared = model.bindings[binding];
  if (declared === undefined || declared.kind !== 'const' || declared.name.startsWith('_')) return false;
  const isExported = model.exports.some((item) => 'value' in item && item.value.kind === 'reference' && item.value.binding === binding);
  return !isExported && model.references.every((reference) => reference.binding !== binding);
}

/** What becomes of a call's value: directly, or through the variable that it is put into. */
export function* usesOf(file: LinkedFile, call: Call): Generator<Usage> {
  if (call.usage.as !== 'variable' || call.usage.binding === undefined) {
    yield call.usage;
    return;
  }
  for (const reference of file.model.references) if (reference.binding === call.usage.binding) yield reference.usage;
}

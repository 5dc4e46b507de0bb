import type { LinkedFile } from '../../model/entities.ts';
import type { Value } from '../../model/value.ts';
import { rootOf } from '../../model/parts.ts';
import { referencesTo } from './unused.ts';

/**
 * The values that are put into an object after it was made, as `all[node] = load.submit({ node })`; none as soon as
 * anything is read from the object other than by returning it, because then the values may have been replaced.
 */
export function collectedIn(file: LinkedFile, value: Value): readonly Value[] {
  if (value.kind !== 'reference') return [];
  const { binding } = value;
  const { model } = file;
  if (model.bindings[binding]?.kind !== 'const' || model.bindings[binding].value?.kind !== 'object') return [];
  const isRead = referencesTo(file, binding).some(({ usage }) => usage.as !== 'returned' && usage.as !== 'other');
  if (isRead || model.calls.some(({ callee }) => callee.kind === 'member' && isBinding(rootOf(callee), binding))) return [];
  const calls = model.calls.flatMap(({ usage, span }, call): Value[] => (isInto(usage, binding) ? [{ kind: 'call', call, span }] : []));
  const references = model.references.flatMap(({ used, usage }) => (used.kind === 'reference' && isInto(usage, binding) ? [used] : []));
  return [...calls, ...references];
}

const isInto = (usage: { readonly as: string; readonly binding?: number; readonly awaited: boolean }, binding: number): boolean =>
  usage.as === 'assigned' && usage.binding === binding && !usage.awaited;

const isBinding = (value: Value, binding: number): boolean => value.kind === 'reference' && value.binding === binding;

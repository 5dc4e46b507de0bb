import { watchedGlobals, watchedMembers } from '../../model/sdk.ts';
import type { Value } from '../../model/value.ts';
import type { Extraction, OpenBinding } from './extraction.ts';

/**
 * Whether a call is worth keeping: its callee can be something of an SDK, or is something that rules ask for. Calls of
 * what a function is handed, and of most globals, are neither.
 */
export function isWorthKeeping(x: Extraction, callee: Value): boolean {
  switch (callee.kind) {
    case 'reference': {
      const binding = x.binding(callee.binding);
      return binding.kind !== 'parameter' || binding.type !== undefined || binding.values.length > 0;
    }
    case 'member':
      return watchedMembers.has(callee.name) || isWorthKeeping(x, callee.object);
    case 'global':
      return watchedGlobals.has(callee.name);
    case 'call':
    case 'import':
    case 'instance':
    case 'class':
    case 'function':
      return true;
    case 'item':
      return isWorthKeeping(x, callee.of);
    case 'awaited':
      return isWorthKeeping(x, callee.value);
    case 'union':
      return callee.of.some((value) => isWorthKeeping(x, value));
    case 'typed':
      return true;
    default:
      return false;
  }
}

/** Whether a variable holds what a kept call gave, or a list that may collect such values. */
export function holdsCall(binding: OpenBinding): boolean {
  return binding.values.some(isCallResult);
}

function isCallResult(value: Value): boolean {
  switch (value.kind) {
    case 'call':
      return true;
    case 'awaited':
      return isCallResult(value.value);
    case 'item':
      return isCallResult(value.of);
    case 'array':
      return value.items.length === 0 || value.items.some((item) => isCallResult(item));
    case 'union':
      return value.of.some((item) => isCallResult(item));
    default:
      return false;
  }
}

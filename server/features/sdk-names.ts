import { nameOfSdk } from '../rules/facts/import-edits.ts';
import type { Edit } from '../rules/rule.ts';
import type { View } from './view.ts';

/** How the file calls things of the SDK, with the import that it needs for those it does not have yet. */
export function fromSdk({ file, text }: View, wanted: readonly string[]): { names: string[]; edits: readonly Edit[] } | undefined {
  const found = wanted.flatMap((name) => nameOfSdk(text, file, name) ?? []);
  if (found.length < wanted.length) return undefined;
  return { names: found.map(({ written }) => written), edits: found.flatMap(({ edits }) => edits) };
}

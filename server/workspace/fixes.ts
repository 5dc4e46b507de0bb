import type { Edit, Fix } from '../rules/rule.ts';
import type { Problem } from './lint-file.ts';

/** The edits of all safe fixes of one file's problems that can be made together: of two that overlap, the first. */
export function safeEdits(text: string, path: string, problems: readonly Problem[]): Edit[] {
  const chosen: Edit[] = [];
  for (const { fixes } of problems) {
    const edits = fixes.find(({ kind }) => kind === 'safe')?.edits(text);
    // A fix that also changes other files waits for a person: a run over all files would see them halfway.
    if (edits === undefined || edits.length === 0 || edits.some((edit) => edit.path !== undefined && edit.path !== path)) continue;
    const further = edits.filter((edit) => !chosen.some((one) => isSame(one, edit)));
    if (further.some((edit) => chosen.some((one) => overlaps(one, edit)))) continue;
    chosen.push(...further);
  }
  return chosen;
}

/** The edits of a fix; undefined when it does not fit, also when it throws: a fix is an offer. */
export function editsOf(fix: Fix, text: string, failed: (error: unknown) => void): readonly Edit[] | undefined {
  try {
    return fix.edits(text);
  } catch (error) {
    failed(error);
    return undefined;
  }
}

/** The text after edits of one file; overlapping edits throw. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const { span, text: replacement } of edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)) {
    if (span.start < at) throw new RangeError(`Edits overlap at offset ${span.start}.`);
    result += text.slice(at, span.start) + replacement;
    at = span.end;
  }
  return result + text.slice(at);
}

/** Two rules may add the same import: once is enough. */
const isSame = (a: Edit, b: Edit): boolean => a.span.start === b.span.start && a.span.end === b.span.end && a.text === b.text;

/** Whether two edits touch; two insertions at one place count, because their order would be chance. */
const overlaps = (a: Edit, b: Edit): boolean => a.span.start === b.span.start || (a.span.start < b.span.end && b.span.start < a.span.end);

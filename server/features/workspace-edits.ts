import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import type { Edit } from '../rules/rule.ts';
import { textEditsOf, uriOf } from './locations.ts';
import type { View } from './view.ts';

/** Changes of a file as editors take them. */
export const editOf = ({ file, text }: Pick<View, 'file' | 'text'>, edits: readonly Edit[]): WorkspaceEdit => ({
  changes: { [uriOf(file.path)]: textEditsOf(file, text, edits) },
});

/** The same of edits that may also be of other files; undefined when one of those files is gone. */
export function editAcrossFiles(view: View, edits: readonly Edit[]): WorkspaceEdit | undefined {
  const changes: Record<string, TextEdit[]> = {};
  for (const { path = view.file.path, span, text } of edits) {
    const file = path === view.file.path ? view.file : view.project.file(path);
    if (file === undefined) return undefined;
    (changes[uriOf(path)] ??= []).push(...textEditsOf(file, view.text, [{ span, text }]));
  }
  return { changes };
}

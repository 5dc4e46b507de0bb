import type { FoldingRange } from 'vscode-languageserver-types';
import type { LinkedFile } from '../model/entities.ts';
import { rangeOf } from './locations.ts';

/** The settings of each deployment, in code and in configuration, fold to their first line. */
export function foldingRanges(file: LinkedFile): FoldingRange[] {
  return file.deployments
    .map(({ file: where, span, options }) => rangeOf(where, options?.file.path === where.path ? options.value.span : span))
    .filter(({ start, end }) => end.line > start.line)
    .map(({ start, end }) => ({ startLine: start.line, endLine: file.model.language === 'yaml' ? end.line : end.line - 1 }))
    .filter(({ startLine, endLine }) => endLine > startLine);
}

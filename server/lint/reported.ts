import { isAbsolute, relative, sep } from 'node:path';
import type { LinkedFile, ProjectModel } from '../model/entities.ts';
import type { Span } from '../model/span.ts';
import { positionAt } from '../model/span.ts';
import type { Problem } from '../workspace/lint-file.ts';
import type { Region, ReportedProblem } from './report.ts';

/** A problem as it is reported: without anything of the project, with paths relative to a folder. */
export function reported(
  project: ProjectModel,
  cwd: string,
  file: LinkedFile,
  { ruleId, severity, message, span, fixes, related }: Problem,
): ReportedProblem {
  const kinds = fixes.map(({ kind }) => kind);
  return {
    rule: ruleId,
    severity,
    message,
    ...regionOf(file, span),
    fix: kinds.includes('safe') ? 'safe' : kinds.length > 0 ? 'suggestion' : 'none',
    related: related.flatMap(({ path, span: place, message: note }) => {
      const other = project.file(path);
      return other === undefined ? [] : [{ path: shown(cwd, path), message: note, ...regionOf(other, place) }];
    }),
  };
}

function regionOf({ model }: LinkedFile, span: Span): Region {
  const start = positionAt(model.lineStarts, span.start);
  const end = positionAt(model.lineStarts, span.end);
  return { line: start.line + 1, column: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}

/** A path as the one who typed the command sees it. */
export function shown(cwd: string, path: string): string {
  const way = relative(cwd, path);
  return (isAbsolute(way) ? path : way).replaceAll(sep, '/');
}

/** What an error says. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

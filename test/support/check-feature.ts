import assert from 'node:assert/strict';
import type { View } from '../../server/features/view.ts';
import type { ServerFacts } from '../../server/model/entities.ts';
import { positionAt } from '../../server/model/span.ts';
import { projectOf } from './project-of.ts';

/** A view of the file that holds the cursor, and where the cursor is. */
export interface At extends View {
  readonly offset: number;
}

/** The cursor in a source of a test. */
const cursor = '‸';

/** A view of a few files, one of which holds `‸` where the cursor is. A single text is `/p/flows.ts`. */
export function viewAt(source: string | Readonly<Record<string, string>>, server?: ServerFacts): At {
  const files = typeof source === 'string' ? { '/p/flows.ts': source } : source;
  const path = Object.keys(files).find((one) => files[one]?.includes(cursor)) ?? Object.keys(files)[0];
  assert.ok(path !== undefined, 'A test needs a file.');
  const texts = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.replace(cursor, '')]));
  const project = projectOf(texts, server);
  const file = project.file(path);
  assert.ok(file !== undefined, `${path} is not read.`);
  return { project, file, text: texts[path] ?? '', offset: Math.max(files[path]?.indexOf(cursor) ?? 0, 0) };
}

/** A range as `line:character-line:character`, from 0, as the protocol counts. */
export const rangeText = ({
  start,
  end,
}: {
  start: { line: number; character: number };
  end: { line: number; character: number };
}): string => `${start.line}:${start.character}-${end.line}:${end.character}`;

/** What a range covers in a text. */
export function coveredBy(text: string, range: Parameters<typeof rangeText>[0]): string {
  const lines = text.split('\n');
  if (range.start.line === range.end.line) return lines[range.start.line]?.slice(range.start.character, range.end.character) ?? '';
  const middle = lines.slice(range.start.line + 1, range.end.line);
  return [lines[range.start.line]?.slice(range.start.character), ...middle, lines[range.end.line]?.slice(0, range.end.character)].join(
    '\n',
  );
}

/** The text after edits of the protocol. */
export function applyTextEdits(text: string, edits: readonly { range: Parameters<typeof rangeText>[0]; newText: string }[]): string {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const offset = ({ line, character }: { line: number; character: number }): number => (starts[line] ?? 0) + character;
  assert.deepEqual(positionAt(starts, 0), { line: 0, character: 0 });
  return edits
    .toSorted((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce((result, { range, newText }) => result.slice(0, offset(range.start)) + newText + result.slice(offset(range.end)), text);
}

import type { Artifact } from '../../runtime/core/client-resources.ts';

/** What a run left for people, as its page shows it. */
export type ShownArtifact = ArtifactHead &
  (
    | { kind: 'markdown'; text: string }
    | { kind: 'table'; columns: string[]; rows: string[][] }
    | { kind: 'progress'; percent: number }
    | { kind: 'image'; url: string }
    | { kind: 'text'; text: string }
  );

interface ArtifactHead {
  id: string;
  /** Its key, or its kind where it has none. */
  title: string;
  /** Markdown. */
  description: string;
  /** The task run that made it. */
  task: string | undefined;
}

/** Rows of a table that are shown; the page says how many there are. */
const mostRows = 500;

/** Artifacts in the order in which they were made, without those that hold results for other programs. */
export function showArtifacts(artifacts: readonly Artifact[], taskNames: ReadonlyMap<string, string>): ShownArtifact[] {
  const forPeople = artifacts.filter(({ type }) => type !== 'result' && type !== null);
  return forPeople
    .toSorted((a, b) => (a.created < b.created ? -1 : 1))
    .map((artifact) => ({
      id: artifact.id,
      title: artifact.key ?? artifact.type ?? '',
      description: artifact.description ?? '',
      task: taskNames.get(artifact.taskRunId ?? ''),
      ...contentOf(artifact.type, artifact.data),
    }));
}

function contentOf(type: string | null, data: unknown) {
  if (type === 'table') return { kind: 'table' as const, ...tableOf(data) };
  if (type === 'progress') return { kind: 'progress' as const, percent: Math.min(100, Math.max(0, Number(data) || 0)) };
  if (type === 'image') return { kind: 'image' as const, url: textOf(data) };
  // A link is a text with one link in it, as Prefect's create_link_artifact makes it.
  return type === 'markdown' || type === 'link'
    ? { kind: 'markdown' as const, text: textOf(data) }
    : { kind: 'text' as const, text: textOf(data) };
}

/** A table as Prefect's clients send it, mostly as JSON: a list of rows, of objects, or columns by their names. */
function tableOf(data: unknown): { columns: string[]; rows: string[][] } {
  const value = typeof data === 'string' ? parsed(data) : data;
  if (Array.isArray(value)) return tableOfRows(value.slice(0, mostRows));
  const columns = Object.keys(objectOf(value));
  const lists = Object.values(objectOf(value)).map((list): unknown[] => (Array.isArray(list) ? list : [list]));
  const length = Math.min(mostRows, Math.max(0, ...lists.map((list) => list.length)));
  return { columns, rows: Array.from({ length }, (_, row) => lists.map((list) => textOf(list[row]))) };
}

function tableOfRows(rows: readonly unknown[]): { columns: string[]; rows: string[][] } {
  if (rows.every((row) => Array.isArray(row))) return { columns: [], rows: rows.map((row) => row.map(textOf)) };
  const columns = [...new Set(rows.flatMap((row) => Object.keys(objectOf(row))))];
  return { columns, rows: rows.map((row) => columns.map((column) => textOf(objectOf(row)[column]))) };
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [[text]];
  }
}

const textOf = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

const objectOf = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null ? { ...value } : {});

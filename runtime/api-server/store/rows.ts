import type { Row } from './database.ts';

/** How a column is written in an answer: SQLite has no booleans, and stored JSON is spliced in as it is. */
export type ColumnKind = 'text' | 'number' | 'boolean' | 'json';

/** The fields of an answer, in order. */
export type Columns = Readonly<Record<string, ColumnKind>>;

/** A JSON value that is already text. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A row as the JSON object of an answer. */
export function renderRow(row: Row, columns: Columns, extra: Readonly<Record<string, number>> = {}): JsonText {
  let text = '';
  for (const name in columns) text += `,"${name}":${renderValue(row[name], columns[name])}`;
  for (const name in extra) text += `,"${name}":${extra[name]}`;
  return new JsonText(`{${text.slice(1)}}`);
}

/** Several JSON texts as an array. */
export const renderList = (items: readonly JsonText[]): JsonText => new JsonText(`[${items.map((item) => item.text).join(',')}]`);

/** Any answer as JSON text. */
export const toJsonText = (value: unknown): string => (value instanceof JsonText ? value.text : JSON.stringify(value));

function renderValue(value: string | number | null | undefined, kind: ColumnKind | undefined): string {
  if (value === null || value === undefined) return 'null';
  if (kind === 'json') return String(value);
  if (kind === 'boolean') return value === 0 ? 'false' : 'true';
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** A JSON column as a value; the fallback for NULL. */
export function parseColumn<T>(row: Row, name: string, fallback: T): T {
  const value = row[name];
  return typeof value === 'string' ? JSON.parse(value) : fallback;
}

/** A column as text, or null. */
export const textOf = (row: Row, name: string): string | null => {
  const value = row[name];
  return value === null || value === undefined ? null : String(value);
};

/** Writes a row; values are columns by name. */
export function insertSql(table: string, names: readonly string[]): string {
  return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
}

/** Changes columns of the row with an id. */
export const updateSql = (table: string, names: readonly string[]): string =>
  `UPDATE ${table} SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`;

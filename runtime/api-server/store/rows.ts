import type { Row } from './database.ts';

/**
 * How a column is written in an answer: SQLite has no booleans, stored JSON is spliced in as it is, and a `word` (an id,
 * a time, a word of the protocol) has nothing to escape.
 */
export type ColumnKind = 'text' | 'word' | 'number' | 'boolean' | 'json';

/** The fields of an answer, in order. */
export interface Columns {
  readonly fields: readonly { readonly name: string; readonly key: string; readonly kind: ColumnKind }[];
}

/** The fields of an answer by name, in order. */
export const defineColumns = (kinds: Readonly<Record<string, ColumnKind>>): Columns => ({
  fields: Object.entries(kinds).map(([name, kind], index) => ({ name, kind, key: `${index === 0 ? '{' : ','}"${name}":` })),
});

/** A JSON value that is already text. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A row as the JSON object of an answer. One join makes one flat text; adding up makes trees that cost three times as much. */
export function renderRow(row: Row, columns: Columns, extra: Readonly<Record<string, number>> = {}): JsonText {
  const parts: string[] = [];
  for (const { name, key, kind } of columns.fields) {
    const value = row[name];
    if (kind === 'word' && typeof value === 'string') parts.push(key, '"', value, '"');
    else parts.push(key, renderValue(value, kind));
  }
  for (const name of Object.keys(extra)) parts.push(',"', name, '":', String(extra[name]));
  parts.push('}');
  return new JsonText(parts.join(''));
}

/**
 * An SQL expression for the text that `renderRow` makes, for pages: SQLite writes it in less time than handing over
 * each column takes. `places` says where a column is that is not the table's own.
 */
export function rowAsJson(columns: Columns, table: string, places: Readonly<Record<string, string>> = {}): string {
  const values = columns.fields.map(({ name, kind }) => {
    const place = places[name] ?? `${table}.${name}`;
    if (kind === 'json') return `ifnull(${place}, 'null')`;
    return kind === 'boolean' ? `iif(${place}, 'true', 'false')` : `json_quote(${place})`;
  });
  return `format('${columns.fields.map(({ key }) => `${key}%s`).join('')}', ${values.join(', ')})`;
}

/** A row that has its JSON text, as `rowAsJson` makes it, in `json`, completed. */
export function completeJson(row: Row, extra: Readonly<Record<string, number>>): JsonText {
  const more = Object.entries(extra).map(([name, value]) => `,"${name}":${value}`);
  return new JsonText(`${String(row['json'])}${more.join('')}}`);
}

/** Several JSON texts as an array. */
export const renderList = (items: readonly JsonText[]): JsonText => new JsonText(`[${items.map((item) => item.text).join(',')}]`);

/** Any answer as JSON text. */
export const toJsonText = (value: unknown): string => (value instanceof JsonText ? value.text : JSON.stringify(value));

function renderValue(value: string | number | null | undefined, kind: ColumnKind): string {
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

/** Orders of a list of named things, by Prefect's words, for columns of these names; `table` is named where several are joined. */
export const namedOrders = (table?: string) => {
  const of = table === undefined ? '' : `${table}.`;
  return {
    CREATED_DESC: `${of}created DESC`,
    UPDATED_DESC: `${of}updated DESC`,
    NAME_ASC: `${of}name ASC`,
    NAME_DESC: `${of}name DESC`,
  } as const;
};

import type { Row, Tx } from './database.ts';
import type { Condition } from './filters.ts';

/** Which part of an answer is asked for. */
export interface Page {
  sort?: string | null;
  limit?: number | null;
  offset?: number | null;
}

/** What pages are made of: a table, the statement that makes its answers, and its orders by name, each with an index. */
export interface Paged {
  table: string;
  select: string;
  orders: Readonly<Record<string, string>>;
}

/** How many matching rows are few, and how many rows are looked at in the order of the page. */
const defaultBounds = { few: 2000, first: 5000 };

/**
 * A page of the rows that a condition selects. Where no index has both condition and order, SQLite sorts all rows that match,
 * or reads every row in its order for the few that do. So of many the page is looked for among the first rows of its order,
 * and few are sorted by their numbers.
 */
export function pageOf(tx: Tx, { table, select, orders }: Paged, condition: Condition, page: Page, bounds = defaultBounds): Row[] {
  const order = orders[page.sort ?? 'ID_DESC'] ?? `${table}.id DESC`;
  const [limit, offset] = [page.limit ?? 200, page.offset ?? 0];
  const { sql, parameters } = condition;
  if (sql === '1' && offset === 0) return tx.all(`${select} ORDER BY ${order} LIMIT ?`, limit);
  const numbers = `SELECT ${table}.rowid AS number FROM`;
  const sorted = (where: string): string => `${numbers} ${table} WHERE ${where} ORDER BY ${order} LIMIT ? OFFSET ?`;
  const found = (list: string): string => `${select} WHERE ${table}.rowid IN (${list}) ORDER BY ${order}`;
  const all = (): Row[] => tx.all(found(sorted(sql)), ...parameters, limit, offset);
  const matching = (): number[] => numbersOf(tx.all(`${numbers} ${table} WHERE ${sql} LIMIT ?`, ...parameters, bounds.few + 1));
  const few = (): Row[] | undefined => {
    const list = matching();
    if (list.length > bounds.few) return undefined;
    return tx.all(found(sorted(`${table}.rowid IN (${listed})`)), JSON.stringify(list), limit, offset);
  };
  const early = (): Row[] | undefined => {
    // The loop over the first rows is the outer one, so that they come in their order, and it ends with the page.
    const first = `(SELECT ${table}.rowid AS place FROM ${table} ORDER BY ${order} LIMIT ?)`;
    const walk = `${numbers} ${first} AS first CROSS JOIN ${table} ON ${table}.rowid = first.place WHERE ${sql} LIMIT ? OFFSET ?`;
    const list = numbersOf(tx.all(walk, bounds.first, ...parameters, limit, offset));
    return list.length < limit ? undefined : tx.all(found(listed), JSON.stringify(list));
  };
  const plan = sql === '1' ? 'search' : planOf(tx, sorted(sql));
  if (plan === 'scan') return early() ?? few() ?? all();
  const many = plan === 'sort' && matching().length > bounds.few;
  return (many ? early() : undefined) ?? all();
}

const listed = 'SELECT value FROM json_each(?)';

const numbersOf = (rows: readonly Row[]): number[] => rows.map(({ number }) => Number(number));

/** What SQLite would do: sort what matches, look through all in their order, or find what matches in its order. */
function planOf(tx: Tx, sql: string): 'sort' | 'scan' | 'search' {
  const details = tx.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).map(({ detail }) => detail);
  if (details.some((detail) => detail.endsWith('ORDER BY'))) return 'sort';
  return details[0]?.startsWith('SCAN') === true ? 'scan' : 'search';
}

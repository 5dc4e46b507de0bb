import { canonicalUuid } from '../../core/ids.ts';
import { parseTime } from '../../core/time.ts';
import type { SqlValue } from './database.ts';

/** A condition and its parameters. */
export interface Condition {
  sql: string;
  parameters: SqlValue[];
}

/** A filter as a client sends it: fields of operators. */
export type Filter = Readonly<Record<string, unknown>> | null | undefined;

/** What an operator object such as `{any_: […]}` means for an expression. */
type Field = (operators: Operators) => Condition[];

interface Operators {
  any_?: string[] | null;
  not_any_?: string[] | null;
  all_?: string[] | null;
  like_?: string | null;
  startswith_?: string[] | null;
  is_null_?: boolean | null;
  exists_?: boolean | null;
  eq_?: boolean | null;
  before_?: string | number | null;
  after_?: string | number | null;
  ge_?: number | null;
  le_?: number | null;
  query?: string;
}

/** The fields that a resource can be filtered by. */
export type Fields = Readonly<Record<string, Field | { nested: Fields }>>;

const filled = (list: readonly string[] | null | undefined): boolean => given(list) && list.length > 0;

const given = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

/** Lists longer than this are one JSON parameter: SQLite bounds the number of places in a statement. */
const mostPlaces = 500;

/** A list as literals' places: `json_each` would hide the index from the planner. An empty list matches nothing. */
export function isIn(expression: string, values: readonly string[], not = false): Condition {
  if (values.length === 0) return { sql: not ? '1' : '0', parameters: [] };
  const word = not ? 'NOT IN' : 'IN';
  if (values.length > mostPlaces) {
    return { sql: `${expression} ${word} (SELECT value FROM json_each(?))`, parameters: [JSON.stringify(values)] };
  }
  return { sql: `${expression} ${word} (${values.map(() => '?').join(',')})`, parameters: [...values] };
}

/** A text that begins so, in any case. */
export const startsWith = (expression: string, text: string): Condition => ({
  sql: `${expression} LIKE ? ESCAPE '\\'`,
  parameters: [`${escapeLike(text)}%`],
});

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);

/** Fields compared as texts: ids, names, words. */
export const textField =
  (expression: string): Field =>
  (operators) => {
    const conditions: Condition[] = [];
    if (given(operators.any_)) conditions.push(isIn(expression, operators.any_));
    if (given(operators.not_any_)) conditions.push({ ...isIn(expression, operators.not_any_, true) });
    if (given(operators.like_)) {
      conditions.push({ sql: `${expression} LIKE ? ESCAPE '\\'`, parameters: [`%${escapeLike(operators.like_)}%`] });
    }
    if (given(operators.startswith_)) {
      conditions.push(any(operators.startswith_.map((text) => startsWith(expression, text))));
    }
    if (given(operators.is_null_)) conditions.push({ sql: `${expression} IS ${operators.is_null_ ? '' : 'NOT '}NULL`, parameters: [] });
    return conditions;
  };

/** Fields compared as UUIDs, which clients may write in capitals or without hyphens. */
export const idField = (expression: string): Field => {
  const asText = textField(expression);
  return ({ any_: any, not_any_: notAny, is_null_: isNull }) =>
    asText({ any_: any?.map(canonicalUuid) ?? null, not_any_: notAny?.map(canonicalUuid) ?? null, is_null_: isNull ?? null });
};

/** Fields compared as times; a time that is none matches nothing. `column` is what is or is not null. */
export const timeField =
  (expression: string, column: string = expression): Field =>
  (operators) => {
    const conditions: Condition[] = [];
    if (given(operators.before_)) conditions.push({ sql: `${expression} <= ?`, parameters: [parseTime(operators.before_) ?? ''] });
    if (given(operators.after_)) conditions.push({ sql: `${expression} >= ?`, parameters: [parseTime(operators.after_) ?? '~'] });
    if (given(operators.is_null_)) conditions.push({ sql: `${column} IS ${operators.is_null_ ? '' : 'NOT '}NULL`, parameters: [] });
    return conditions;
  };

/** Fields compared as numbers, or as yes and no. */
export const numberField =
  (expression: string): Field =>
  (operators) => {
    const conditions: Condition[] = [];
    if (given(operators.ge_)) conditions.push({ sql: `${expression} >= ?`, parameters: [operators.ge_] });
    if (given(operators.le_)) conditions.push({ sql: `${expression} <= ?`, parameters: [operators.le_] });
    if (given(operators.eq_)) conditions.push({ sql: `${expression} = ?`, parameters: [operators.eq_ ? 1 : 0] });
    if (given(operators.is_null_)) conditions.push({ sql: `${expression} IS ${operators.is_null_ ? '' : 'NOT '}NULL`, parameters: [] });
    return conditions;
  };

/** Tags in a table beside: `select` is the SQL up to the condition on `tag`, and `id` what it selects. */
export const tagField =
  (column: string, id: string, select: string): Field =>
  (operators) => {
    const conditions: Condition[] = [];
    const { all_: wanted, any_: some } = operators;
    if (given(wanted) && wanted.length > 0) {
      const tags = isIn('tag', [...new Set(wanted)]);
      const sql = `${id} IN (${select} WHERE ${tags.sql} GROUP BY 1 HAVING count(*) = ${new Set(wanted).size})`;
      conditions.push({ sql, parameters: tags.parameters });
    }
    if (given(some)) {
      const tags = isIn('tag', some);
      conditions.push({ sql: `${id} IN (${select} WHERE ${tags.sql})`, parameters: tags.parameters });
    }
    if (given(operators.is_null_)) conditions.push({ sql: `${column} ${operators.is_null_ ? '=' : '<>'} '[]'`, parameters: [] });
    return conditions;
  };

/** Tags without a table of their own: a text search in the JSON array. */
export const jsonTagField =
  (column: string): Field =>
  ({ all_: wanted, any_: some, is_null_: isNull }) => {
    const has = (tag: string): Condition => ({ sql: `instr(${column}, ?) > 0`, parameters: [JSON.stringify(tag)] });
    const conditions: Condition[] = [];
    // Said so that the index of the tagged has them all.
    if (filled(wanted) || given(some)) conditions.push({ sql: `${column} <> '[]'`, parameters: [] });
    if (given(wanted)) conditions.push(all(wanted.map(has)));
    if (given(some)) conditions.push(any(some.map(has)));
    if (given(isNull)) conditions.push({ sql: `${column} ${isNull ? '=' : '<>'} '[]'`, parameters: [] });
    return conditions;
  };

/** A yes or no that needs its own SQL. */
export const flagField =
  (key: 'exists_' | 'is_null_', yes: string, no: string): Field =>
  (operators) => {
    const value = operators[key];
    return given(value) ? [{ sql: value ? yes : no, parameters: [] }] : [];
  };

/** One of the conditions. */
export const any = (conditions: readonly Condition[]): Condition => combine(conditions, 'OR', '0');

/** All conditions as one. */
export const all = (conditions: readonly Condition[]): Condition => combine(conditions, 'AND', '1');

function combine(conditions: readonly Condition[], word: string, empty: string): Condition {
  if (conditions.length === 0) return { sql: empty, parameters: [] };
  const [first] = conditions;
  if (conditions.length === 1 && first !== undefined) return first;
  return { sql: balanced(conditions, word), parameters: conditions.flatMap(({ parameters }) => parameters) };
}

/** Nested in halves: SQLite refuses expressions deeper than 1000, and a flat chain is as deep as it is long. */
function balanced(conditions: readonly Condition[], word: string): string {
  if (conditions.length <= 8) return `(${conditions.map(({ sql }) => sql).join(` ${word} `)})`;
  const half = conditions.length >> 1;
  return `(${balanced(conditions.slice(0, half), word)} ${word} ${balanced(conditions.slice(half), word)})`;
}

/** The condition that a filter means; `operator: or_` joins its fields by OR. */
export function condition(filter: Filter, fields: Fields): Condition {
  if (!given(filter)) return all([]);
  const conditions: Condition[] = [];
  for (const [name, value] of Object.entries(filter)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined || typeof value !== 'object' || value === null) continue;
    if (typeof field === 'function') conditions.push(...field(value));
    else conditions.push(condition({ ...value }, field.nested));
  }
  const meaningful = conditions.filter(({ sql }) => sql !== '1');
  return filter['operator'] === 'or_' && meaningful.length > 0 ? any(meaningful) : all(meaningful);
}

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

const given = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

/** A list as literals' places: `json_each` would hide the index from the planner. An empty list matches nothing. */
const isIn = (expression: string, values: readonly SqlValue[], not = false): Condition => ({
  sql: values.length === 0 ? (not ? '1' : '0') : `${expression} ${not ? 'NOT ' : ''}IN (${values.map(() => '?').join(',')})`,
  parameters: [...values],
});

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);

/** Fields compared as texts: ids, names, words. */
export const textField =
  (expression: string): Field =>
  (operators) => {
    const conditions: Condition[] = [];
    if (given(operators.any_)) conditions.push(isIn(expression, operators.any_));
    if (given(operators.not_any_)) conditions.push({ ...isIn(expression, operators.not_any_, true) });
    if (given(operators.like_)) conditions.push({ sql: `${expression} LIKE ? ESCAPE '\\'`, parameters: [`%${escapeLike(operators.like_)}%`] });
    if (given(operators.startswith_)) {
      const parts = operators.startswith_.map((text): Condition => ({ sql: `${expression} LIKE ? ESCAPE '\\'`, parameters: [`${escapeLike(text)}%`] }));
      conditions.push(any(parts));
    }
    if (given(operators.is_null_)) conditions.push({ sql: `${expression} IS ${operators.is_null_ ? '' : 'NOT '}NULL`, parameters: [] });
    return conditions;
  };

/** Fields compared as times; a time that is none matches nothing. */
export const timeField =
  (expression: string): Field =>
  (operators) => {
    const conditions: Condition[] = [];
    if (given(operators.before_)) conditions.push({ sql: `${expression} <= ?`, parameters: [parseTime(operators.before_) ?? ''] });
    if (given(operators.after_)) conditions.push({ sql: `${expression} >= ?`, parameters: [parseTime(operators.after_) ?? '~'] });
    if (given(operators.is_null_)) conditions.push({ sql: `${expression} IS ${operators.is_null_ ? '' : 'NOT '}NULL`, parameters: [] });
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

/** Tags in a JSON array column; `exists(tag)` gives the SQL that tests one tag. */
export const tagField =
  (column: string, exists: (place: string) => string): Field =>
  (operators) => {
    const conditions: Condition[] = [];
    if (given(operators.all_)) conditions.push(...operators.all_.map((tag) => ({ sql: exists('?'), parameters: [tag] })));
    if (given(operators.any_)) conditions.push(any(operators.any_.map((tag) => ({ sql: exists('?'), parameters: [tag] }))));
    if (given(operators.is_null_)) conditions.push({ sql: `${column} ${operators.is_null_ ? '=' : '<>'} '[]'`, parameters: [] });
    return conditions;
  };

/** Tags without a table of their own: a text search in the JSON array. */
export const jsonTagField = (column: string): Field => tagField(column, (place) => `instr(${column}, json_quote(${place})) > 0`);

/** A yes or no that needs its own SQL. */
export const flagField =
  (key: 'exists_' | 'is_null_', yes: string, no: string): Field =>
  (operators) => {
    const value = operators[key];
    return given(value) ? [{ sql: value ? yes : no, parameters: [] }] : [];
  };

const any = (conditions: readonly Condition[]): Condition => combine(conditions, 'OR', '0');

/** All conditions as one. */
export const all = (conditions: readonly Condition[]): Condition => combine(conditions, 'AND', '1');

function combine(conditions: readonly Condition[], word: string, empty: string): Condition {
  if (conditions.length === 0) return { sql: empty, parameters: [] };
  const [first] = conditions;
  if (conditions.length === 1 && first !== undefined) return first;
  return { sql: `(${conditions.map(({ sql }) => sql).join(` ${word} `)})`, parameters: conditions.flatMap(({ parameters }) => parameters) };
}

/** The condition that a filter means; `operator: or_` joins its fields by OR. */
export function condition(filter: Filter, fields: Fields): Condition {
  if (!given(filter)) return all([]);
  const conditions: Condition[] = [];
  for (const [name, value] of Object.entries(filter)) {
    const field = fields[name];
    if (field === undefined || typeof value !== 'object' || value === null) continue;
    if (typeof field === 'function') conditions.push(...field(value));
    else conditions.push(condition({ ...value }, field.nested));
  }
  const meaningful = conditions.filter(({ sql }) => sql !== '1');
  return filter['operator'] === 'or_' && meaningful.length > 0 ? any(meaningful) : all(meaningful);
}

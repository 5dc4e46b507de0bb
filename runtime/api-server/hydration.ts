import { messageOf } from '../core/errors.ts';
import { templateProblem } from './automations/templates.ts';
import type { Tx } from './store/database.ts';

type Path = readonly (string | number)[];

/** Values of a form with what they stand for. */
export interface Hydrated {
  value: unknown;
  /** What stands for nothing, and why. */
  errors: { path: Path; message: string }[];
  /** Where a template stands, whose value is not known yet. */
  open: Path[];
}

/** What a key or an item becomes that stands for nothing: it is left out. */
const nothing = Symbol('nothing');

/**
 * Puts in place what values stand for (`__prefect_kind`): `none` a value, `json` the value of a text, `workspace_variable`
 * a variable's, `jinja` a template that is rendered later. The behaviour is that of Prefect's `schema_tools/hydration.py`.
 */
export function hydrate(tx: Tx, values: unknown): Hydrated {
  const hydrated: Hydrated = { value: undefined, errors: [], open: [] };
  const value = within(tx, values, [], hydrated);
  return { ...hydrated, value: value === nothing ? {} : value };
}

function within(tx: Tx, value: unknown, path: Path, to: Hydrated): unknown {
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) {
      const inside = within(tx, item, [...path, items.length], to);
      if (inside !== nothing) items.push(inside);
    }
    return items;
  }
  if (typeof value !== 'object' || value === null) return value;
  if ('__prefect_kind' in value) return standIn(tx, { ...value }, path, to);
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, within(tx, item, [...path, key], to)]);
  return Object.fromEntries(entries.filter(([, item]) => item !== nothing));
}

function standIn(tx: Tx, given: Readonly<Record<string, unknown>>, path: Path, to: Hydrated): unknown {
  const failed = (message: string): null => {
    to.errors.push({ path, message });
    return null;
  };
  const kind = given['__prefect_kind'];
  if (kind === 'json') return 'value' in given ? parsed(within(tx, given['value'], path, to), failed) : nothing;
  if (kind === 'workspace_variable') {
    if (!('variable_name' in given)) return nothing;
    const name = within(tx, given['variable_name'], path, to);
    const row = tx.get<{ value: string }>('SELECT value FROM variable WHERE name = ?', String(name));
    return row === undefined ? failed(`Variable '${String(name)}' not found in workspace.`) : JSON.parse(row.value);
  }
  if (kind === 'jinja') {
    if (!('template' in given)) return failed("Missing 'template' key in __prefect object");
    const problem = templateProblem(String(given['template']));
    if (problem !== undefined) return failed(`Invalid jinja: ${problem}`);
    to.open.push(path);
    return given['template'];
  }
  if (kind === 'none' && !('value' in given)) return failed("Missing 'value' key in __prefect object");
  return kind === 'none' ? within(tx, given['value'], path, to) : (given['value'] ?? null);
}

function parsed(text: unknown, failed: (message: string) => null): unknown {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    return failed(`Invalid JSON: ${messageOf(error)}`);
  }
}

import { messageOf, MillraceError } from '../../core/errors.ts';
import { maybeTemplate, render, templateProblem } from './templates.ts';

/** What values are made of when an automation acts; without it they are only looked at. */
export interface Hydration {
  /** The names that templates know. */
  context: Readonly<Record<string, unknown>>;
  /** The value of a variable of the server; undefined for none. */
  variable(name: string): unknown;
}

/** Stands for a value that is left out. */
const removed = Symbol('removed');

/** The texts of all templates within values, so that only what they name is looked up. */
export function templatesIn(value: unknown): string[] {
  if (typeof value === 'string') return maybeTemplate(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(templatesIn) : [];
}

/**
 * Values with their templates rendered, as Prefect does it (`utilities/schema_tools/hydration.py`): `__prefect_kind` says
 * how an object is read (`json`, `jinja`, `workspace_variable`, `none`), and a plain text that is one expression keeps the
 * type of what it means. Throws `invalid` with the reason.
 */
export function hydrated(values: Readonly<Record<string, unknown>>, hydration: Hydration): Record<string, unknown> {
  const whole = hydrate(values, hydration);
  return typeof whole === 'object' && whole !== null ? { ...whole } : {};
}

/** What is wrong with the templates within values; undefined when nothing is. */
export function hydrationProblem(value: unknown): string | undefined {
  if (typeof value === 'string') return templateProblem(value);
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value) && '__prefect_kind' in value) {
    const missing = missingKey({ ...value });
    if (missing !== undefined) return missing;
  }
  return Object.values(value)
    .map(hydrationProblem)
    .find((problem) => problem !== undefined);
}

const missingKey = (value: Readonly<Record<string, unknown>>): string | undefined => {
  if (value['__prefect_kind'] === 'jinja' && !('template' in value)) return "Missing 'template' key in __prefect object";
  if (value['__prefect_kind'] === 'none' && !('value' in value)) return "Missing 'value' key in __prefect object";
  return undefined;
};

function hydrate(value: unknown, hydration: Hydration): unknown {
  if (typeof value === 'string') return maybeTemplate(value) ? fromText(value, hydration) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => hydrate(item, hydration)).filter((item) => item !== removed);
  if ('__prefect_kind' in value) return special({ ...value }, hydration);
  const entries = Object.entries(value).map(([key, inner]) => [key, hydrate(inner, hydration)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => inner !== removed));
}

/** `{{ event.payload }}` alone is what it means, `Hello {{ name }}` a text. */
function fromText(text: string, { context }: Hydration): unknown {
  const expression = /^\s*\{\{((?:(?!\{\{).)*)\}\}\s*$/s.exec(text)?.[1];
  if (expression === undefined) return render(text, context);
  // A misspelt name must not start a run with nothing.
  if (render(`{{ (${expression}) is defined }}`, context) === 'false') {
    throw new MillraceError('invalid', `Template rendering failed: nothing is named ${expression.trim()}`);
  }
  return readJson(render(`{{ (${expression}) | tojson }}`, context));
}

function special(value: Readonly<Record<string, unknown>>, hydration: Hydration): unknown {
  const missing = missingKey(value);
  if (missing !== undefined) throw new MillraceError('invalid', missing);
  const inner = (key: string): unknown => (typeof value[key] === 'object' ? hydrate(value[key], hydration) : value[key]);
  switch (value['__prefect_kind']) {
    case 'none':
      return inner('value');
    case 'json': {
      if (!('value' in value)) return removed;
      const json = inner('value');
      return typeof json === 'string' ? readJson(json) : json;
    }
    case 'jinja':
      return render(String(inner('template')), hydration.context);
    case 'workspace_variable': {
      if (!('variable_name' in value)) return removed;
      const name = String(inner('variable_name'));
      const found = hydration.variable(name);
      if (found === undefined) throw new MillraceError('invalid', `Variable '${name}' not found in workspace.`);
      return found;
    }
    default:
      return value['value'] ?? null;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MillraceError('invalid', `Invalid JSON: ${messageOf(error)}`);
  }
}

import { readFile } from 'node:fs/promises';
import type { JsonObject } from '../core/json.ts';
import { messageOf, MillraceError } from '../core/errors.ts';
import type { Environment } from './ports.ts';

/** What a YAML file holds. Throws `not-found` when there is no file, `invalid` with the line that cannot be read. */
export async function readYaml(file: string, env: Environment): Promise<unknown> {
  const { parseDocument } = await import('yaml');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const isGone = error instanceof Error && Reflect.get(error, 'code') === 'ENOENT';
    if (isGone) throw new MillraceError('not-found', `There is no file ${file}.`, { cause: error });
    throw new MillraceError('invalid', `${file} cannot be read: ${messageOf(error)}.`, { cause: error });
  }
  const document = parseDocument(text, { merge: true });
  const [fault] = document.errors;
  if (fault !== undefined) {
    const at = fault.linePos === undefined ? '' : `:${fault.linePos[0].line}`;
    throw new MillraceError('invalid', `${file}${at}: ${fault.message.split(' at line ')[0]}.`, { cause: fault });
  }
  return substitute(document.toJS(), env);
}

/** `{{ $NAME }}` is the environment variable NAME, as in Prefect. */
function substitute(value: unknown, env: Environment): unknown {
  if (typeof value === 'string') return value.replaceAll(/\{\{\s*\$(\w+)\s*\}\}/g, (_, name: string) => env[name] ?? '');
  if (Array.isArray(value)) return value.map((item) => substitute(item, env));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item, env)]));
}

/** An object without its entries that have no value. */
export type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The entries that have a value. */
export function defined<T extends object>(entries: T): Present<T> {
  const present: Present<T> = {};
  for (const [key, value] of Object.entries(entries)) {
    if (value !== undefined) Object.assign(present, { [key]: value });
  }
  return present;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads an object of a file, and says where it is when something in it is not as it should be. */
export class Reader {
  readonly place: string;
  readonly #values: Record<string, unknown>;

  constructor(value: unknown, place: string) {
    this.place = place;
    if (!isObject(value)) throw new MillraceError('invalid', `${place}: names and values are expected here, not ${JSON.stringify(value)}.`);
    this.#values = value;
  }

  fault(key: string, what: string): MillraceError {
    return new MillraceError('invalid', `${this.place}: ${key} ${what}.`);
  }

  /** Throws `invalid` when there is another key: it would be a mistake that nobody notices. */
  only(...keys: string[]): void {
    const other = Object.keys(this.#values).find((key) => !keys.includes(key));
    if (other !== undefined) throw this.fault(other, `is not known here: there are ${keys.join(', ')}`);
  }

  value(key: string): unknown {
    return this.#values[key] ?? undefined;
  }

  has(key: string): boolean {
    return this.value(key) !== undefined;
  }

  text(key: string): string | undefined {
    const value = this.value(key);
    if (value === undefined || typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
    throw this.fault(key, 'is a text');
  }

  number(key: string): number | undefined {
    const value = this.value(key);
    if (value === undefined || typeof value === 'number') return value;
    throw this.fault(key, 'is a number');
  }

  flag(key: string): boolean | undefined {
    const value = this.value(key);
    if (value === undefined || typeof value === 'boolean') return value;
    throw this.fault(key, 'is true or false');
  }

  list(key: string): unknown[] {
    const value = this.value(key) ?? [];
    if (Array.isArray(value)) return value;
    throw this.fault(key, 'is a list');
  }

  /** A list of texts; one text stands for a list of it. */
  texts(key: string): string[] | undefined {
    const value = this.value(key);
    if (typeof value === 'string') return [value];
    return value === undefined ? undefined : this.list(key).map(String);
  }

  object(key: string): JsonObject | undefined {
    const value = this.value(key);
    if (value === undefined || isObject(value)) return value;
    throw this.fault(key, 'has names and values');
  }

  /** A list of objects; one object stands for a list of it, and an empty one for nothing. */
  objects(key: string): JsonObject[] | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    if (isObject(value)) return Object.keys(value).length === 0 ? undefined : [value];
    const items = this.list(key);
    if (items.every(isObject)) return items;
    throw this.fault(key, 'is a list of names and values');
  }

  child(key: string): Reader | undefined {
    return this.has(key) ? new Reader(this.value(key), `${this.place}, ${key}`) : undefined;
  }
}

import { createHash } from 'node:crypto';

type Json = Record<string, unknown>;

/**
 * The checksum by which Prefect's clients look for a block schema: SHA-256 of the fields as Python's `json.dumps` writes
 * `[[fields], {}]` with sorted keys, without secrets' names and without the definitions of nested blocks or those that
 * nothing refers to (prefect-api.md 7.3). Another value would make every client register its blocks again and again.
 */
export function blockChecksum(fields: Json): string {
  const whole = asObject(withoutSecretFields(fields));
  const { definitions, ...rest } = whole;
  const kept = referenced(whole, asObject(definitions));
  const hashed = Object.keys(kept).length > 0 ? { ...rest, definitions: kept } : rest;
  return `sha256:${createHash('sha256')
    .update(pythonJson([[hashed], {}]))
    .digest('hex')}`;
}

/** The definitions that a value refers to, and those refer to, blocks and empty ones left out. */
function referenced(value: unknown, definitions: Json, kept: Json = {}): Json {
  for (const name of references(value)) {
    const definition = asObject(Object.hasOwn(definitions, name) ? definitions[name] : undefined);
    if (name in kept || Object.keys(definition).length === 0 || (definition['block_type_slug'] ?? null) !== null) continue;
    kept[name] = definition;
    referenced(definition, definitions, kept);
  }
  return kept;
}

/** The names in `{"$ref": "#/definitions/Name"}`, wherever they stand. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === '$ref' && typeof item === 'string' ? [item.replace('#/definitions/', '')] : references(item),
  );
}

/** Only objects are walked, lists are not: as `remove_nested_keys` does it. */
function withoutSecretFields(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'secret_fields');
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutSecretFields(item)]));
}

function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${ascii(key)}: ${pythonJson(item)}`).join(', ')}}`;
  }
  return typeof value === 'string' ? ascii(value) : JSON.stringify(value ?? null);
}

const ascii = (text: string): string =>
  JSON.stringify(text).replaceAll(/[\u007F-\uFFFF]/g, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);

const asObject = (value: unknown): Json => (typeof value === 'object' && value !== null ? { ...value } : {});

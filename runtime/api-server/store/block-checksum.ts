import { createHash } from 'node:crypto';

type Json = Record<string, unknown>;

/**
 * The checksum by which Prefect's clients look for a block schema: SHA-256 of the fields as Python's `json.dumps` writes
 * `[[fields], {}]` with sorted keys, without secrets' names and without the definitions of nested blocks
 * (prefect-api.md 7.3). Another value would make every client register its blocks again and again.
 */
export function blockChecksum(fields: Json): string {
  const { definitions, ...rest } = asObject(withoutSecretFields(fields));
  const kept = Object.entries(asObject(definitions)).filter(([, definition]) => !('block_type_slug' in asObject(definition)));
  const hashed = kept.length > 0 ? { ...rest, definitions: Object.fromEntries(kept) } : rest;
  return `sha256:${createHash('sha256')
    .update(pythonJson([[hashed], {}]))
    .digest('hex')}`;
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

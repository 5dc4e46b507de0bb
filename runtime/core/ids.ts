let lastTime = 0;
let counter = 0;

/**
 * A UUID of version 7: the time in milliseconds, a counter within it, and randomness. Ids made later sort later, which
 * keeps the database's pages together.
 */
export function newId(now: number = Date.now()): string {
  const time = Math.max(Math.floor(now), lastTime);
  counter = time === lastTime ? counter + 1 : 0;
  lastTime = time;
  const random = globalThis.crypto.randomUUID();
  const stamp = time.toString(16).padStart(12, '0');
  const sequence = (counter & 0xfff).toString(16).padStart(3, '0');
  return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${sequence}-${random.slice(19)}`;
}

const uuidPattern = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** A UUID as it is stored: lower case, with hyphens. Other texts are returned as they are. */
export function canonicalUuid(text: string): string {
  if (canonicalPattern.test(text) || !isUuid(text)) return text;
  const digits = text.replaceAll('-', '').toLowerCase();
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
}

const canonicalPattern = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** True when the text is a UUID of any version. */
export const isUuid = (text: string): boolean => uuidPattern.test(text);

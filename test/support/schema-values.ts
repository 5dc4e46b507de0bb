import { isRecord } from './records.ts';

/** A source of numbers from 0 up to 1 that gives the same ones for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const integers = [0, 1, -1, 7, 200, 201, 2 ** 31, 2 ** 53, -(2 ** 53), 1e300];
const strings = [
  '',
  'x',
  'a b',
  "'; DROP TABLE flow; --",
  '%_\\',
  '\u0000',
  '😀'.repeat(50),
  'x'.repeat(5000),
  '__proto__',
  '../..',
  '{{x}}',
];
const times = [
  '2026-11-21T06:00:00Z',
  '2026-02-30T00:00:00+14:00',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999Z',
  -62_135_596_800,
  1e9,
];
const ids = ['01a1fce2-e115-7000-9451-8540d127979d', '01A1FCE2E115700094518540D127979D'];

/** A value that a JSON Schema of the contract allows, odd where it may be; `known` are ids that exist. */
export function valueOf(schema: unknown, random: () => number, known: readonly string[]): unknown {
  if (!isRecord(schema)) return null;
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const { type, anyOf, enum: words, format, items, properties, required, minimum = -Infinity, pattern, additionalProperties } = schema;
  if (Array.isArray(anyOf)) return valueOf(pick(anyOf), random, known);
  if (Array.isArray(words)) return pick(words);
  if (format === 'uuid') return pick([...ids, ...known]);
  if (format === 'time-point') return pick(times.filter((time) => typeof time === 'string'));
  if (type === 'string') return pick(strings.filter((text) => typeof pattern !== 'string' || new RegExp(pattern, 'u').test(text)));
  if (type === 'integer' || type === 'number') return pick(integers.filter((value) => value >= Number(minimum)));
  if (type === 'boolean') return random() < 0.5;
  if (type === 'null') return null;
  if (type === 'array') return Array.from({ length: pick([0, 1, 2, 3, 40]) ?? 0 }, () => valueOf(items, random, known));
  if (isRecord(additionalProperties)) return { a: valueOf(additionalProperties, random, known) };
  if (!isRecord(properties)) return { a: pick(strings), [pick(strings) ?? '']: [1, null, { deep: true }] };
  const names = Object.keys(properties).filter((name) => (Array.isArray(required) && required.includes(name)) || random() < 0.4);
  return Object.fromEntries(names.map((name) => [name, valueOf(properties[name], random, known)]));
}

/** The same value with one thing in it replaced by something that does not belong there. */
export function spoiled(value: unknown, random: () => number): unknown {
  const wrong = [null, true, -1, 1.5, 'x', [], {}, [[]], { a: { b: 1 } }, 1e308, 'x'.repeat(100_000)];
  if (random() < 0.3 || typeof value !== 'object' || value === null) return wrong[Math.floor(random() * wrong.length)];
  const entries = Object.entries(value);
  const at = Math.floor(random() * entries.length);
  const changed = entries.map(([name, item], index) => [name, index === at ? spoiled(item, random) : item]);
  return Array.isArray(value) ? changed.map(([, item]) => item) : Object.fromEntries(changed);
}

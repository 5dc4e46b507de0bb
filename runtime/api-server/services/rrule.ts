import { createRequire } from 'node:module';
import type { RRuleTemporal as RRuleTemporalClass } from 'rrule-temporal';

const require = createRequire(import.meta.url);

/** What a rule starts at unless it says DTSTART, as in Prefect. */
const defaultStart = '20200101T000000';

/** A text longer than this is refused, as by Prefect. */
const longest = 6500;

/** At most so many dates are looked at, in case the exceptions leave none. */
const most = 1000;

interface Parts {
  start: string;
  rules: string[];
  exceptionRules: string[];
  dates: number[];
  exceptions: Set<number>;
}

/**
 * The dates of an RFC 5545 text from a wall-clock time on, as wall-clock times (see core/wall-clock.ts). Zones inside the text
 * are left out and the schedule's own holds, as in Prefect. Throws when the text cannot be read.
 */
export function* rruleWalls(text: string, from: number): Generator<number> {
  const { start, rules, exceptionRules, dates, exceptions } = parse(text);
  const streams = [...rules.map((rule) => stream(start, rule, from)), listed(dates, from)];
  const excluded = exceptionRules.map((rule) => ahead(stream(start, rule, from)));
  let looked = 0;
  for (const wall of merged(streams)) {
    looked += 1;
    if (looked > most) return;
    if (!exceptions.has(wall) && !excluded.some((skip) => skip(wall))) yield wall;
  }
}

function parse(text: string): Parts {
  if (text.length > longest) throw new RangeError(`an rrule has at most ${longest} characters, and this has ${text.length}`);
  const parts: Parts = { start: defaultStart, rules: [], exceptionRules: [], dates: [], exceptions: new Set() };
  for (const line of text.trim().toUpperCase().split(/\s+/)) read(line, parts);
  if (parts.rules.length + parts.dates.length === 0) throw new RangeError('it has no rule and no date');
  return parts;
}

function read(line: string, parts: Parts): void {
  const [, name = 'RRULE', value = line] = /^([A-Z]+)[^:]*:(.*)$/.exec(line) ?? [];
  if (name === 'RRULE' || name === 'EXRULE') (name === 'RRULE' ? parts.rules : parts.exceptionRules).push(checked(value));
  else if (name === 'DTSTART') parts.start = local(value);
  else if (name === 'RDATE') parts.dates.push(...value.split(',').map(toWall));
  else if (name === 'EXDATE') for (const date of value.split(',')) parts.exceptions.add(toWall(date));
  else throw new RangeError(`unsupported property ${name}`);
}

/** The words of a rule and what their values look like; the library accepts more than there is. */
const words: Readonly<Record<string, RegExp>> = {
  FREQ: /^(YEARLY|MONTHLY|WEEKLY|DAILY|HOURLY|MINUTELY|SECONDLY)$/,
  INTERVAL: /^[1-9]\d*$/,
  COUNT: /^\d+$/,
  UNTIL: /^\d{8}(T\d{6}Z?)?$/,
  WKST: /^(MO|TU|WE|TH|FR|SA|SU)$/,
  BYDAY: /^[+-]?\d*(MO|TU|WE|TH|FR|SA|SU)$/,
  BYHOUR: /^(1?\d|2[0-3]|0\d)$/,
  BYMINUTE: /^[0-5]?\d$/,
  BYSECOND: /^[0-5]?\d$/,
  BYMONTH: /^(0?[1-9]|1[0-2])$/,
  BYMONTHDAY: /^-?(0?[1-9]|[12]\d|3[01])$/,
  BYYEARDAY: /^-?[1-9]\d{0,2}$/,
  BYWEEKNO: /^-?[1-9]\d?$/,
  BYSETPOS: /^-?[1-9]\d*$/,
};

function checked(rule: string): string {
  const pairs = rule.split(';').filter((pair) => pair !== '');
  for (const pair of pairs) {
    const [word = '', value = ''] = pair.split('=');
    const pattern = Object.hasOwn(words, word) ? words[word] : undefined;
    if (pattern === undefined) throw new RangeError(`unknown part ${word}`);
    if (!value.split(',').every((item) => pattern.test(item))) throw new RangeError(`invalid value of ${word}: ${value}`);
  }
  if (!pairs.some((pair) => pair.startsWith('FREQ='))) throw new RangeError('FREQ is missing');
  return pairs.map((pair) => (pair.startsWith('UNTIL=') ? `UNTIL=${local(pair.slice(6))}Z` : pair)).join(';');
}

/** A date of the text without its zone, as `20261121T060000`. */
function local(text: string): string {
  if (!/^\d{8}(T\d{6}Z?)?$/.test(text)) throw new RangeError(`invalid date ${text}`);
  return `${text.slice(0, 8)}T${text.slice(9, 15) || '000000'}`;
}

function toWall(text: string): number {
  const wall = Date.parse(local(text).replace(/^(....)(..)(..)T(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6Z'));
  if (Number.isNaN(wall)) throw new RangeError(`invalid date ${text}`);
  return wall;
}

/** The dates of one rule. Loaded when the first rule is read: most servers have none. */
function* stream(start: string, rule: string, from: number): Generator<number> {
  const { RRuleTemporal }: { RRuleTemporal: typeof RRuleTemporalClass } = require('rrule-temporal');
  const recurrence = new RRuleTemporal({ rruleString: `DTSTART:${start}Z\nRRULE:${rule}` });
  const next = (after: number, inclusive: boolean): number | undefined => {
    try {
      return recurrence.next(new Date(after), inclusive)?.epochMilliseconds;
    } catch (error) {
      // The library gives up on rules such as the 30th of February; one that counts from its start may not be cut short.
      if (rule.includes('COUNT=')) throw error;
      return undefined;
    }
  };
  for (let wall = next(from, true); wall !== undefined; wall = next(wall, false)) yield wall;
}

function* listed(dates: readonly number[], from: number): Generator<number> {
  yield* dates.filter((date) => date >= from).toSorted((a, b) => a - b);
}

/** The dates of several ordered streams in order, each once. */
function* merged(streams: readonly Generator<number>[]): Generator<number> {
  const heads = streams.map((each) => each.next());
  for (;;) {
    const least = Math.min(...heads.map((head) => (head.done === true ? Infinity : head.value)));
    if (least === Infinity) return;
    yield least;
    for (const [index, head] of heads.entries()) {
      const source = streams[index];
      if (head.done !== true && head.value === least && source !== undefined) heads[index] = source.next();
    }
  }
}

/** Whether an ordered stream has a value; asked in order. */
function ahead(source: Generator<number>): (value: number) => boolean {
  let head = source.next();
  return (value) => {
    while (head.done !== true && head.value < value) head = source.next();
    return head.done !== true && head.value === value;
  };
}

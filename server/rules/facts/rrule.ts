/** What is wrong with a recurrence rule of RFC 5545; undefined when it can be deployed. */
export function rruleProblem(text: string): string | undefined {
  if (text.length > 6500) return `it has ${text.length} characters, and Prefect takes 6500 at most`;
  // To the servers a space ends a line, too: YAML makes spaces of line breaks.
  const lines = text
    .split(/\r?\n|\\n|[ \t]+(?=(?:DTSTART|RRULE|EXRULE|RDATE|EXDATE)[;:])/i)
    .map((line) => line.trim())
    .filter(Boolean);
  const rules = lines.filter((line) => !/^(DTSTART|EXDATE|RDATE)/i.test(line));
  if (rules.length === 0 && !lines.some((line) => /^RDATE/i.test(line))) return 'it has no rule';
  for (const rule of rules) {
    const problem = problemOf(rule.replace(/^(RRULE|EXRULE):/i, ''));
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const frequencies = new Set(['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY']);

/** The least and the greatest number of each list; negative ones count from the end where `signed` is set. */
const numbers: Readonly<Record<string, { from: number; to: number; signed?: boolean }>> = {
  BYSECOND: { from: 0, to: 59 },
  BYMINUTE: { from: 0, to: 59 },
  BYHOUR: { from: 0, to: 23 },
  BYMONTHDAY: { from: 1, to: 31, signed: true },
  BYYEARDAY: { from: 1, to: 366, signed: true },
  BYWEEKNO: { from: 1, to: 53, signed: true },
  BYMONTH: { from: 1, to: 12 },
  BYSETPOS: { from: 1, to: 366, signed: true },
  BYEASTER: { from: 0, to: 365, signed: true },
  COUNT: { from: 1, to: Infinity },
  INTERVAL: { from: 1, to: Infinity },
};

function problemOf(rule: string): string | undefined {
  const seen = new Set<string>();
  for (const part of rule.split(';')) {
    const [name = '', value, ...more] = part.split('=').map((text, index) => (index === 0 ? text.toUpperCase() : text));
    if (value === undefined || value === '' || more.length > 0) return `'${part}' is not a part of a rule, which has the form NAME=VALUE`;
    if (seen.has(name)) return `${name} is given twice`;
    seen.add(name);
    const problem = valueProblem(name, value);
    if (problem !== undefined) return problem;
  }
  return seen.has('FREQ') ? undefined : 'it has no FREQ';
}

function valueProblem(name: string, written: string): string | undefined {
  const value = written.toUpperCase();
  const range = numbers[name];
  if (range !== undefined)
    return value.split(',').every((item) => isIn(item, range))
      ? undefined
      : `'${written}' is not a valid ${name}: use ${range.to === Infinity ? `a number from ${range.from}` : `${range.from} to ${range.to}`}`;
  switch (name) {
    case 'FREQ':
      return frequencies.has(value) ? undefined : `'${written}' is not a valid FREQ: use one of ${[...frequencies].join(', ')}`;
    case 'UNTIL':
      return /^\d{8}(T\d{6}Z?)?$/.test(value)
        ? undefined
        : `'${written}' is not a valid UNTIL: use a date such as 20271231 or 20271231T000000Z`;
    case 'WKST':
      return /^(MO|TU|WE|TH|FR|SA|SU)$/.test(value) ? undefined : `'${written}' is not a weekday: use one of MO, TU, WE, TH, FR, SA, SU`;
    case 'BYDAY':
    case 'BYWEEKDAY':
      return /^[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU)(,[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU))*$/.test(value)
        ? undefined
        : `'${written}' is not a valid BYDAY: use a list such as MO,-1FR`;
    default:
      return `a rule has no part '${name}'`;
  }
}

function isIn(text: string, { from, to, signed = false }: { from: number; to: number; signed?: boolean }): boolean {
  if (!/^[+-]?\d+$/.test(text) || (!signed && text.startsWith('-'))) return false;
  const value = Math.abs(Number(text));
  return value >= from && value <= to;
}

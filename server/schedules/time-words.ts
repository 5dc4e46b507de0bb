/** A time in a zone that exists, short: `Mon 2 Mar 06:00`, with the year where it is not that of now. */
export function localTime(time: Date, timeZone: string, now: Date): string {
  const options = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const formatter = new Intl.DateTimeFormat('en-GB', { ...options, year: 'numeric', timeZone });
  const part = (of: Date, type: string): string => formatter.formatToParts(of).find((one) => one.type === type)?.value ?? '';
  const year = part(time, 'year') === part(now, 'year') ? '' : ` ${part(time, 'year')}`;
  return `${part(time, 'weekday')} ${part(time, 'day')} ${part(time, 'month')}${year} ${part(time, 'hour')}:${part(time, 'minute')}`;
}

/** Seconds as people say them: `1 h 30 min`. */
export function durationWords(seconds: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const;
  let rest = seconds;
  const words: string[] = [];
  for (const [unit, size] of units) {
    const amount = unit === 's' ? Math.round(rest * 1000) / 1000 : Math.floor(rest / size);
    if (amount > 0) words.push(`${amount} ${unit}`);
    rest -= amount * size;
  }
  return words.length === 0 ? '0 s' : words.join(' ');
}

/** What a clock in a zone shows against UTC now: `UTC+01:00`; undefined for a zone that does not exist. */
export function offsetWords(timezone: string, now: Date): string | undefined {
  try {
    const parts = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, timeZoneName: 'longOffset' }).formatToParts(now);
    return parts.find(({ type }) => type === 'timeZoneName')?.value.replace(/^GMT/, 'UTC');
  } catch {
    return undefined; // The rule `invalid-timezone` reports it.
  }
}

/**
 * A cron expression of Prefect's (croniter) as croner takes it, which has the seconds first: ranges that wrap (`22-6`, `FRI-MON`),
 * `5/20` for `5-59/20` and `L5` for the last Friday mean the same there. What is wrong in a field stays as it is. Throws a
 * RangeError for what has not as many fields as a cron expression has, and no name as `@daily`.
 */
export function toCroner(expression: string): string {
  const fields = expression.trim().split(/\s+/);
  if (fields.length === 1 && fields[0]?.startsWith('@') === true) return fields[0];
  if (fields.length < 5 || fields.length > 7) throw new RangeError('a cron expression has 5 to 7 fields');
  const [minute = '', hour = '', date = '', month = '', weekday = '', second = '0', ...year] = fields.map((field, index) =>
    field
      .split(',')
      .map((item) => toItem(item, index))
      .join(','),
  );
  return [second, minute, hour, date, month, weekday, ...year].join(' ');
}

/** The least and greatest value of each field: minute, hour, date, month, weekday, second. */
const bounds: readonly (readonly [number, number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
  [0, 59],
];

/** The names that months and weekdays have, the first one for the least value of its field. */
const names: Readonly<Record<number, readonly string[]>> = {
  3: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  4: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};

function toItem(text: string, index: number): string {
  const [least, greatest] = bounds[index] ?? [1970, 2099];
  const item = text.replaceAll(/[a-z]{3}/gi, (name) => {
    const at = names[index]?.indexOf(name.toLowerCase()) ?? -1;
    return at < 0 ? name : String(least + at);
  });
  if (index === 4 && /^L[0-7]$/i.test(item)) return `${item.slice(1)}#L`;
  const open = /^(\d+)\/(\d+)$/.exec(item);
  if (open !== null) return `${open[1]}-${greatest}/${open[2]}`;
  const [, from = '', to = '', step = ''] = /^(\d+)-(\d+)(\/\d+)?$/.exec(item) ?? [];
  return Number(from) > Number(to) ? `${from}-${greatest}${step},${least}-${to}${step}` : item;
}

/** At most so many dates are looked at: the first ones may be before the moment that is asked about, or left out. */
const most = 1000;

const day = 86_400_000;

/** What a rule starts at unless it says DTSTART, as in Prefect. */
const defaultStart = 'DTSTART:20200101T000000Z';

/**
 * The next times of a recurrence rule after `from`, as the embedded server reckons them: its dates are what the clocks of
 * the zone show, whatever zone is written inside. None when the rule cannot be read or is over; undefined when it takes
 * more to tell.
 */
export async function nextRruleTimes(
  { rrule, timezone = 'UTC' }: { readonly rrule: string; readonly timezone?: string },
  from: Date,
  count: number,
): Promise<Date[] | undefined> {
  const rruleString = rewritten(rrule);
  if (rruleString === undefined) return undefined;
  const { RRuleTemporal } = await import('rrule-temporal');
  const times: Date[] = [];
  try {
    const recurrence = new RRuleTemporal({ rruleString });
    let wall = recurrence.next(wallBefore(from, timezone), true);
    for (let looked = 0; wall !== null && times.length < count && looked < most; looked++) {
      const moment = wall.toPlainDateTime().toZonedDateTime(timezone).epochMilliseconds;
      if (moment >= from.getTime() && times.at(-1)?.getTime() !== moment) times.push(new Date(moment));
      wall = recurrence.next(new Date(wall.epochMilliseconds));
    }
    return times;
  } catch {
    return undefined; // Rules that cannot be read are what `invalid-rrule` reports; the library gives up on rules that hardly fire.
  }
}

/** What the clocks show at a moment, or would show had they not been put forward that day: a skipped time comes later by as much. */
function wallBefore(from: Date, timezone: string): Date {
  const shown = (moment: number): number => Date.parse(`${new Date(moment).toLocaleString('sv-SE', { timeZone: timezone })}Z`);
  return new Date(Math.min(shown(from.getTime()), shown(from.getTime() - day) + day));
}

/** The text with its dates as if they were UTC; undefined for what only the server reads: several rules, and exceptions by rule. */
function rewritten(rrule: string): string | undefined {
  const lines = rrule.trim().toUpperCase().split(/\s+/);
  const named = lines.map((line) => {
    const [, name = 'RRULE', value = line] = /^(DTSTART|RRULE|EXDATE|RDATE)[^:]*:(.*)$/.exec(line) ?? [];
    return { name, value };
  });
  if (named.filter(({ name }) => name === 'RRULE').length !== 1 || named.some(({ value }) => value.includes(':'))) return undefined;
  const written = named.map(({ name, value }) => `${name}:${value.replaceAll(/(\d{8}T\d{6})Z?/g, '$1Z')}`);
  return [...(written.some((line) => line.startsWith('DTSTART')) ? [] : [defaultStart]), ...written].join('\n');
}

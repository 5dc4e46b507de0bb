/**
 * Times as a zone's clocks show them, written as milliseconds as if they were UTC: calendars are reckoned with these,
 * and only their results become moments.
 */
export interface WallClock {
  /** What the clocks show at a moment. */
  wallOf(moment: number): number;
  /** The moment at which they show it: the first one when it comes twice, and later by the gap when it is skipped. */
  momentOf(wall: number): number;
  /** Milliseconds that the clocks are ahead of UTC at a moment. */
  offsetAt(moment: number): number;
}

const day = 86_400_000;

/**
 * Whether there is a time zone of this name, written as IANA writes it. JavaScript also takes offsets (`+02:00`), other
 * capitals (`utc`, `Europe/berlin`) and names that only ICU has, all of which Prefect refuses.
 */
export function isTimeZone(name: string): boolean {
  if (!name.split('/').every((part) => /^[A-Z]/.test(part)) || onlyOfIcu.test(name)) return false;
  try {
    const canonical = formatOf(name).resolvedOptions().timeZone;
    return canonical === name || canonical.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

/** Three letters as in Java (`PST`, `JST`), of which IANA has a few, and what IANA has taken back. */
const onlyOfIcu =
  /^(?!CET|EET|EST|GMT|HST|MET|MST|PRC|ROC|ROK|UCT|UTC|WET)[A-Z]{3}$|^SystemV\/|^US\/Pacific-New$|^Canada\/East-Saskatchewan$/;

/** Names to choose a time zone from, in the order of the alphabet. JavaScript lists some under a name of before only: both are there then. */
export function timeZones(): string[] {
  const listed = ['UTC', ...Intl.supportedValuesOf('timeZone')];
  return [...new Set([...listed, ...listed.map((name) => renamed[name] ?? name).filter(isTimeZone)])].toSorted();
}

/** What IANA calls the zones that have been given other names since. */
const renamed: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/** The clock of an IANA time zone. Throws a RangeError when there is none of this name. */
export function wallClock(zone: string): WallClock {
  const offsetAt = zone === 'UTC' ? () => 0 : offsets(zone);
  return {
    offsetAt,
    wallOf: (moment) => moment + offsetAt(moment),
    momentOf(wall) {
      const before = offsetAt(wall - day);
      const first = wall - before;
      // The offset of the day before is right unless the clocks have moved; then the new one, unless it is skipped.
      if (offsetAt(first) === before) return first;
      const second = wall - offsetAt(wall + day);
      return second + offsetAt(second) === wall ? second : first;
    },
  };
}

/** Formatters cost a tenth of a millisecond and more to make, and schedules share few zones. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const format = formats.get(zone) ?? newFormat(zone);
  formats.set(zone, format);
  return format;
}

function offsets(zone: string): (moment: number) => number {
  const format = formatOf(zone);
  return (moment) => {
    const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day: date = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, date, hour, minute, second) - Math.floor(moment / 1000) * 1000;
  };
}

const newFormat = (zone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });

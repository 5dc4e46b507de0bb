import { t } from '../l10n.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Milliseconds as people say them: `0.4s`, `12s`, `3m 5s`, `2h 10m`, `4d`. */
export function formatDuration(milliseconds: number): string {
  const value = Math.max(0, milliseconds);
  if (value < 10 * second) return `${(Math.floor(value / 100) / 10).toFixed(1)}s`;
  if (value < minute) return `${Math.floor(value / second)}s`;
  if (value < hour) return `${Math.floor(value / minute)}m ${Math.floor((value % minute) / second)}s`;
  if (value < day) return `${Math.floor(value / hour)}h ${Math.floor((value % hour) / minute)}m`;
  return `${Math.floor(value / day)}d`;
}

/** How long ago, or in how long: `just now`, `5m ago`, `in 2h`. */
export function formatAge(at: number, now: number): string {
  const distance = Math.abs(now - at);
  if (distance < 5 * second) return t('just now');
  const units: readonly [number, string][] = [
    [day, 'd'],
    [hour, 'h'],
    [minute, 'm'],
    [second, 's'],
  ];
  const [size, letter] = units.find(([unit]) => distance >= unit) ?? [second, 's'];
  const text = `${Math.floor(distance / size)}${letter}`;
  return at > now ? t('in {0}', text) : t('{0} ago', text);
}

/** The day of a moment in this machine's time zone, as `2026-11-21`. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}

/** A day as a heading: `Today`, `Yesterday`, or the day itself. */
export function formatDay(name: string, now: number): string {
  if (name === dayOf(now)) return t('Today');
  return name === dayOf(now - day) ? t('Yesterday') : name;
}

/** A moment with its time zone: `2026-11-21 08:03:11 UTC+1`. */
export function formatMoment(at: number): string {
  const date = new Date(at);
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
  const offset = -date.getTimezoneOffset() / 60;
  return `${dayOf(at)} ${clock} UTC${offset === 0 ? '' : (offset > 0 ? '+' : '') + String(offset)}`;
}

import type { Output, Style } from './output.ts';

/** `--json` of listings and inspections. */
export interface JsonOption {
  json?: boolean;
}

const stateStyles: Readonly<Record<string, Style>> = {
  COMPLETED: 'green',
  FAILED: 'red',
  CRASHED: 'magenta',
  RUNNING: 'blue',
  PENDING: 'cyan',
  SCHEDULED: 'yellow',
  CANCELLED: 'gray',
  CANCELLING: 'gray',
  PAUSED: 'yellow',
};

/** A state's name in the colour of its type. */
export const stateName = (output: Output, type: string | null, name: string | null): string =>
  output.style(stateStyles[type ?? ''] ?? 'dim', name ?? '-');

/** An answer: JSON when it is asked for, else for people. */
export function answer(output: Output, { json }: JsonOption, value: unknown, text: () => string): void {
  output.print(json === true ? JSON.stringify(value, null, 2) : text());
}

/** A thing's facts, one a line; null and empty ones are left out. */
export function facts(output: Output, entries: readonly (readonly [string, unknown])[]): string {
  const known = entries.filter(([, value]) => !isEmpty(value));
  const width = Math.max(...known.map(([name]) => name.length));
  return known.map(([name, value]) => `${output.style('bold', name.padEnd(width))}  ${factText(value)}`).join('\n');
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function factText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ');
  return JSON.stringify(value);
}

/** A time as people in this place read it; `-` when there is none. */
export function localTime(timestamp: string | null | undefined): string {
  if (!timestamp) return '-';
  const date = new Date(timestamp);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** Seconds as people say them: `0.4 s`, `3 m 20 s`, `2 h 5 m`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} m ${Math.floor(seconds % 60)} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} m`;
}

/** A limit or another number that may be absent. */
export const optionalNumber = (value: number | null): string => String(value ?? '-');

/** What a description says first, for lists. */
export const firstSentence = (text: string): string => text.split(/[.;](\s|$)/)[0] ?? text;

/** What can be changed about a work pool or queue by a command of its own. */
export interface Changes {
  isPaused?: boolean;
  concurrencyLimit?: number | null;
}

/** What a change has done, in words. */
export function changeText({ isPaused, concurrencyLimit }: Changes): string {
  if (isPaused !== undefined) return isPaused ? 'is paused' : 'is not paused';
  return concurrencyLimit === null ? 'has no limit' : `has its limit: ${concurrencyLimit} at once`;
}

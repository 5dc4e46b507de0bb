import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { MillraceError } from '../core/errors.ts';
import { didYouMean } from '../core/nearest.ts';
import { isTimeZone, timeZones } from '../core/wall-clock.ts';

/** Gathers an option that can be given again. */
export const collect = (value: string, previous: string[] = []): string[] => [...previous, value];

/** A whole number from 0. */
export function count(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number from 0.');
}

/** A whole number from 1. */
export function positive(text: string): number {
  const value = count(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('Give a whole number from 1.');
}

/** A number from 0. */
export function rate(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError('Give a number from 0.');
}

/** A port of this machine. */
export function port(text: string): number {
  const value = count(text);
  if (value < 65_536) return value;
  throw new InvalidArgumentError('Give a number from 0 to 65535.');
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds: a number of them, or `30s`, `5m`, `2h`, `1d`; also in Prefect's words, as `in 5 minutes`. */
export function seconds(text: string): number {
  const match = /^(?:in )?(\d+(?:\.\d+)?)\s*(s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?)?$/.exec(text.trim());
  const value = Number(match?.[1]) * (units[match?.[2]?.[0] ?? 's'] ?? 1);
  if (match !== null && value > 0) return value;
  throw new InvalidArgumentError('Give seconds, or a time such as 30s, 5m, 2h or 1d.');
}

/** A moment: ISO 8601, in this place's time unless it says otherwise. */
export function moment(text: string): Date {
  const date = new Date(text);
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(date.getTime())) return date;
  throw new InvalidArgumentError('Give a time such as 2026-11-21T08:00 or 2026-11-21T08:00:00Z.');
}

/** A name as Prefect's servers take it. */
export function entityName(text: string): string {
  if (/^[^/%&<>]+$/.test(text)) return text;
  throw new MillraceError('invalid', `"${text}" is no name: it must have at least one character, and none of / % & < >.`);
}

/** The name of a time zone. */
export function timeZone(text: string): string {
  if (isTimeZone(text)) return text;
  throw new InvalidArgumentError(`Give the name of a time zone, as Europe/Zurich.${didYouMean(text, timeZones())}`);
}

/** Adds `--json`, which every listing and inspection has. */
export const withJson = (command: Command, meaning = 'print JSON'): Command =>
  command
    .option('--json', meaning)
    .addOption(new Option('-o, --output <format>', "Prefect's way to say --json").choices(['json']).hideHelp());

/** Adds `--yes`, which every command has that deletes. */
export const withYes = (command: Command): Command => command.option('-y, --yes', 'do not ask first');

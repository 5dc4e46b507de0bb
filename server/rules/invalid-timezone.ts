import { timeZones } from '../../runtime/core/wall-clock.ts';
import { restring } from './facts/edits.ts';
import { isZone, schedulesIn } from './facts/schedules.ts';
import { nearest } from './facts/wording.ts';
import { allLanguages, defineRule } from './rule.ts';

/** Abbreviations that are zones themselves, as CET and UTC, are right. */
export const invalidTimezone = defineRule({
  id: 'invalid-timezone',
  group: 'schedules',
  summary: "A schedule's time zone does not exist",
  severity: 'error',
  preset: 'recommended',
  languages: allLanguages,
  fix: 'suggestion',
  check({ file, report }) {
    for (const { timezone } of schedulesIn(file)) {
      if (timezone === undefined || typeof timezone.value !== 'string' || isZone(timezone.value)) continue;
      const meant = meantBy(timezone.value);
      report({
        span: timezone.span,
        message: `${problem(timezone.value)} ${meant === undefined ? "Use an IANA name such as 'Europe/Berlin'." : `Did you mean '${meant}'?`}`,
        fixes: meant === undefined ? [] : restring(`Use '${meant}'`, timezone, meant),
      });
    }
  },
});

function problem(name: string): string {
  if (name === '') return "'' is no time zone.";
  if (/^[+-]?\d/.test(name))
    return `'${name}' is an offset and not a time zone: Prefect refuses it, and it does not follow daylight saving time.`;
  if (isAbbreviation(name)) return `'${name}' is an abbreviation that several zones have, so the server refuses the schedule.`;
  return `There is no time zone '${name}', so the server refuses the schedule.`;
}

/** A misspelled zone, or the one of a city. An abbreviation may be anything: BST is a zone of London and one of Dhaka. */
function meantBy(name: string): string | undefined {
  if (isAbbreviation(name)) return undefined;
  const zones = timeZones();
  const city = name.trim().replaceAll(' ', '_').toLowerCase();
  return nearest(name, zones) ?? zones.find((zone) => zone.toLowerCase().endsWith(`/${city}`));
}

const isAbbreviation = (name: string): boolean => /^[A-Z]{3,4}$/.test(name);

import type { InlayHint } from 'vscode-languageserver-types';
import type { LinkedFile, ScheduleModel } from '../model/entities.ts';
import type { LiteralValue } from '../model/value.ts';
import { cronWords } from '../schedules/cron-words.ts';
import { nextTimes } from '../schedules/next-times.ts';
import { nextRruleTimes } from '../schedules/rrule-times.ts';
import { durationWords, localTime } from '../schedules/time-words.ts';
import { rangeOf } from './locations.ts';
import { schedulesIn, zoneOf } from './schedules.ts';

/** Behind each schedule: a cron in words and the next time of it or of a recurrence rule, an interval in larger units. */
export async function inlayHints(file: LinkedFile, now: Date): Promise<InlayHint[]> {
  const hints = await Promise.all(
    schedulesIn(file).map(async (schedule) => [
      ...cronHint(file, schedule, now),
      ...intervalHint(file, schedule),
      ...(await rruleHint(file, schedule, now)),
    ]),
  );
  return hints.flat();
}

function cronHint(file: LinkedFile, schedule: ScheduleModel, now: Date): InlayHint[] {
  const { cron, dayOr } = schedule;
  if (cron === undefined || typeof cron.value !== 'string') return [];
  const words = cronWords(cron.value);
  if (words === undefined) return [];
  const timezone = zoneOf(schedule);
  const times = timezone && nextTimes({ cron: cron.value, timezone, dayOr: dayOr?.value !== false }, now, 1);
  if (!times) return [hintBehind(file, cron, words)];
  const [next] = times;
  return [hintBehind(file, cron, next === undefined ? `${words} · never fires` : `${words} · next ${localTime(next, timezone, now)}`)];
}

function intervalHint(file: LinkedFile, { interval }: ScheduleModel): InlayHint[] {
  const seconds = interval?.value;
  if (interval === undefined || typeof seconds !== 'number' || seconds < 60) return [];
  return [hintBehind(file, interval, `Every ${durationWords(seconds)}`)];
}

async function rruleHint(file: LinkedFile, schedule: ScheduleModel, now: Date): Promise<InlayHint[]> {
  const { rrule } = schedule;
  const timezone = zoneOf(schedule);
  if (typeof rrule?.value !== 'string' || timezone === undefined) return [];
  const times = await nextRruleTimes({ rrule: rrule.value, timezone }, now, 1);
  if (times === undefined) return [];
  const [next] = times;
  return [hintBehind(file, rrule, next === undefined ? 'fires no more' : `next ${localTime(next, timezone, now)}`)];
}

const hintBehind = (file: LinkedFile, { span }: LiteralValue, label: string): InlayHint => ({
  position: rangeOf(file, span).end,
  label,
  paddingLeft: true,
});

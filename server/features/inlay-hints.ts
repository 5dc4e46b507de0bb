import type { InlayHint } from 'vscode-languageserver-types';
import type { LinkedFile, ScheduleModel } from '../model/entities.ts';
import type { LiteralValue } from '../model/value.ts';
import { cronWords, durationWords, localTime, nextTimes } from '../schedules/cron-words.ts';
import { rangeOf } from './locations.ts';

/** Behind each schedule: a cron in words and its next time, an interval in larger units. */
export function inlayHints(file: LinkedFile, now: Date): InlayHint[] {
  return file.deployments
    .flatMap(({ schedules }) => schedules)
    .flatMap((schedule) => (schedule.file.path === file.path ? [...cronHint(file, schedule, now), ...intervalHint(file, schedule)] : []));
}

function cronHint(file: LinkedFile, { cron, timezone, dayOr }: ScheduleModel, now: Date): InlayHint[] {
  if (cron === undefined || typeof cron.value !== 'string') return [];
  const words = cronWords(cron.value);
  if (words === undefined) return [];
  const zone = typeof timezone?.value === 'string' ? timezone.value : undefined;
  const [next] = nextTimes({ cron: cron.value, timezone: zone, dayOr: dayOr?.value !== false }, now, 1);
  return [hintBehind(file, cron, next === undefined ? `${words} · never fires` : `${words} · next ${localTime(next, zone)}`)];
}

function intervalHint(file: LinkedFile, { interval }: ScheduleModel): InlayHint[] {
  const seconds = interval?.value;
  if (interval === undefined || typeof seconds !== 'number' || seconds < 60) return [];
  return [hintBehind(file, interval, `every ${durationWords(seconds)}`)];
}

const hintBehind = (file: LinkedFile, { span }: LiteralValue, label: string): InlayHint => ({
  position: rangeOf(file, span).end,
  label,
  paddingLeft: true,
});

import { Cron } from 'croner';
import { toCroner } from '../../../runtime/core/cron.ts';
import { isTimeZone } from '../../../runtime/core/wall-clock.ts';
import type { LinkedFile, ScheduleModel } from '../../model/entities.ts';
import type { LiteralValue } from '../../model/value.ts';
import { perText } from './per-text.ts';

/** The five fields of a cron expression. */
export interface CronFields {
  readonly minute: string;
  readonly hour: string;
  readonly day: string;
  readonly month: string;
  readonly weekday: string;
}

/** A cron expression with the place where it is written. */
export interface WrittenCron {
  readonly literal: LiteralValue;
  readonly expression: string;
  readonly schedule: ScheduleModel;
  /** How it is run; undefined when it cannot be read. */
  readonly cron: Cron | undefined;
  /** Undefined for `@daily` and what has more fields. */
  readonly fields: CronFields | undefined;
}

/** Every schedule that is written in a file. */
export function* schedulesIn(file: LinkedFile): Generator<ScheduleModel> {
  for (const { schedules } of file.deployments) for (const schedule of schedules) if (schedule.file === file) yield schedule;
}

/** Every cron expression that is written in a file. */
export function* cronsIn(file: LinkedFile): Generator<WrittenCron> {
  for (const schedule of schedulesIn(file)) {
    const { cron: literal } = schedule;
    if (literal === undefined || typeof literal.value !== 'string') continue;
    const expression = literal.value;
    const isOr = schedule.dayOr?.value !== false;
    yield { literal, expression, schedule, cron: readCron(expression, isOr), fields: fieldsOf(expression) };
  }
}

/** The fields of an expression that has five. */
export function fieldsOf(expression: string): CronFields | undefined {
  const [minute, hour, day, month, weekday, ...more] = expression.trim().split(/\s+/);
  if (minute === undefined || hour === undefined || day === undefined || month === undefined || weekday === undefined) return undefined;
  return more.length === 0 ? { minute, hour, day, month, weekday } : undefined;
}

/** The expression as the embedded server runs it, in UTC; undefined when it cannot be read. */
export const readCron = (expression: string, dayOr = true): Cron | undefined => (dayOr ? cronOf : cronOfBoth)(expression).cron;

const cronOf = perText((expression) => ({ cron: read(expression, false) }));
const cronOfBoth = perText((expression) => ({ cron: read(expression, true) }));

function read(expression: string, domAndDow: boolean): Cron | undefined {
  try {
    return new Cron(toCroner(expression), { paused: true, timezone: 'UTC', domAndDow });
  } catch {
    return undefined;
  }
}

/** A zone by its IANA name, as Prefect knows it. */
export const isZone = perText(isTimeZone);

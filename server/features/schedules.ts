import type { LinkedFile, ScheduleModel } from '../model/entities.ts';
import { memberOf } from '../model/object-members.ts';
import { isTimeZone } from '../schedules/time-zones.ts';

/** The schedules that are written in a file, of deployments that it makes. */
export const schedulesIn = (file: LinkedFile): readonly ScheduleModel[] =>
  file.deployments.flatMap(({ schedules }) => schedules).filter((schedule) => schedule.file.path === file.path);

/** The time zone that a schedule counts in, UTC unless it says another; undefined where that is not known here, or is none. */
export function zoneOf({ options, timezone }: ScheduleModel): string | undefined {
  if (memberOf(options, 'timezone') === 'absent') return 'UTC';
  const zone = timezone?.value;
  return typeof zone === 'string' && isTimeZone(zone) ? zone : undefined;
}

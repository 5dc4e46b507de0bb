import { isTimeZone, timeZones } from '../../runtime/core/wall-clock.ts';

export { isTimeZone } from '../../runtime/core/wall-clock.ts';

/** Every time zone with what it is here: those that are used already, that of this machine and UTC go first. */
export function zonesToChoose(used: readonly string[]): { readonly zone: string; readonly role?: string }[] {
  const first = new Map(used.filter(isTimeZone).map((zone) => [zone, 'of this project']));
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (isTimeZone(own) && !first.has(own)) first.set(own, 'of this machine');
  const others = timeZones().filter((zone) => zone !== 'UTC' && !first.has(zone));
  return [
    ...[...first].map(([zone, role]) => ({ zone, role })),
    ...(first.has('UTC') ? [] : [{ zone: 'UTC' }]),
    ...others.map((zone) => ({ zone })),
  ];
}

import { parse } from 'yaml';
import { MillraceError, messageOf } from '../core/errors.ts';
import type { DeployOptions } from '../sdk/types.ts';

/** A deployment as `prefect.yaml` writes it. */
interface Entry {
  name?: string;
  entrypoint?: string;
  description?: string;
  version?: string;
  tags?: string[];
  parameters?: Record<string, unknown>;
  concurrency_limit?: number;
  schedule?: ScheduleEntry;
  schedules?: ScheduleEntry[];
  work_pool?: { name?: string; work_queue_name?: string; job_variables?: Record<string, unknown> };
}

interface ScheduleEntry {
  cron?: string;
  interval?: number;
  timezone?: string;
}

/** The deployments of a `prefect.yaml`. Throws `invalid` with the line that cannot be read. */
export function parseProject(text: string, file: string): (DeployOptions & { entrypoint: string })[] {
  let project: { deployments?: Entry[] } | null;
  try {
    project = parse(text);
  } catch (error) {
    throw new MillraceError('invalid', `${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
  return (project?.deployments ?? []).map((entry, index) => toOptions(entry, `${file}, deployment ${index + 1}`));
}

function toOptions(entry: Entry, place: string): DeployOptions & { entrypoint: string } {
  const { name, entrypoint, work_pool: pool } = entry;
  if (!name || !entrypoint) throw new MillraceError('invalid', `${place}: a deployment needs a name and an entrypoint.`);
  const schedule = entry.schedule ?? entry.schedules?.[0];
  return {
    name,
    entrypoint,
    parameters: entry.parameters ?? {},
    jobVariables: pool?.job_variables ?? {},
    ...(entry.description ? { description: entry.description } : {}),
    ...(entry.version ? { version: String(entry.version) } : {}),
    ...(entry.tags ? { tags: entry.tags } : {}),
    ...(entry.concurrency_limit ? { concurrencyLimit: entry.concurrency_limit } : {}),
    ...(pool?.name ? { workPoolName: pool.name } : {}),
    ...(pool?.work_queue_name ? { workQueueName: pool.work_queue_name } : {}),
    ...(schedule?.cron ? { cron: schedule.cron } : {}),
    ...(schedule?.interval ? { interval: schedule.interval } : {}),
    ...(schedule?.timezone ? { timezone: schedule.timezone } : {}),
  };
}

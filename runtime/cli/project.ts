import { basename, dirname } from 'node:path';
import type { ConcurrencyOptions, Schedule } from '../core/entities.ts';
import type { DeploymentRequest, DeploymentSettings, ScheduleRequest } from './deployment-request.ts';
import type { Environment } from './ports.ts';
import { defined, Reader, readYaml } from './yaml-file.ts';

/** A `prefect.yaml` as it is read. */
export interface Project {
  requests: DeploymentRequest[];
  /** What the file asks for and Millrace does not do, in words. */
  warnings: string[];
}

/** Reads a `prefect.yaml`. Throws `invalid` with the place that cannot be understood, `not-found` when there is no file. */
export async function readProject(file: string, env: Environment): Promise<Project> {
  return toProject(await readYaml(file, env), file);
}

function toProject(value: unknown, file: string): Project {
  const name = basename(file);
  const root = new Reader(value ?? {}, name);
  const warnings = leftOut(root);
  const pull = root.objects('pull');
  const requests = root.list('deployments').map((entry, index) => {
    const reader = new Reader(entry, `${name}, deployment ${index + 1}`);
    const entrypoint = reader.text('entrypoint');
    if (entrypoint === undefined) throw reader.fault('entrypoint', 'is missing: give one such as flows/etl.ts:etl');
    warnings.push(...leftOut(reader));
    const settings = readSettings(reader);
    return { entrypoint, folder: dirname(file), settings: pull === undefined ? settings : { pullSteps: pull, ...settings } };
  });
  return { requests, warnings };
}

/** What Prefect's own deploy command does and this one does not. */
function leftOut(reader: Reader): string[] {
  const steps = ['build', 'push'].filter((step) => reader.objects(step) !== undefined);
  const texts = steps.map((step) => `the ${step} steps are Python functions`);
  const automations = reader.objects('triggers') === undefined ? [] : ['triggers are automations, which Prefect makes'];
  return [...texts, ...automations].map((text) => `${reader.place}: ${text}, and are left out.`);
}

function readSettings(reader: Reader): DeploymentSettings {
  const pool = reader.child('work_pool');
  const limits = typeof reader.value('concurrency_limit') === 'object' ? reader.child('concurrency_limit') : undefined;
  return defined({
    name: reader.text('name'),
    description: reader.text('description'),
    version: reader.text('version'),
    tags: reader.texts('tags'),
    parameters: reader.object('parameters'),
    schedules: readSchedules(reader),
    workPoolName: pool?.text('name'),
    workQueueName: pool?.text('work_queue_name'),
    jobVariables: pool?.object('job_variables'),
    concurrencyLimit: limits === undefined ? reader.number('concurrency_limit') : limits.number('limit'),
    concurrencyOptions: limits && readConcurrency(limits),
    enforceParameterSchema: reader.flag('enforce_parameter_schema'),
    paused: reader.flag('paused'),
    pullSteps: reader.objects('pull'),
  });
}

function readConcurrency(limits: Reader): ConcurrencyOptions | undefined {
  const strategy = limits.text('collision_strategy');
  const grace = limits.number('grace_period_seconds');
  if (strategy === undefined && grace === undefined) return undefined;
  if (strategy !== undefined && strategy !== 'ENQUEUE' && strategy !== 'CANCEL_NEW') {
    throw limits.fault('collision_strategy', 'is ENQUEUE or CANCEL_NEW');
  }
  return { collisionStrategy: strategy ?? 'ENQUEUE', ...(grace === undefined ? {} : { gracePeriodSeconds: grace }) };
}

function readSchedules(reader: Reader): ScheduleRequest[] | undefined {
  if (reader.has('schedules')) {
    return reader.list('schedules').map((entry, index) => readSchedule(new Reader(entry, `${reader.place}, schedule ${index + 1}`)));
  }
  const single = reader.child('schedule');
  return single === undefined ? undefined : [readSchedule(single)];
}

function readSchedule(reader: Reader): ScheduleRequest {
  const parts = {
    schedule: toSchedule(reader),
    active: reader.flag('active') ?? true,
    parameters: reader.object('parameters'),
    slug: reader.text('slug'),
    maxScheduledRuns: reader.number('max_scheduled_runs'),
  };
  const { schedule, active, ...rest } = parts;
  return { schedule, active, ...defined(rest) };
}

function toSchedule(reader: Reader): Schedule {
  const [cron, rrule, interval] = [reader.text('cron'), reader.text('rrule'), reader.number('interval')];
  const timezone = defined({ timezone: reader.text('timezone') });
  if (cron !== undefined) return { cron, ...timezone, ...defined({ dayOr: reader.flag('day_or') }) };
  if (interval !== undefined) return { interval, ...timezone, ...defined({ anchorDate: reader.text('anchor_date') }) };
  if (rrule !== undefined) return { rrule, ...timezone };
  throw reader.fault('schedule', 'needs cron, interval (seconds) or rrule');
}

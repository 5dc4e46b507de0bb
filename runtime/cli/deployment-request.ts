import type { ConcurrencyOptions, Schedule } from '../core/entities.ts';
import type { JsonObject } from '../core/json.ts';
import type { Infrastructure } from './infrastructure.ts';

/** One of a deployment's schedules, as it is asked for. */
export interface ScheduleRequest {
  schedule: Schedule;
  active: boolean;
  parameters?: JsonObject;
  slug?: string;
  maxScheduledRuns?: number;
}

/** What a deployment is asked to be, by prefect.yaml, by options or by both; what is absent keeps its default. */
export interface DeploymentSettings {
  name?: string;
  description?: string;
  version?: string;
  tags?: string[];
  parameters?: JsonObject;
  /** Parameters as they were typed, `name=value`, over the others: the flow's schema says what they are. */
  typedParameters?: string[];
  schedules?: ScheduleRequest[];
  workPoolName?: string;
  workQueueName?: string;
  jobVariables?: JsonObject;
  concurrencyLimit?: number;
  concurrencyOptions?: ConcurrencyOptions;
  enforceParameterSchema?: boolean;
  paused?: boolean;
  pullSteps?: JsonObject[];
  infrastructure?: Infrastructure;
}

/** A deployment that is asked for, with the place of its flow: `file.ts:flow`, relative to the folder. */
export interface DeploymentRequest {
  entrypoint: string;
  folder: string;
  settings: DeploymentSettings;
}

/** The first settings with the second over them; parameters and job variables are merged name by name. */
export function mergeSettings(below: DeploymentSettings, above: DeploymentSettings): DeploymentSettings {
  const merged = { ...below, ...above };
  const parameters = { ...below.parameters, ...above.parameters };
  const jobVariables = { ...below.jobVariables, ...above.jobVariables };
  return { ...merged, parameters, jobVariables };
}

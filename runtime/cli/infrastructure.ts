import { join, posix } from 'node:path';
import type { WorkPool } from '../core/entities.ts';
import { MillraceError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';

/** Where the processes of a deployment's runs are, when something other than our worker starts them. */
export interface Infrastructure {
  /** The image of a container that has the project and Node in it. */
  image?: string;
  /** The folder of the project where the runs are; `/app` in a container, and this folder elsewhere, unless told. */
  workingDir?: string;
  /** Variables of the environment of the runs. */
  env?: Record<string, string>;
  /** Whether Prefect's own process worker is to start the runs; workers of containers are Prefect's anyway. */
  prefectWorker?: boolean;
}

/** What a deployment has to say for its pool. */
export interface Placement {
  /** The folder of the project where the runs are. */
  folder: string;
  jobVariables: JsonObject;
}

/**
 * The job variables by which a worker of the pool starts `millrace flow-run execute`: command, image, environment and
 * folder, as far as the pool's template has a place for them. What is given as a job variable wins. Throws `invalid` when
 * a container has no image.
 */
export function placementOf(pool: WorkPool | undefined, folder: string, given: JsonObject, infrastructure: Infrastructure): Placement {
  const { image, env, prefectWorker, workingDir } = infrastructure;
  const added = env === undefined ? {} : { env: { ...objectOf(given['env']), ...env } };
  if (pool === undefined || !isContainer(pool)) {
    if (image !== undefined) throw new MillraceError('invalid', 'A work pool of the type process starts no containers: leave --image out.');
    const here = workingDir ?? folder;
    const command = prefectWorker === true ? { command: processCommand, working_dir: here } : {};
    return { folder: here, jobVariables: { ...command, ...given, ...added } };
  }
  const inside = workingDir ?? '/app';
  const chosen = image ?? given['image'];
  if (typeof chosen !== 'string') {
    const message = `Work pool "${pool.name}" starts containers (${pool.type}): name the image with your flows with --image, as --image registry.example.com/etl:1.`;
    throw new MillraceError('invalid', message);
  }
  const command = `node ${posix.join(inside, 'node_modules/millrace/bin/millrace.mjs')} flow-run execute`;
  const variables = { command, working_dir: inside, ...given, ...added, image: chosen };
  return { folder: inside, jobVariables: Object.fromEntries(Object.entries(variables).filter(([name]) => takes(pool, name))) };
}

/** All of Prefect's types start a container for each run, but for these: docker, kubernetes, ecs, cloud-run and others. */
const isContainer = ({ type }: WorkPool): boolean => type !== 'process' && type !== 'prefect-agent';

/** Node and our command line as they are here, which a worker on this machine can start. */
const processCommand = [process.execPath, join(import.meta.dirname, '../bin/millrace.mjs'), 'flow-run', 'execute'].join(' ');

/** Whether a template has a place for a variable: a strict one refuses others, and a folder is often the image's. */
const takes = ({ baseJobTemplate }: WorkPool, name: string): boolean =>
  name !== 'working_dir' || variablesOf(baseJobTemplate)['working_dir'] !== undefined;

const variablesOf = (template: JsonObject): JsonObject => objectOf(objectOf(template['variables'])['properties']);

const objectOf = (value: unknown): JsonObject => (typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {});

import type { Deployment, FlowRun, WorkPool } from '../core/entities.ts';

/** What a pool, a deployment and a run say about the process of the run; the later wins. */
export interface JobVariables {
  command: string | undefined;
  /** Null takes a variable of the worker away. */
  env: Record<string, string | null>;
  workingDir: string | undefined;
  streamOutput: boolean;
}

/** Merges the defaults of the pool's template with the variables of the deployment and of the run. */
export function jobVariables(
  pool: Pick<WorkPool, 'baseJobTemplate'>,
  deployment: Pick<Deployment, 'jobVariables'> | undefined,
  run: Pick<FlowRun, 'jobVariables'>,
): JobVariables {
  const merged = { ...templateDefaults(pool), ...deployment?.jobVariables, ...run.jobVariables };
  const { command, env, working_dir: workingDir, stream_output: streamOutput } = merged;
  return {
    command: textOf(command),
    env: environmentOf(env),
    workingDir: textOf(workingDir),
    streamOutput: streamOutput !== false,
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function environmentOf(value: unknown): Record<string, string | null> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, text === null ? null : String(text)]));
}

function templateDefaults({ baseJobTemplate }: Pick<WorkPool, 'baseJobTemplate'>): Record<string, unknown> {
  const properties = inside(inside(baseJobTemplate, 'variables'), 'properties');
  if (typeof properties !== 'object' || properties === null) return {};
  const defaults = Object.entries(properties).map(([name, schema]): [string, unknown] => [name, inside(schema, 'default')]);
  return Object.fromEntries(defaults.filter(([, value]) => value !== undefined));
}

const inside = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

import type { Deployment, FlowRun, WorkPool } from '../core/entities.ts';

/** What a pool, a deployment and a run say about the process of the run; the later wins. */
export interface JobVariables {
  command: string | undefined;
  env: Record<string, string>;
  workingDir: string | undefined;
  streamOutput: boolean;
}

/** Merges the defaults of the pool's template with the variables of the deployment and of the run. */
export function jobVariables(pool: WorkPool, deployment: Deployment | undefined, run: FlowRun): JobVariables {
  const merged = { ...templateDefaults(pool), ...deployment?.jobVariables, ...run.jobVariables };
  const { command, env, working_dir: workingDir, stream_output: streamOutput } = merged;
  return {
    command: typeof command === 'string' && command !== '' ? command : undefined,
    env: typeof env === 'object' && env !== null ? Object.fromEntries(Object.entries(env).map(([key, value]) => [key, String(value)])) : {},
    workingDir: typeof workingDir === 'string' && workingDir !== '' ? workingDir : undefined,
    streamOutput: streamOutput !== false,
  };
}

function templateDefaults(pool: WorkPool): Record<string, unknown> {
  const variables: unknown = pool.baseJobTemplate['variables'];
  const properties: unknown = typeof variables === 'object' && variables !== null ? Reflect.get(variables, 'properties') : undefined;
  if (typeof properties !== 'object' || properties === null) return {};
  const defaults = Object.entries(properties).map(([name, schema]): [string, unknown] => [
    name,
    typeof schema === 'object' && schema !== null ? Reflect.get(schema, 'default') : undefined,
  ]);
  return Object.fromEntries(defaults.filter(([, value]) => value !== undefined));
}

import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Client } from '../api/client.ts';
import { systemClock } from '../core/clock.ts';
import type { FlowDefinition } from '../core/definitions.ts';
import { flowOf } from '../core/definitions.ts';
import type { Deployment, FlowRun } from '../core/entities.ts';
import { messageOf, MillraceError } from '../core/errors.ts';
import { createHeartbeats } from '../engine/heartbeats.ts';
import { callHooks } from '../engine/hooks.ts';
import type { OpenRun, Supervisor } from '../engine/host.ts';
import type { RunLogs } from '../engine/logs.ts';
import { runFlow } from '../engine/flow-run.ts';
import { useClient } from '../sdk/client.ts';
import { localResults } from '../sdk/results.ts';
import { registerTypeScript, warmTypeScript } from './loader.ts';

/** A run to be executed by this process. */
export interface Execution {
  client: Client;
  flowRun: FlowRun;
  deployment: Deployment | undefined;
  /** The flow, where the deployment does not say it; then no worker looks after the run either. */
  entrypoint?: string | undefined;
  signal: AbortSignal;
  /** Ends the run when it blocks this thread past its time. */
  supervisor: Supervisor;
  /** Where its log goes; straight to the server unless told. */
  logs?: RunLogs;
  /** Told each run of this process that begins. */
  opened(run: OpenRun): () => void;
  report(text: string): void;
}

/** Loads what every run needs, before it is known which one comes. */
export async function prepareToExecute(): Promise<void> {
  registerTypeScript();
  warmTypeScript();
  await import('../sdk/index.ts');
}

/** Runs a flow run to its end; true when it completed. A flow that cannot be loaded makes the run Failed, with the reason. */
export async function execute(execution: Execution): Promise<boolean> {
  const { client, flowRun, report, signal } = execution;
  useClient(client);
  let flow: FlowDefinition;
  try {
    flow = await loadFlow(execution);
  } catch (error) {
    const message = `Flow could not be retrieved from ${execution.entrypoint ?? 'deployment'}: ${messageOf(error)}`;
    await client.flowRuns.setState({ id: flowRun.id }, { state: { type: 'FAILED', name: 'Failed', message }, force: true });
    report(message);
    return false;
  }
  const { supervisor, logs, opened } = execution;
  const alone = execution.entrypoint === undefined ? undefined : createHeartbeats(client).start(flowRun.id);
  const host = { orchestrator: client, clock: systemClock, signal, supervisor, logs, opened, report, results: localResults };
  try {
    const { state } = await runFlow(flow, host, { parameters: flowRun.parameters, flowRun });
    return state.type === 'COMPLETED';
  } catch (error) {
    if (!MillraceError.is(error, 'aborted')) throw error;
    report(`Flow run ${flowRun.name} stopped: ${error.message}`);
    return false;
  } finally {
    alone?.();
  }
}

/** Calls the hooks for the end of a run whose own process could not. */
export async function callHooksOfEnd(over: Pick<Execution, 'client' | 'flowRun' | 'deployment' | 'report'>): Promise<void> {
  const { client, flowRun, report } = over;
  const { state } = flowRun;
  if (state === null) return;
  useClient(client);
  const flow = await loadFlow(over);
  await callHooks(flow.options, state.type, (hook) => hook(flow, flowRun, state), report);
}

/** Goes to the deployment's folder and imports the flow that its entrypoint names. */
async function loadFlow({
  flowRun,
  deployment,
  entrypoint: given,
}: Pick<Execution, 'flowRun' | 'deployment' | 'entrypoint'>): Promise<FlowDefinition> {
  if (given !== undefined) return importFlow(given);
  const folder = workingDirectory(deployment);
  if (folder !== undefined) process.chdir(folder);
  const entrypoint = deployment?.entrypoint;
  if (!entrypoint) {
    throw new MillraceError('invalid', `Flow run ${flowRun.name} has no deployment with an entrypoint such as "flows/etl.ts:etl".`);
  }
  if (folder !== undefined) checkInside(folder, entrypoint);
  return importFlow(entrypoint);
}

/** A deployment that names its folder has its code there: no path out of it is followed, through links neither. */
function checkInside(folder: string, entrypoint: string): void {
  const file = resolve(folder, entrypoint.slice(0, entrypoint.lastIndexOf(':')));
  const real = (path: string): string => (existsSync(path) ? realpathSync(path) : path);
  const way = relative(real(resolve(folder)), real(file));
  if (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)) return;
  throw new MillraceError(
    'invalid',
    `The entrypoint "${entrypoint}" leaves the folder ${folder} of its deployment: deploy it from the folder that holds the code.`,
  );
}

/** Imports `file.ts:name`. Throws `not-found` for a file or export that does not exist, naming the flows that do. */
export async function importFlow(entrypoint: string): Promise<FlowDefinition> {
  const at = entrypoint.lastIndexOf(':');
  const [file, name] = [entrypoint.slice(0, at), entrypoint.slice(at + 1)];
  if (at <= 0 || name === '') {
    throw new MillraceError('invalid', `"${entrypoint}" is not an entrypoint: it has the form "path/to/file.ts:flow".`);
  }
  const exports = await importFlows(file);
  const flow = exports.get(name) ?? [...exports.values()].find((candidate) => candidate.options.name === name);
  if (flow !== undefined) return flow;
  const known = exports.size === 0 ? 'it exports no flow' : `it exports the flows ${[...exports.keys()].join(', ')}`;
  throw new MillraceError('not-found', `${file} has no exported flow "${name}": ${known}.`);
}

/** The flows that a file exports, by the names of the exports. */
export async function importFlows(file: string): Promise<Map<string, FlowDefinition>> {
  registerTypeScript();
  const path = isAbsolute(file) ? file : resolve(process.cwd(), file);
  const exports: Record<string, unknown> = await import(pathToFileURL(path).href);
  const flows = new Map<string, FlowDefinition>();
  for (const [name, value] of Object.entries(exports)) {
    const flow = flowOf(value);
    if (flow !== undefined) flows.set(name, flow);
  }
  return flows;
}

/** The folder of the pull step `set_working_directory`; other steps are Python functions, and refused. */
function workingDirectory(deployment: Deployment | undefined): string | undefined {
  let folder: string | undefined;
  for (const step of deployment?.pullSteps ?? []) {
    for (const [name, inputs] of Object.entries(step)) {
      if (!name.endsWith('.set_working_directory')) {
        throw new MillraceError(
          'unsupported',
          `The pull step ${name} is a Python function: use set_working_directory, or prepare the folder before the worker starts.`,
        );
      }
      const directory: unknown = typeof inputs === 'object' && inputs !== null ? Reflect.get(inputs, 'directory') : undefined;
      if (typeof directory === 'string') folder = directory;
    }
  }
  return folder;
}

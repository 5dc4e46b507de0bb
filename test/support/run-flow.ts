import { flowOf } from '../../runtime/core/definitions.ts';
import type { FlowRun } from '../../runtime/core/entities.ts';
import { MillraceError } from '../../runtime/core/errors.ts';
import type { FlowHost, FlowOutcome } from '../../runtime/engine/flow-run.ts';
import { runFlow } from '../../runtime/engine/flow-run.ts';
import type { FakeClock } from './fake-clock.ts';
import { createFakeClock } from './fake-clock.ts';
import type { MemoryOrchestrator } from './memory-orchestrator.ts';
import { createMemoryOrchestrator } from './memory-orchestrator.ts';

/** What a flow came to, and everything that was told about it. */
export interface Ran extends FlowOutcome {
  memory: MemoryOrchestrator;
  clock: FakeClock;
  /** Names of the flow run's states, oldest first. */
  states: string[];
  /** Names of the states of each task run, in the order in which they were created. */
  taskStates: string[][];
  reports: string[];
}

/** Runs a flow on an orchestrator in memory and a clock that jumps; as a run that a deployment made when it is `deployed`. */
export async function runInMemory(flow: unknown, parameters: object = {}, changes: Partial<FlowHost> = {}, deployed = false): Promise<Ran> {
  const definition = flowOf(flow);
  if (definition === undefined) throw new MillraceError('invalid', 'Not a flow.');
  const clock = createFakeClock();
  const memory = createMemoryOrchestrator(clock);
  const reports: string[] = [];
  const host = { orchestrator: memory, clock, report: (text: string) => void reports.push(text), ...changes };
  const flowRun = deployed ? await deployedRun(memory) : undefined;
  const outcome = await runFlow(definition, host, { parameters: { ...parameters }, ...(flowRun === undefined ? {} : { flowRun }) });
  const taskStates = memory.runs.taskRuns.map(({ id }) => memory.statesOf(id));
  return { ...outcome, memory, clock, states: memory.statesOf(outcome.flowRun.id), taskStates, reports };
}

/** A run as a worker claims it. */
async function deployedRun(memory: MemoryOrchestrator): Promise<FlowRun> {
  const { id } = await memory.flows.create({ name: 'deployed' });
  return memory.flowRuns.create({ flowId: id, name: 'given', state: { type: 'PENDING', name: 'Pending' } });
}

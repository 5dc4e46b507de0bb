import { fromWire, toWire } from '../../runtime/api/wire.ts';
import { systemClock } from '../../runtime/core/clock.ts';
import { MillraceError } from '../../runtime/core/errors.ts';
import { createMemoryOrchestrator } from '../support/memory-orchestrator.ts';
import type { Ask } from './ask.ts';

/** Asks the orchestrator in memory, which has the REST API's runs without HTTP: statuses are those that REST would add. */
export function overMemory(): Ask {
  const { flows, flowRuns, taskRuns } = createMemoryOrchestrator(systemClock);
  const resources = { flow_runs: flowRuns, task_runs: taskRuns };
  return async (method, path, body) => {
    const [resource = '', id = '', action] = path.split('/').slice(1);
    // The bodies are the cases' own data, which the types of the orchestrator cannot know.
    const given = fromWire(body) as never;
    if (path === '/flows/') return { status: 201, body: toWire(await flows.create(given)) };
    const runs = Object.entries(resources).find(([name]) => name === resource)?.[1];
    if (runs === undefined) throw new MillraceError('unsupported', `There is no ${method} ${path} in memory.`);
    if (method === 'POST' && id === '') return { status: 201, body: toWire(await runs.create(given)) };
    if (action === 'set_state') {
      const { stateId: before } = await runs.read({ id });
      const result = await runs.setState({ id }, given);
      const { stateId: after } = await runs.read({ id });
      return { status: before === after ? 200 : 201, body: toWire(result) };
    }
    return { status: 200, body: toWire(await runs.read({ id })) };
  };
}

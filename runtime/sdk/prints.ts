import { format } from 'node:util';
import type { FlowDefinition } from '../core/definitions.ts';
import { flowScope, taskScope } from '../engine/context.ts';
import { levels } from '../engine/logs.ts';

const methods = { debug: 'debug', log: 'info', info: 'info', warn: 'warning', error: 'error' } as const;

let patched = false;

/** The flow itself; when it logs prints, `console.*` of its runs goes to their logs from now on, and to the terminal. */
export function printsOf(flow: FlowDefinition): FlowDefinition {
  if (flow.options.logPrints === true) patchConsole();
  return flow;
}

function patchConsole(): void {
  if (patched) return;
  patched = true;
  for (const [method, level] of Object.entries(methods)) {
    const original: unknown = Reflect.get(console, method);
    if (typeof original !== 'function') continue;
    Reflect.set(console, method, (...args: unknown[]) => {
      const scope = flowScope();
      const wanted = taskScope()?.task.options.logPrints ?? scope?.flow.options.logPrints ?? false;
      if (scope !== undefined && wanted) {
        const taskRunId = taskScope()?.taskRun.id ?? null;
        scope.logs.add({ name: taskRunId === null ? 'prefect.flow_runs' : 'prefect.task_runs', level: levels[level], message: format(...args), flowRunId: scope.flowRun.id, taskRunId });
      }
      Reflect.apply(original, console, args);
    });
  }
}

import { messageOf } from '../core/errors.ts';
import type { OpenRun } from '../engine/host.ts';
import { reachNow } from './client.ts';
import type { Reach } from './last-words.ts';
import { speak } from './last-words.ts';
import type { Verdict } from './supervision.ts';

const open = new Set<OpenRun>();
let fixed: Reach | undefined;
let reason: string | undefined;

/**
 * Sees to it that a run which is open when the process ends becomes Crashed, with the reason and its last lines, on the
 * server that is meant or on the given one. The returned function says that it is over.
 */
export function watchExit(run: OpenRun, reach?: Reach): () => void {
  fixed = reach;
  if (open.size === 0) {
    process.on('uncaughtExceptionMonitor', keepReason);
    process.on('exit', sayLast);
  }
  open.add(run);
  return () => {
    open.delete(run);
    if (open.size > 0) return;
    process.off('uncaughtExceptionMonitor', keepReason);
    process.off('exit', sayLast);
  };
}

function keepReason(error: unknown): void {
  reason = `${error instanceof Error ? error.name : typeof error}: ${messageOf(error)}`;
}

function sayLast(code: number): void {
  const reach = fixed ?? reachNow();
  if (reach === undefined) return;
  const lines = [...open].flatMap(({ logs }) => logs.take());
  const verdicts = [...open].map(({ kind, id, name }): Verdict => {
    const what = kind === 'flow-run' ? 'flow' : 'task';
    const message = `Process for ${what} run '${name}' exited with status code ${code} before the run was final${reason === undefined ? '.' : `: ${reason}`}`;
    return { kind, id, state: { type: 'CRASHED', name: 'Crashed', message } };
  });
  speak({ reach, lines, verdicts });
}

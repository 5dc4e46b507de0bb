import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { speak } from './last-words.ts';
import { createSupervision, verdictsOf } from './supervision.ts';
import type { ToWatchdog, WatchdogStart } from './watchdog.ts';

const { reach, root }: WatchdogStart = workerData;

const supervision = createSupervision((run) => {
  const verdicts = verdictsOf(run, root);
  // Written past the blocked thread, which a thread's own stderr would wait for.
  for (const { state } of verdicts) writeSync(2, `${state.message}\n`);
  if (reach !== undefined) speak({ reach, lines: [], verdicts });
  process.kill(process.pid, 'SIGKILL');
});

parentPort?.on('message', (message: ToWatchdog) => {
  if (message.type === 'disarm') {
    supervision.disarm(message.watch);
    return;
  }
  const { watch, run, at } = message;
  // The time that this thread took to start counts.
  supervision.arm(watch, run, (Date.now() - at) / 1000);
});

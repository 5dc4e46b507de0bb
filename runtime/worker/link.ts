import { writeSync } from 'node:fs';
import type { Clock, LogLine } from '../core/ports.ts';
import { toTimestamp } from '../core/time.ts';
import type { OwnRun, Supervisor } from '../engine/host.ts';
import type { RunLogs } from '../engine/logs.ts';
import { shortened } from '../engine/logs.ts';
import type { FromChild } from './job.ts';

/** The way from a run's process to its worker, which sends the lines to the server and watches the time. */
export interface Link {
  logs: RunLogs;
  supervisor: Supervisor;
  /** Tells a run that begins; the answer is called at its end. */
  opened(run: OwnRun): () => void;
  /** Says why the process is about to end. */
  crash(reason: string): void;
  /** Told that the worker has passed on what was said before this flush. */
  flushed(flush: number): void;
  /** Nobody answers any more: what waits for an answer goes on. */
  broken(): void;
}

/**
 * Opens the link. Every message is written at once, so that none is lost when the process is killed or blocked. What
 * cannot be written, because the worker is gone, stays in the logs for `take`.
 */
export function openLink(descriptor: number, clock: Pick<Clock, 'now'>): Link {
  const left: LogLine[] = [];
  const waiting = new Map<number, () => void>();
  let flushes = 0;
  let watches = 0;
  let open = true;
  const send = (message: FromChild): void => {
    if (!open) return;
    try {
      writeAll(descriptor, `${JSON.stringify(message)}\n`);
    } catch (error) {
      if (!(error instanceof Error && Reflect.get(error, 'code') === 'EPIPE')) throw error;
      open = false;
    }
  };
  return {
    logs: {
      add(given) {
        const line = { ...given, message: shortened(given.message), timestamp: toTimestamp(clock.now()) };
        send({ type: 'log', line });
        if (!open) left.push(line);
      },
      flush() {
        flushes += 1;
        const flush = flushes;
        send({ type: 'flush', flush });
        return open ? new Promise((resolve) => waiting.set(flush, resolve)) : Promise.resolve();
      },
      take: () => left.splice(0),
    },
    supervisor: {
      arm(run) {
        watches += 1;
        const watch = watches;
        send({ type: 'arm', watch, run });
        return () => send({ type: 'disarm', watch });
      },
    },
    opened({ kind, id, name }) {
      send({ type: 'open', run: { kind, id, name } });
      return () => send({ type: 'close', id });
    },
    crash: (reason) => send({ type: 'crash', reason }),
    flushed(flush) {
      waiting.get(flush)?.();
      waiting.delete(flush);
    },
    broken() {
      open = false;
      for (const resolve of waiting.values()) resolve();
      waiting.clear();
    },
  };
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written);
}

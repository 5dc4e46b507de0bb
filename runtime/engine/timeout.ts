import { messageOf, MillraceError } from '../core/errors.ts';
import type { Clock } from '../core/ports.ts';

/** Thrown in the place of a result that did not come in time. */
export class TimedOut extends MillraceError {
  constructor(seconds: number) {
    super('timed-out', `Scope timed out after ${seconds} second(s).`);
  }
}

/**
 * Runs work with a signal that is aborted when the outer one is or the time is over. Work that ignores its signal is
 * left behind: its result no longer counts.
 */
export async function runWithin<T>(
  seconds: number | undefined,
  clock: Clock,
  outer: AbortSignal,
  work: (signal: AbortSignal) => T | Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const finished = new AbortController();
  const forward = (): void => controller.abort(outer.reason);
  outer.addEventListener('abort', forward, { once: true });
  if (outer.aborted) forward();
  const ended = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true });
  });
  // Without a listener of its own the rejection would count as unhandled when the work ends first.
  ended.catch(() => undefined);
  if (seconds !== undefined) {
    clock.sleep(seconds * 1000, finished.signal).then(
      () => controller.abort(new TimedOut(seconds)),
      () => undefined,
    );
  }
  try {
    if (controller.signal.aborted) throw controller.signal.reason;
    return await Promise.race([Promise.resolve(work(controller.signal)), ended]);
  } finally {
    finished.abort();
    outer.removeEventListener('abort', forward);
  }
}

/** The class of an error, as a state's message names it. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

/** Whether an error says no more than that its work was told to end: the signal's reason, or what waits throw for it. */
export const isInterruption = (error: unknown, signal: AbortSignal): boolean =>
  signal.aborted &&
  (error === signal.reason || (error instanceof Error && (error.name === 'AbortError' || isInterruption(error.cause, signal))));

/** An error with its stack and causes, for the log. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const text = error.stack === undefined ? messageOf(error) : ownFrames(error.stack);
  return error.cause === undefined ? text : `${text}\nCaused by: ${describeError(error.cause)}`;
}

/** From sources the engine and the SDK; in a bundle everything of ours lies in one folder. */
const ownFolders = [
  ...(import.meta.url.endsWith('.ts') ? ['.', '../sdk/'] : ['.']).map((folder) => new URL(folder, import.meta.url).href),
  'node:internal/async_local_storage',
];

/** The stack without our own frames, which say nothing about the user's code. */
const ownFrames = (stack: string): string =>
  stack
    .split('\n')
    .filter((line) => !ownFolders.some((folder) => line.includes(folder)))
    .join('\n');

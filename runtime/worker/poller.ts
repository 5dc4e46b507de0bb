import { messageOf } from '../core/errors.ts';
import type { Clock } from '../core/ports.ts';

/** How long a poller waits, in seconds. */
export interface Pace {
  /** After a look that found something. */
  shortest: number;
  /** What the waiting doubles up to, while nothing is found or the server does not answer. */
  longest: number;
}

/** Looks again and again. */
export interface Poller {
  /** Looks at once, or once more when it is looking already. */
  wake(): void;
  /** Looks no more, and gives up the look under way; resolves when that is over. */
  stop(): Promise<void>;
}

/** Calls `look`, which says how many things it found, in growing intervals as long as it finds none. Its signal ends with the poller. */
export function startPoller(look: (signal: AbortSignal) => Promise<number>, pace: Pace, clock: Clock, log: (text: string) => void): Poller {
  const ending = new AbortController();
  let sleeping = new AbortController();
  let stopped = false;
  let woken = false;
  const loop = async (): Promise<void> => {
    for (let wait = pace.shortest; !stopped;) {
      woken = false;
      const found = await look(ending.signal).catch((error: unknown) => {
        if (!ending.signal.aborted) log(`Looking for runs failed: ${messageOf(error)}`);
        return 0;
      });
      wait = found > 0 || woken ? pace.shortest : Math.min(wait * 2, pace.longest);
      if (woken || stopped) continue;
      sleeping = new AbortController();
      await clock.sleep(wait * 1000, sleeping.signal).catch(() => undefined);
    }
  };
  const ended = loop();
  const wake = (): void => {
    woken = true;
    sleeping.abort();
  };
  return {
    wake,
    stop() {
      stopped = true;
      ending.abort();
      wake();
      return ended;
    },
  };
}

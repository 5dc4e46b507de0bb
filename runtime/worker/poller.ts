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
  /** Looks no more; resolves when the look under way is over. */
  stop(): Promise<void>;
}

/** Calls `look`, which says how many things it found, in growing intervals as long as it finds none. */
export function startPoller(look: () => Promise<number>, pace: Pace, clock: Clock, log: (text: string) => void): Poller {
  let sleeping = new AbortController();
  let stopped = false;
  let woken = false;
  const loop = async (): Promise<void> => {
    for (let wait = pace.shortest; !stopped;) {
      woken = false;
      const found = await look().catch((error: unknown) => {
        log(`Looking for runs failed: ${messageOf(error)}`);
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
      wake();
      return ended;
    },
  };
}

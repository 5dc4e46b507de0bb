import type { Timers } from '../../client/ports.ts';

/** Time that stands still until it is moved. */
export class FakeTimers implements Timers {
  #now: number;
  #waiting: { at: number; callback: () => void }[] = [];

  constructor(now = Date.parse('2026-11-21T12:00:00Z')) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const entry = { at: this.#now + milliseconds, callback };
    this.#waiting.push(entry);
    return () => (this.#waiting = this.#waiting.filter((each) => each !== entry));
  }

  /** How many callbacks wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Moves time on, and calls back what is due, in order. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = this.#waiting.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#waiting = this.#waiting.filter((each) => each !== next);
      this.#now = next.at;
      next.callback();
    }
    this.#now = end;
  }
}

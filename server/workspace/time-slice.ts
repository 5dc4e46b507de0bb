/** Milliseconds of work between two pauses: short enough that nobody who types notices. */
const length = 4;

/** Work that may be long, in slices: whoever does it asks whether this one is over, and lets others have a turn. */
export class TimeSlice {
  #end = performance.now() + length;

  get isOver(): boolean {
    return performance.now() >= this.#end;
  }

  /** Begins the next slice. */
  next(): void {
    this.#end = performance.now() + length;
  }

  /** Lets others have a turn before the next slice. */
  async pause(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.next();
  }
}

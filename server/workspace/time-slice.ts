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

/** Works on items one by one; when a slice of time is over, yields how many came before the last one, so that others may have a turn. */
export async function* inSlices<T>(items: readonly T[], work: (item: T) => void): AsyncGenerator<number> {
  const slice = new TimeSlice();
  for (const [index, item] of items.entries()) {
    work(item);
    if (!slice.isOver) continue;
    yield index;
    slice.next();
  }
}

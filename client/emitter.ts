/** Ends something: a subscription, a timer, a process. */
export interface Disposable {
  dispose(): void;
}

/** Subscribes to something that happens. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** Tells listeners what happened, in the order in which they came. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = (listener) => {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

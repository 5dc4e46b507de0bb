import type { Span } from '../../model/span.ts';

/** How far a piece of a document stands behind the place where it was read. Text above it that grows moves only this. */
export interface Anchor {
  offset: number;
}

/** A span that moves with the piece of the document in which it stands. */
export class AnchoredSpan implements Span {
  readonly #anchor: Anchor;
  readonly #start: number;
  readonly #end: number;

  constructor(anchor: Anchor, start: number, end: number) {
    this.#anchor = anchor;
    this.#start = start;
    this.#end = end;
  }

  get start(): number {
    return this.#anchor.offset + this.#start;
  }

  get end(): number {
    return this.#anchor.offset + this.#end;
  }

  toJSON(): Span {
    return { start: this.start, end: this.end };
  }
}

/** Some places of a list that follow each other: the first of them, and the first one behind them. */
export type Stretch = readonly [number, number];

/** How many places further (or, below 0, nearer) the items of a list stand that stood from one place on. */
export interface Moved {
  readonly from: number;
  readonly by: number;
}

/**
 * What may be something else in a file than in an earlier model of it, by its places now. All others of its bindings and
 * calls are the same objects, moved at most, and so is whatever they lead to in this file.
 */
export interface ModelChanges {
  readonly bindings: readonly Stretch[];
  readonly calls: readonly Stretch[];
  readonly moved: { readonly bindings: Moved; readonly calls: Moved };
}

/** Some places of a list that follow each other: the first of them, and the first one behind them. */
export type Places = readonly [number, number];

/**
 * What may be something else in a file than in an earlier model of it. All others of its bindings and calls are the same
 * objects in the same places, and so is whatever they lead to in this file.
 */
export interface ModelChanges {
  readonly bindings: readonly Places[];
  readonly calls: readonly Places[];
}

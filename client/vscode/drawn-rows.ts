import { isDeepStrictEqual } from 'node:util';
import type { TreeModel, TreeNode } from '../tree.ts';

/**
 * The rows that the editor has drawn of a view, to tell which of them are others by now. A view that is drawn as a whole
 * forgets its rows until the new ones are read, and a button that is pressed meanwhile reaches its command without the row;
 * so rows are drawn one by one where none comes, goes or moves.
 */
export class DrawnRows {
  readonly #model: TreeModel;
  /** Each row as it was drawn last. */
  readonly #rows = new Map<string, TreeNode>();
  /** The ids of the rows below each row that was opened, and of the first ones. */
  readonly #below = new Map<string | undefined, readonly string[]>();
  /** Rows that were opened and closed again: the editor knows what is below them, and nobody looks at it. */
  readonly #folded = new Set<string>();

  constructor(model: TreeModel) {
    this.#model = model;
  }

  /** A row as it is now, which is drawn. */
  row(id: string): TreeNode {
    const row = this.#model.node?.(id) ?? this.#rows.get(id) ?? { id, label: '', context: '', children: 'none', spoken: '' };
    this.#rows.set(id, row);
    return row;
  }

  /** The ids of what was read below a row, which is drawn. */
  below(parent: string | undefined, rows: readonly TreeNode[]): string[] {
    this.#forgetBelow(parent);
    const ids = rows.map(({ id }) => id);
    this.#below.set(parent, ids);
    for (const row of rows) this.#rows.set(row.id, row);
    return ids;
  }

  /** A row was closed. */
  fold(id: string): void {
    if (this.#below.has(id)) this.#folded.add(id);
  }

  /** The rows to draw again, each with all that is below it; undefined when first rows have come, gone or moved. */
  async outdated(): Promise<string[] | undefined> {
    const outdated: string[] = [];
    return (await this.#isInPlace(undefined, outdated)) ? outdated : undefined;
  }

  /** Whether the rows below a row are the ones that were drawn; those of them that look different are added. */
  async #isInPlace(parent: string | undefined, outdated: string[]): Promise<boolean> {
    const before = this.#below.get(parent);
    // The editor has not asked yet, and will.
    if (before === undefined) return true;
    if (parent !== undefined && this.#folded.has(parent)) return false;
    const rows = await this.#model.children(parent);
    const ids = rows.map(({ id }) => id);
    if (!isDeepStrictEqual(ids, before)) return false;
    for (const row of rows) {
      if (!isDeepStrictEqual(row, this.#rows.get(row.id)) || !(await this.#isInPlace(row.id, outdated))) outdated.push(row.id);
    }
    return true;
  }

  #forgetBelow(parent: string | undefined): void {
    for (const id of this.#below.get(parent) ?? []) {
      this.#forgetBelow(id);
      this.#rows.delete(id);
    }
    this.#below.delete(parent);
    if (parent !== undefined) this.#folded.delete(parent);
  }
}

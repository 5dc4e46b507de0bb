import type { Event } from './emitter.ts';

/** One row of a view, as plain data. */
export interface TreeNode {
  /** Unique in its view; `run:<id>`, `flow:<name>` … are what commands take. */
  id: string;
  label: string;
  description?: string;
  /** Markdown. */
  tooltip?: string;
  icon?: { name: string; color?: string };
  /** What `when` clauses see as `viewItem`: words with a space before and after each. */
  context: string;
  children: 'none' | 'collapsed' | 'expanded';
  /** The command of a click, which is given the id. */
  open?: string;
  /** What a screen reader says. */
  spoken: string;
}

/** A number on the view's icon. */
export interface Badge {
  value: number;
  tooltip: string;
}

/** The content of a view without the editor. */
export interface TreeModel {
  /** The rows below a row, or the first ones. */
  children(id: string | undefined): Promise<readonly TreeNode[]> | readonly TreeNode[];
  /** A row as it is now, for rows that change without their neighbours. */
  node?(id: string): TreeNode | undefined;
  /** Fires with the rows that changed, or with undefined when everything may have. */
  readonly onDidChange: Event<readonly string[] | undefined>;
  /** Told when the view is shown and hidden: a hidden view asks the server nothing. */
  setVisible(visible: boolean): void;
  readonly badge?: Badge | undefined;
  /** A line above the rows, as the filter in force. */
  readonly message?: string | undefined;
}

/** Words for `viewItem`, so that `when` clauses can ask `viewItem =~ / run /`. */
export const contextOf = (...words: readonly (string | false | undefined)[]): string => ` ${words.filter(Boolean).join(' ')} `;

/** What a row or a command argument names. */
export interface Target {
  kind: string;
  id: string;
}

/** `run:1b2c` is the run `1b2c`; undefined for anything else. */
export function parseTarget(value: unknown): Target | undefined {
  if (typeof value !== 'string') return undefined;
  const at = value.indexOf(':');
  return at <= 0 ? undefined : { kind: value.slice(0, at), id: value.slice(at + 1) };
}

/** The id when the value names something of this kind. */
export function targetOf(value: unknown, kind: string): string | undefined {
  const target = parseTarget(value);
  return target?.kind === kind ? target.id : undefined;
}

import { stripVTControlCharacters, styleText } from 'node:util';

/** A style or several, as node:util names them. */
export type Style = Parameters<typeof styleText>[0];

/** The one way to the terminal. The answer goes to stdout, everything else to stderr. */
export interface Output {
  /** What the command was asked for. */
  print(text: string): void;
  /** What goes on meanwhile, what is wrong, and what to do next: never part of the answer. */
  say(text: string): void;
  /** What helps to find a fault; said at the log level DEBUG only. */
  debug(text: string): void;
  /** A line that replaces the one before, on a terminal only; without a text it is taken away. */
  progress(text?: string): void;
  /** Text in a style when stdout shows colours and nobody asked for none (NO_COLOR, FORCE_COLOR). */
  style(style: Style, text: string): string;
  /** Columns of the terminal; undefined when there is none. */
  readonly width: number | undefined;
}

/** What an output writes to: the two streams of a process, or a test's. */
export interface Streams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** An output to a process's streams; `debug` tells whether lines for finding faults are wanted. */
export function createOutput({ stdout, stderr }: Streams, debug = false): Output {
  let shown = false;
  const clear = (): void => {
    if (shown) stderr.write('\r\u001B[2K');
    shown = false;
  };
  const say = (text: string): void => {
    clear();
    stderr.write(`${text}\n`);
  };
  return {
    say,
    print(text) {
      clear();
      stdout.write(`${text}\n`);
    },
    debug: (text) => (debug ? say(text) : undefined),
    progress(text) {
      clear();
      if (text === undefined || !stderr.isTTY) return;
      stderr.write(cut(text, (stderr.columns || 80) - 1));
      shown = true;
    },
    style: (style, text) => styleText(style, text, { stream: stdout }),
    get width() {
      // Some terminals have no columns, they say.
      return stdout.isTTY && stdout.columns > 0 ? stdout.columns : undefined;
    },
  };
}

/** Resolves when everything that was said has left this process. */
export async function flush({ stdout, stderr }: Streams): Promise<void> {
  await Promise.all([stdout, stderr].map((stream) => new Promise((resolve) => stream.write('', resolve))));
}

/** The level of `--log-level` and PREFECT_LOGGING_LEVEL at which faults are explained at length. */
export const isDebug = (level: string | undefined): boolean => level?.toUpperCase() === 'DEBUG';

/** Rows below their headings; when they do not fit the terminal, the widest columns are cut. */
export function table(output: Output, headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const natural = headings.map((heading, column) => Math.max(length(heading), ...rows.map((row) => length(row[column] ?? ''))));
  const widths = fit(natural, output.width, headings.indexOf('ID'));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => pad(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [output.style('bold', line(headings)), ...rows.map(line)].join('\n');
}

/** Columns that a line of text takes, without its styles. */
const length = (text: string): number => [...stripVTControlCharacters(text)].length;

/** Takes columns from the widest until the row fits, at least eight stay. Ids stay whole, as half of one is of no use. */
function fit(natural: readonly number[], total: number | undefined, ids: number): number[] {
  const widths = [...natural];
  const gaps = 2 * (widths.length - 1);
  for (let over = widths.reduce((sum, width) => sum + width, gaps) - (total ?? Infinity); over > 0; over -= 1) {
    const widest = widths.reduce(
      (best, width, column) => (column !== ids && width > (widths[best] ?? 0) ? column : best),
      ids === 0 ? 1 : 0,
    );
    const width = widths[widest] ?? 0;
    if (width <= 8) break;
    widths[widest] = width - 1;
  }
  return widths;
}

const pad = (cell: string, width: number): string => {
  const spaces = width - length(cell);
  return spaces >= 0 ? cell + ' '.repeat(spaces) : cut(cell, width);
};

/** The first columns of a text, with its styles ended. */
function cut(text: string, width: number): string {
  if (length(text) <= width) return text;
  let room = Math.max(0, width - 1);
  let kept = '';
  for (const [part] of text.matchAll(/\u001B\[[0-9;]*m|./gsu)) {
    if (part.startsWith('\u001B')) kept += part;
    else if (room > 0) {
      kept += part;
      room -= 1;
      if (room === 0) kept += '…';
    }
  }
  return kept;
}

import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** The one place that writes to the terminal. */
export const output = {
  /** What the command was asked for. */
  print(text: string): void {
    process.stdout.write(`${text}\n`);
  },
  /** What goes on meanwhile, and what is wrong: never part of the answer. */
  say(text: string): void {
    process.stderr.write(`${text}\n`);
  },
};

/** Text in a style when the terminal has colours and nobody asked for none (NO_COLOR). */
export const styled = (style: Style, text: string): string => styleText(style, text, { stream: process.stdout });

const stateStyles: Readonly<Record<string, Style>> = {
  COMPLETED: 'green',
  FAILED: 'red',
  CRASHED: 'magenta',
  RUNNING: 'blue',
  PENDING: 'cyan',
  SCHEDULED: 'yellow',
  CANCELLED: 'gray',
  CANCELLING: 'gray',
  PAUSED: 'yellow',
};

/** A state's name in the colour of its type. */
export const stateName = (type: string | null, name: string | null): string => styled(stateStyles[type ?? ''] ?? 'dim', name ?? '-');

const visible = (text: string): number => text.replaceAll(/\u001B\[[0-9;]*m/g, '').length;

/** Rows below their headings, in columns as wide as their widest cell. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map((heading, column) => Math.max(heading.length, ...rows.map((row) => visible(row[column] ?? ''))));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - visible(cell)))
      .join('  ')
      .trimEnd();
  return [styled('bold', line(headings)), ...rows.map(line)].join('\n');
}

/** An answer: JSON when it is asked for, else for people. */
export function answer(json: boolean | undefined, value: unknown, text: () => string): void {
  output.print(json === true ? JSON.stringify(value, null, 2) : text());
}

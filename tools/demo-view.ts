import { styleText } from 'node:util';
import type { FlowRun } from '../runtime/core/entities.ts';

/** What the demo shows: steps that were taken, then runs whose states change. */
export interface View {
  heading(text: string): void;
  step(label: string, text: string): void;
  line(text?: string): void;
  /** The runs as they are now: redrawn in place on a terminal, a line per change elsewhere. */
  runs(runs: readonly FlowRun[], now: number): void;
}

type Style = Parameters<typeof styleText>[0];

const looks: Record<string, { mark: string; style: Style }> = {
  SCHEDULED: { mark: '○', style: 'yellow' },
  PENDING: { mark: '○', style: 'yellow' },
  RUNNING: { mark: '●', style: 'blue' },
  COMPLETED: { mark: '✔', style: 'green' },
  FAILED: { mark: '✖', style: 'red' },
  CRASHED: { mark: '✖', style: 'red' },
  CANCELLING: { mark: '●', style: 'magenta' },
  CANCELLED: { mark: '✖', style: 'magenta' },
};

/** A view on a stream; colours when the stream has them and NO_COLOR is not set. */
export function createView(stream: NodeJS.WriteStream): View {
  const style = (as: Style, text: string): string => styleText(as, text, { stream });
  const line = (text = ''): void => void stream.write(`${text}\n`);
  const table = stream.isTTY ? createLiveTable(stream, style) : createChangeLog(line);
  return {
    line,
    heading: (text) => line(`\n${style('bold', text)}\n`),
    step: (label, text) => line(`  ${style('green', '✔')} ${label.padEnd(12)} ${style('dim', text)}`),
    runs: (runs, now) =>
      table(
        runs.filter(({ name }) => name !== ''),
        now,
      ),
  };
}

type Table = View['runs'];

/** One line per run, written over itself: mark, name, state, seconds, and when it ran on the common axis of time. */
function createLiveTable(stream: NodeJS.WriteStream, style: (as: Style, text: string) => string): Table {
  let drawn = 0;
  return (runs, now) => {
    const width = Math.max(10, Math.min(40, (stream.columns || 80) - 52));
    const axis = axisOf(runs, now);
    const rows = runs.map((run) => {
      const { mark, style: as } = looks[run.stateType ?? ''] ?? { mark: '?', style: 'dim' };
      const seconds = axis.secondsOf(run);
      const time = seconds === undefined ? ''.padStart(7) : `${seconds.toFixed(2).padStart(5)} s`;
      return `  ${style(as, mark)} ${run.name.padEnd(18).slice(0, 18)} ${style(as, (run.stateName ?? '').padEnd(12))} ${time}  ${style(as, axis.bar(run, width))}`;
    });
    const back = drawn === 0 ? '' : `\u001B[${drawn}A`;
    stream.write(`${back}${rows.map((row) => `\u001B[2K${row}\n`).join('')}`);
    drawn = rows.length;
  };
}

function createChangeLog(line: (text: string) => void): Table {
  const seen = new Map<string, string | null>();
  return (runs, now) => {
    for (const run of runs) {
      if (seen.get(run.id) === run.stateName) continue;
      seen.set(run.id, run.stateName);
      line(`  ${new Date(now).toISOString().slice(11, 23)}  ${run.name.padEnd(18)} ${run.stateName}`);
    }
  };
}

function axisOf(runs: readonly FlowRun[], now: number) {
  const started = runs.flatMap(({ startTime }) => (startTime === null ? [] : Date.parse(startTime)));
  const first = Math.min(now, ...started);
  const span = Math.max(1, now - first);
  const rangeOf = ({ startTime, endTime }: FlowRun): [number, number] | undefined =>
    startTime === null ? undefined : [Date.parse(startTime), endTime === null ? now : Date.parse(endTime)];
  return {
    secondsOf(run: FlowRun): number | undefined {
      const range = rangeOf(run);
      return range && (range[1] - range[0]) / 1000;
    },
    bar(run: FlowRun, width: number): string {
      const range = rangeOf(run);
      if (range === undefined) return '';
      const [from, to] = range.map((time) => Math.round(((time - first) / span) * width));
      return `${' '.repeat(from ?? 0)}${'━'.repeat(Math.max(1, (to ?? 0) - (from ?? 0)))}`;
    },
  };
}

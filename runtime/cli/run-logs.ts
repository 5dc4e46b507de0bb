import type { FlowRun, Log } from '../core/entities.ts';
import { MillraceError } from '../core/errors.ts';
import { isFinal } from '../core/state.ts';
import { addSeconds, timeOfDay } from '../core/time.ts';
import { allOf, flowRunOf } from './lookup.ts';
import type { Output, Style } from './output.ts';
import type { ServerPorts } from './ports.ts';
import type { JsonOption } from './views.ts';
import { duration, stateName } from './views.ts';

/** Milliseconds between looks for new lines. */
const interval = 300;
/** Lines of several processes may come in another order than they were written: so many seconds are looked at again. */
const overlap = 5;

/** Which lines of a log are printed. */
export interface LogOptions extends JsonOption {
  follow?: boolean;
  numLogs?: number;
  head?: boolean;
  tail?: boolean;
  reverse?: boolean;
}

/** Prints the log of a run; with `follow` until the run is final and its last lines are there. */
export async function printLogs(ports: ServerPorts, id: string, options: LogOptions): Promise<void> {
  const { client, output, clock, signal } = ports;
  if (options.follow === true && (options.tail === true || options.reverse === true)) {
    throw new MillraceError('invalid', 'A log that is followed has no end to begin with: give --follow without --tail and --reverse.');
  }
  const { id: runId } = await flowRunOf(client, id);
  const print = (line: Log): void => output.print(options.json === true ? JSON.stringify(line) : logLine(output, line));
  const most = options.numLogs ?? (options.head === true || options.tail === true ? 20 : Infinity);
  const newLines = logReader(client, runId);
  for (let printed = 0; ;) {
    // The state is read first: what a final run has written is there by then.
    const { state } = await client.flowRuns.read({ id: runId });
    const fresh = await newLines();
    const lines = options.tail === true ? fresh.slice(-most) : fresh.slice(0, most - printed);
    for (const line of options.reverse === true ? lines.toReversed() : lines) print(line);
    printed += lines.length;
    if (options.follow !== true || printed === most || state === null || isFinal(state)) return;
    await clock.sleep(interval, signal);
  }
}

/** Follows a run to its end, and prints it when JSON is asked for. Throws `failed` when it did not complete. */
export async function watchToEnd(ports: ServerPorts, id: string, options: JsonOption & { watchTimeout?: number }): Promise<void> {
  const until = options.watchTimeout === undefined ? Infinity : ports.clock.now() + options.watchTimeout * 1000;
  const final = await watchRun(ports, id, until);
  if (options.json === true) ports.output.print(JSON.stringify(final, null, 2));
  if (final.stateType === 'COMPLETED') return;
  throw new MillraceError(
    'failed',
    `Flow run ${final.name} ended as ${final.stateName}${final.state?.message ? `: ${final.state.message}` : '.'}`,
  );
}

/**
 * Says the states and the log of a run until it is final, and gives it as it ended. Throws `timed-out` at the given
 * time, in the clock's milliseconds. The run goes on when nobody watches any more.
 */
async function watchRun(ports: ServerPorts, id: string, until: number): Promise<FlowRun> {
  const { client, output, clock, signal } = ports;
  const newLines = logReader(client, id);
  const goesOn = `The run goes on: follow it with "millrace flow-run logs -f ${id}", cancel it with "millrace flow-run cancel ${id}".`;
  for (let last: string | null = null; ;) {
    const run = await client.flowRuns.read({ id });
    for (const line of await newLines()) output.say(logLine(output, line));
    if (run.stateId !== last) {
      const time = run.state === null ? '' : timeOfDay(run.state.timestamp);
      output.say(`${time} | ${stateName(output, run.stateType, run.stateName)}${run.state?.message ? `  ${run.state.message}` : ''}`);
    }
    last = run.stateId;
    if (run.state !== null && isFinal(run.state)) return run;
    if (clock.now() >= until) {
      throw new MillraceError('timed-out', `Flow run ${run.name} is ${run.stateName} when the time is over. ${goesOn}`);
    }
    output.progress(
      `${run.name} is ${run.stateName ?? 'new'} since ${duration((clock.now() - Date.parse(run.state?.timestamp ?? run.created)) / 1000)}`,
    );
    try {
      await clock.sleep(Math.min(interval, until - clock.now()), signal);
    } catch (error) {
      output.say(goesOn);
      throw error;
    }
  }
}

/** Gives at each call the lines that came since the last one. */
function logReader(client: ServerPorts['client'], runId: string): () => Promise<Log[]> {
  const seen = new Set<string>();
  let newest: string | undefined;
  return async () => {
    const after = newest === undefined ? {} : { timestamp: { after_: addSeconds(newest, -overlap) } };
    const lines = await allOf((range) =>
      client.logs.filter({ logs: { flowRunId: { any_: [runId] }, ...after }, sort: 'TIMESTAMP_ASC', ...range }),
    );
    const fresh = lines.filter((line) => !seen.has(line.id));
    for (const { id } of fresh) seen.add(id);
    newest = lines.at(-1)?.timestamp ?? newest;
    return fresh;
  };
}

const levels: Readonly<Record<number, readonly [string, Style]>> = {
  10: ['DEBUG', 'dim'],
  20: ['INFO', 'cyan'],
  30: ['WARNING', 'yellow'],
  40: ['ERROR', 'red'],
  50: ['CRITICAL', ['red', 'bold']],
};

function logLine(output: Output, line: Log): string {
  const [name, style] = levels[line.level] ?? [String(line.level), 'dim'];
  return `${timeOfDay(line.timestamp)} | ${output.style(style, name.padEnd(8))} | ${line.message}`;
}
